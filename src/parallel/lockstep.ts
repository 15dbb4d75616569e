/** Threads that run the same function over the same memory, part by part. */
export interface Lockstep {
  /** Does every part once, on whichever thread is free; ends when all are done. */
  readonly everyPart: (parts: number, work: (part: number) => void) => void
  /** Waits for the others. */
  readonly sync: () => void
}

/** Cells that a lockstep's control array must have. */
export const LOCKSTEP_CELLS = 128

// A cache line apart, so that waiting for one does not slow down the other.
const ARRIVED = 0
const GENERATION = 16
const COUNTERS = 32
const SPINS = 20_000

/**
 * One thread's end of a lockstep; every thread makes its own over the same zeroed `control`, and all must come to
 * the same calls in the same order. Where a result is gathered by part, it does not depend on who did which.
 */
export function makeLockstep(control: Int32Array, threads: number, thread: number): Lockstep {
  let phase = 0
  const sync = () => {
    if (threads > 1) wait(control, threads)
  }
  const everyPart = (parts: number, work: (part: number) => void) => {
    // Four counters in turn: one is claimed from, the one after the next is set back while nobody looks at it.
    phase = (phase + 1) & 3
    const counter = COUNTERS + 16 * phase
    if (thread === 0) Atomics.store(control, COUNTERS + 16 * ((phase + 2) & 3), 0)
    for (let part; (part = Atomics.add(control, counter, 1)) < parts;) work(part)
    sync()
  }
  return { everyPart, sync }
}

/** Comes back when all threads have come: spins for a while, then sleeps. */
function wait(control: Int32Array, threads: number): void {
  const generation = Atomics.load(control, GENERATION)
  if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
    Atomics.store(control, ARRIVED, 0)
    Atomics.store(control, GENERATION, generation + 1)
    Atomics.notify(control, GENERATION)
    return
  }
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, GENERATION) !== generation) return
  while (Atomics.load(control, GENERATION) === generation) Atomics.wait(control, GENERATION, generation, 50)
}
