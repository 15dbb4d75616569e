import { hashUnits } from '../block/hash.js'
import type { Field, Prepared, ValueList } from '../prepared.js'

/** Records in an order that their content alone decides, so that nothing found depends on the order of rows. */
export type Canonical = {
  readonly prepared: Prepared
  /** The row of each record in the given order. */
  readonly rowOf: Int32Array
}

/** Sorts records by a hash of all their values, and numbers the values in the order in which they then first occur. */
export function canonicalOrder(given: Prepared): Canonical {
  const rowOf = sortedByContent(given)
  const lists = new Map<ValueList, Int32Array>()
  const moved = given.fields.map((field) => {
    let numbers = lists.get(field.list)
    if (numbers === undefined)
      lists.set(field.list, (numbers = new Int32Array(field.list.offsets.length - 1).fill(-1)))
    return { field, numbers, codes: rowOf.map((row) => field.codes[row]!) }
  })
  for (const numbers of lists.values()) {
    let next = 0
    for (const { codes } of moved.filter((one) => one.numbers === numbers)) {
      for (let i = 0; i < codes.length; i++) {
        const code = codes[i]!
        if (code < 0) continue
        if (numbers[code]! < 0) numbers[code] = next++
        codes[i] = numbers[code]!
      }
    }
    for (let v = 0; v < numbers.length; v++) if (numbers[v]! < 0) numbers[v] = next++
  }
  const renumbered = new Map<ValueList, ValueList>()
  for (const [list, numbers] of lists) renumbered.set(list, renumber(list, numbers))
  const fields = moved.map(({ field, numbers, codes }): Field => {
    const frequency = new Float64Array(field.frequency.length)
    field.frequency.forEach((share, value) => (frequency[numbers[value]!] = share))
    const { column, kind, filled } = field
    return { column, kind, filled, codes, list: renumbered.get(field.list)!, frequency }
  })
  const { rows, source } = given
  const prepared = { rows, fields, ...(source && { source: rowOf.map((row) => source[row]!) }) }
  return { prepared, rowOf }
}

function renumber({ values, offsets, units }: ValueList, numbers: Int32Array): ValueList {
  const count = numbers.length
  const order = new Int32Array(count)
  for (let v = 0; v < count; v++) order[numbers[v]!] = v
  const newOffsets = new Int32Array(count + 1)
  const newUnits = new Uint16Array(units.length)
  for (let v = 0; v < count; v++) {
    const from = offsets[order[v]!]!
    const length = offsets[order[v]! + 1]! - from
    const at = newOffsets[v]!
    for (let i = 0; i < length; i++) newUnits[at + i] = units[from + i]!
    newOffsets[v + 1] = at + length
  }
  return { values: Array.from(order, (v) => values[v]!), offsets: newOffsets, units: newUnits }
}

function sortedByContent({ rows, fields, source }: Prepared): Int32Array {
  const low = new Int32Array(rows)
  const high = new Int32Array(rows)
  for (const { codes, list } of fields) {
    const { units, offsets } = list
    const hashes = Int32Array.from({ length: offsets.length - 1 }, (_, v) =>
      hashUnits(units, offsets[v]!, offsets[v + 1]!),
    )
    for (let i = 0; i < rows; i++) {
      const hash = codes[i]! < 0 ? 0 : hashes[codes[i]!]!
      low[i] = Math.imul(low[i]! ^ hash, 0x01000193) + 0x3c6ef372
      high[i] = Math.imul(high[i]! + hash, 0x85ebca6b) ^ (high[i]! >>> 13)
    }
  }
  if (source) for (let i = 0; i < rows; i++) low[i]! ^= Math.imul(source[i]! + 1, 0x9e3779b1)
  let order = Int32Array.from({ length: rows }, (_, i) => i)
  for (const words of [low, high]) {
    for (let shift = 0; shift < 32; shift += 11) order = sortStep(order, words, shift)
  }
  return order
}

/** Stable, by eleven bits. */
function sortStep(order: Int32Array<ArrayBuffer>, words: Int32Array, shift: number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(2049)
  for (let i = 0; i < order.length; i++) starts[((words[i]! >>> shift) & 2047) + 1]!++
  for (let b = 0; b < 2048; b++) starts[b + 1]! += starts[b]!
  const sorted = new Int32Array(order.length)
  for (const i of order) sorted[starts[(words[i]! >>> shift) & 2047]!++] = i
  return sorted
}
