import { type ProgressOptions, report } from '../progress.js'
import type { Input } from './source.js'

/** The pieces of inputs that are read one after the other; how many bytes have come is reported after each. */
export function toldPieces(
  inputs: readonly Input[],
  phase: string,
  options: ProgressOptions,
  who: string,
): (input: Input) => Input {
  const total = inputs.reduce<number | undefined>(
    (sum, { size }) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  )
  const count = toldBytes(phase, options, who, total)
  return (input) => ({ ...input, pieces: () => count(input.pieces()) })
}

/** Bytes on their way; how many have passed is reported after each piece. */
export function toldBytes(
  phase: string,
  options: ProgressOptions,
  who: string,
  total?: number,
): (pieces: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  let done = 0
  return async function* (pieces) {
    for await (const piece of pieces) {
      const bytes = piece.length
      yield piece
      done += bytes
      // A file may grow while it is read.
      report(who, options, { phase, done, ...(total !== undefined && total >= done && { total }) })
    }
  }
}
