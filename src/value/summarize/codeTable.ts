/** Customers by their codes, numbered in order of first appearance. */
export interface CodeTable {
  size: number
  /** By code without the partition's bits: one more than the customer's number, 0 where it was not seen. */
  numbers: Int32Array
  /** By customer: the place where it was found. */
  places: Int32Array
}

export function makeCodeTable(): CodeTable {
  return { size: 0, numbers: new Int32Array(1024), places: new Int32Array(1024) }
}

/** The number of each row's customer. */
export function groupCodes(
  table: CodeTable,
  cells: Int32Array,
  from: number,
  to: number,
  bits: number,
  out: Int32Array,
): void {
  let { numbers } = table
  for (let i = from; i < to; i++) {
    const key = cells[2 * i]! >>> bits
    if (key >= numbers.length) numbers = table.numbers = larger(numbers, key + 1)
    const number = numbers[key]!
    if (number === 0) {
      numbers[key] = add(table, i)
      out[i - from] = table.size - 1
    } else out[i - from] = number - 1
  }
}

function add(table: CodeTable, place: number): number {
  if (table.size === table.places.length) table.places = larger(table.places, table.size + 1)
  table.places[table.size] = place
  return ++table.size
}

function larger(array: Int32Array, least: number): Int32Array {
  const copy = new Int32Array(Math.max(2 * array.length, least))
  copy.set(array)
  return copy
}
