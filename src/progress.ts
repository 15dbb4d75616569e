import { ClienteleError } from './error.js'

/**
 * How far a long call has come: `done` of `total` steps of a phase; `total` is missing where nobody knows. Phases follow one another,
 * and within one `done` never falls.
 */
export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total?: number
}

/** What every long call takes: somebody to tell how far it is, and a way to stop it. */
export interface ProgressOptions {
  /** Called as the work goes on. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Stops the call with an error 'aborted': before it begins, and in a synchronous call after each `onProgress`. */
  readonly signal?: AbortSignal | undefined
}

/** Tells `onProgress`, then stops where `signal` says so. */
export function report(who: string, { onProgress, signal }: ProgressOptions, progress: Progress): void {
  onProgress?.(progress)
  stopIfAsked(who, signal)
}

/** Stops where `signal` says so. */
export function stopIfAsked(who: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped(who, signal)
}

/** The error for a call that its signal stopped. */
export function stopped(who: string, signal: AbortSignal | undefined): ClienteleError {
  return new ClienteleError('aborted', `${who}: was stopped by its signal.`, { cause: signal?.reason })
}

/** For what is done very often: reports every thousandth time. */
export function ticker(who: string, options: ProgressOptions, phase: string): () => void {
  let done = 0
  return () => {
    if (done++ % EVERY === 0) report(who, options, { phase, done })
  }
}

const EVERY = 1000
