import type { Part } from './part.js'

/** The partitions of one thread by their number; undefined is another thread's. */
export type OwnParts = readonly (Part | undefined)[]

export function ownParts(parts: readonly Part[], thread: number, threads: number): OwnParts {
  const own: (Part | undefined)[] = Array.from({ length: parts.length * threads }, () => undefined)
  parts.forEach((part, i) => (own[thread + i * threads] = part))
  return own
}
