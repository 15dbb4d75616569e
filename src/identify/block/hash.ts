/** Mixes 32 bits so that each depends on all (the finalizer of MurmurHash3). */
export function scramble(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A hash of UTF-16 units, never 0; 0 stands for "nothing". */
export function hashUnits(units: Uint16Array, from: number, to: number): number {
  if (from >= to) return 0
  let h = 0x811c9dc5
  for (let i = from; i < to; i++) h = Math.imul(h ^ units[i]!, 0x01000193)
  return scramble(h ^ (to - from)) || 1
}

/** The hash of two parts in that order, 0 where either is missing. */
export function joinHashes(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return scramble(Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15)) || 1
}

/** The hash of two parts in whichever order. */
export function joinEitherWay(a: number, b: number): number {
  return a < b ? joinHashes(a, b) : joinHashes(b, a)
}
