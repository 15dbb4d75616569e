import { ClienteleError } from './error.js'

/** How far a long call has come: `done` of `total` steps of a phase; `total` is missing where nobody knows. */
export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total?: number
}

/** What every long call takes: somebody to tell how far it is, and a way to stop it. */
export interface ProgressOptions {
  /** Called as the work goes on. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Stops the call with an error 'aborted'; in a synchronous call it is checked after each `onProgress`. */
  readonly signal?: AbortSignal | undefined
}

/** Tells `onProgress`, then stops where `signal` says so. */
export function report(who: string, { onProgress, signal }: ProgressOptions, progress: Progress): void {
  onProgress?.(progress)
  if (signal?.aborted) {
    throw new ClienteleError('aborted', `${who}: was stopped by its signal.`, { cause: signal.reason })
  }
}
