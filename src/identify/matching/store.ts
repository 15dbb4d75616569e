import { makeValueList } from '../fields/valueList.js'
import type { Field, Prepared, ValueList } from '../prepared.js'

/** Records as codes, to which more can be added; a record is named by its slot. */
export type Store = {
  readonly size: () => number
  readonly add: (prepared: Prepared) => number
  /** Some of the records behind those of `asked`, as a table of codes of their own. */
  readonly beside: (asked: Prepared, row: number, slots: ArrayLike<number>) => Prepared
}

type Column = {
  codes: Int32Array
  readonly values: string[]
  readonly list: number
  readonly frequency: Float64Array
}

export function makeStore(base: Prepared): Store {
  const lists = [...new Set(base.fields.map(({ list }) => list))]
  const values = lists.map((list) => [...list.values])
  // Values by text, made when something is first added.
  const codesOf: (Map<string, number> | undefined)[] = lists.map(() => undefined)
  let size = base.rows
  const columns = base.fields.map(({ codes, list, frequency }): Column => {
    const at = lists.indexOf(list)
    return { codes, values: values[at]!, list: at, frequency }
  })
  const codeOf = ({ list, values: known }: Column, value: string): number => {
    const codes = (codesOf[list] ??= new Map(known.map((one, code) => [one, code])))
    let code = codes.get(value)
    if (code === undefined) {
      codes.set(value, (code = known.length))
      known.push(value)
    }
    return code
  }
  return {
    size: () => size,
    add({ fields, rows }) {
      const start = size
      columns.forEach((column, f) => {
        if (start + rows > column.codes.length) {
          const larger = new Int32Array(Math.ceil(1.25 * (start + rows)) + 64)
          larger.set(column.codes.subarray(0, start))
          column.codes = larger
        }
        const { codes, list } = fields[f]!
        for (let row = 0; row < rows; row++) {
          column.codes[start + row] = codes[row]! < 0 ? -1 : codeOf(column, list.values[codes[row]!]!)
        }
      })
      size += rows
      return start
    },
    beside(asked, row, slots) {
      const texts = columns.map((column, f) => textsOf(asked.fields[f]!, row, column, slots))
      const made = lists.map((_, at) => distinct(texts.filter((_, f) => columns[f]!.list === at)))
      const fields = asked.fields.map(({ column, kind }, f): Field => {
        const { codes, list } = made[columns[f]!.list]!
        const frequency = new Float64Array(list.values.length)
        const own = Int32Array.from(texts[f]!, (text) => (text === null ? -1 : codes.get(text)!))
        fillFrequency(frequency, own, columns[f]!, slots)
        return { column, kind, codes: own, list, frequency, filled: asked.fields[f]!.filled }
      })
      return { rows: slots.length + 1, fields }
    },
  }
}

function textsOf(
  asked: Field,
  row: number,
  { codes, values }: Column,
  slots: ArrayLike<number>,
): (string | null)[] {
  const code = asked.codes[row]!
  const texts: (string | null)[] = [code < 0 ? null : asked.list.values[code]!]
  for (let i = 0; i < slots.length; i++) {
    const own = codes[slots[i]!]!
    texts.push(own < 0 ? null : values[own]!)
  }
  return texts
}

/** Values as frequent as among the records that the index began with. */
function fillFrequency(
  out: Float64Array,
  own: Int32Array,
  { codes, frequency }: Column,
  slots: ArrayLike<number>,
): void {
  for (let i = 0; i < slots.length; i++) {
    const code = codes[slots[i]!]!
    if (code >= 0) out[own[i + 1]!] = frequency[code] ?? 0
  }
}

function distinct(texts: readonly (string | null)[][]): { codes: Map<string, number>; list: ValueList } {
  const codes = new Map<string, number>()
  for (const column of texts) {
    for (const text of column) if (text !== null && !codes.has(text)) codes.set(text, codes.size)
  }
  return { codes, list: makeValueList([...codes.keys()]) }
}
