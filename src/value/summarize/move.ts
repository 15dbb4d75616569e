/*
 * Loops that move what each row says to the row's place; `row` is the row of the block that row `from` is.
 */

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
  ticks: Float64Array,
  amounts: Float64Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    const at = 2 * target[i + shift]!
    out[at] = ticks[i]!
    out[at + 1] = amounts[i]!
  }
}

/** As `moveDoubles`, for times that are 64-bit integers in two words. */
export function movePairs(
  ticks: Int32Array,
  amounts: Float64Array,
  from: number,
  to: number,
  target: Int32Array,
  row: number,
  out: Float64Array,
): void {
  const shift = row - from
  for (let i = from; i < to; i++) {
    const at = 2 * target[i + shift]!
    out[at] = ticks[2 * i + 1]! * 4294967296 + (ticks[2 * i]! >>> 0)
    out[at + 1] = amounts[i]!
  }
}
