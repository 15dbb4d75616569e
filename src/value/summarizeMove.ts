/* Loops that move what each row says to the row's place, `row` being the place of row `from` in the block. */

export function moveRows(target: Int32Array, from: number, to: number, out: Int32Array): void {
  for (let i = from; i < to; i++) out[target[i]!] = i
}

export function moveWords(
  values: Int32Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Int32Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) out[target[i + shift]!] = values[i]!
}

export function moveDoubles(
  values: Float64Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) out[target[i + shift]!] = values[i]!
}

export function movePairs(
  pairs: Int32Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    out[target[i + shift]!] = pairs[2 * i + 1]! * 4294967296 + (pairs[2 * i]! >>> 0)
  }
}
