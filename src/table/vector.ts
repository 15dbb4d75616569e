import { type Data, type DataType, Vector } from 'apache-arrow'

/** A column of one chunk, for `makeTable`. */
export function vectorOf<T extends DataType>(data: Data<T>): Vector<T> {
  return new Vector([data])
}
