/**
 * What a tree is grown to tell apart, a row at a time:
 * - `counts`: two classes, all rows weigh the same. A row is one number, 2²⁶ × how often it counts + 1 where it is of the second class;
 *   sums of these hold both counts, exactly, up to 67 million rows.
 * - `moments`: numbers, or two classes with weights. A row is three numbers: how often it counts, its weight, weight × value.
 * - `classes`: three or more classes. A row is its class and two numbers: how often it counts, and its weight.
 */
export type Response =
  | { readonly kind: 'counts'; readonly data: Float64Array }
  | { readonly kind: 'moments'; readonly data: Float64Array }
  | {
      readonly kind: 'classes'
      readonly data: Float64Array
      readonly codes: Int32Array
      readonly classes: number
    }

/** What one row that counts once in a response of `counts` is. */
export const ONE = 67_108_864

/** The target as `makeResponse` takes it: classes, or numbers. */
export type Outcome =
  | { readonly codes: Int32Array; readonly classes: number }
  | { readonly values: Float64Array }

/** The response of each row; `weights` undefined: all weigh 1. */
export function makeResponse(outcome: Outcome, weights: Float64Array | undefined): Response {
  const rows = 'codes' in outcome ? outcome.codes.length : outcome.values.length
  if (!('codes' in outcome)) return moments(rescaled(outcome.values), weights)
  const { codes, classes } = outcome
  if (classes === 2) {
    if (weights) return moments(codes, weights)
    const data = new Float64Array(rows)
    for (let i = 0; i < rows; i++) data[i] = ONE + codes[i]!
    return { kind: 'counts', data }
  }
  const data = new Float64Array(2 * rows)
  for (let i = 0; i < rows; i++) {
    data[2 * i] = 1
    data[2 * i + 1] = weights ? weights[i]! : 1
  }
  return { kind: 'classes', data, codes, classes }
}

function moments(values: Int32Array | Float64Array, weights: Float64Array | undefined): Response {
  const data = new Float64Array(3 * values.length)
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1
    data[3 * i] = 1
    data[3 * i + 1] = w
    data[3 * i + 2] = w * values[i]!
  }
  return { kind: 'moments', data }
}

/** The values around their middle, within ±1: so that their squares neither overflow nor drown their differences. */
function rescaled(values: Float64Array): Float64Array {
  const middle = middleOf(values)
  const spread = spreadOf(values)
  return values.map((v) => (v - middle) / spread)
}

function middleOf(values: Float64Array): number {
  let middle = 0
  for (let i = 0; i < values.length; i++) middle += values[i]! / values.length
  return middle
}

/** How far values are from their middle at most. */
export function spreadOf(values: Float64Array): number {
  const middle = middleOf(values)
  return values.reduce((most, v) => Math.max(most, Math.abs(v - middle)), 0) || 1
}

/** Numbers that a row takes in `data`. */
export function channels({ kind }: Response): number {
  return kind === 'counts' ? 1 : kind === 'moments' ? 3 : 2
}

/** Numbers that a bin takes in a histogram. */
export function binWidth(response: Response): number {
  return response.kind === 'classes' ? 1 + response.classes : channels(response)
}

/** What the rows are where each counts so many times. */
export function repeatRows(response: Response, times: Uint16Array, into: Float64Array): void {
  const width = channels(response)
  for (let i = 0, o = 0; i < times.length; i++) {
    for (let c = 0; c < width; c++, o++) into[o] = times[i]! * response.data[o]!
  }
}
