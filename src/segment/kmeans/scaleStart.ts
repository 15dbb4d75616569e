import { invalid } from '../../options.js'
import type { Learned } from '../features/readFeatures.js'
import { applyScale } from '../features/scaling.js'

/** Given centres, scaled as the features are. */
export function scaleStart(
  who: string,
  start: unknown,
  k: number,
  { features, scaling }: Pick<Learned, 'features' | 'scaling'>,
): number[][] {
  const isRow = (row: unknown) =>
    Array.isArray(row) && row.length === features.length && row.every(Number.isFinite)
  if (!Array.isArray(start) || start.length !== k || !start.every(isRow)) {
    throw invalid(
      who,
      `start must be ${k} lists of ${features.length} numbers, one for each of ${features.join(', ')}`,
    )
  }
  const columns = features.map((name, j) => {
    const values = Float64Array.from(start, (row: number[]) => row[j]!)
    applyScale(who, name, values, scaling[j]!)
    return values
  })
  return Array.from({ length: k }, (_, c) => columns.map((values) => values[c]!))
}
