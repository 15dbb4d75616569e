import type { Progress } from '../../progress.js'

/** What a running query is asked for on the way. */
export interface Watch {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** What a statement needs of its session. */
export interface Calls {
  /** Calls what answers in a stream. */
  stream(name: string, request: object): any
  /** Calls what answers once, within ten seconds. */
  ask(name: string, request: object): Promise<unknown>
  /** What went wrong, in a sentence. */
  says(error: any): Error
}

export const UNAVAILABLE = 14
/** How often a broken connection is taken up again before it is given up, and after what pause. */
const TRIES = 3
const PAUSE_MS = 500

/** How a stream of answers ended. */
type End = { readonly error?: any; readonly isComplete: boolean }

/**
 * Runs a plan: its answers, each an Arrow IPC stream of its own. The server keeps them until they are released: where the connection breaks, or
 * the server ends a stream that lasts minutes, they are taken up after the last one that came. Nobody who takes them up for five minutes (the server's
 * `spark.connect.execute.manager.detachedTimeout`), as when this process was killed, and the server stops the work by itself.
 */
export async function execute(
  plan: object,
  { signal, onProgress }: Watch,
  { stream, ask, says }: Calls,
): Promise<Uint8Array[]> {
  const operationId = globalThis.crypto.randomUUID()
  const pieces: Uint8Array[] = []
  const tell = taskCounter(onProgress)
  let lastResponseId: string | undefined
  let isStopped = false
  let call: any
  // Stops what runs, and lets go of what was kept for us.
  const release = () => ask('ReleaseExecute', { operationId, releaseAll: {} }).catch(() => {})
  const stop = async () => {
    isStopped = true
    await release()
    call.cancel()
  }

  const follow = (name: string, request: object): Promise<End> =>
    new Promise((resolve) => {
      let isComplete = false
      call = stream(name, { ...request, operationId })
      call.on('data', ({ responseId, arrowBatch, executionProgress, resultComplete }: any) => {
        if (responseId) lastResponseId = responseId
        // A copy, for the alignment that typed arrays need.
        if (arrowBatch) pieces.push(new Uint8Array(arrowBatch.data))
        if (executionProgress) tell(executionProgress.stages ?? [])
        if (resultComplete) isComplete = true
      })
      call.on('end', () => resolve({ isComplete }))
      call.on('error', (error: unknown) => resolve({ error, isComplete }))
    })

  signal?.addEventListener('abort', stop, { once: true })
  try {
    const requestOptions = [{ reattachOptions: { reattachable: true } }]
    let end = await follow('ExecutePlan', { plan, requestOptions })
    for (let tries = 0; !end.isComplete;) {
      const { error } = end
      if (error && (isStopped || error.code !== UNAVAILABLE || tries === TRIES)) throw error
      if (error) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * ++tries))
      const last = lastResponseId
      end = await follow('ReattachExecute', last === undefined ? {} : { lastResponseId: last })
      if (lastResponseId !== last) tries = 0
      // A server that keeps no answers had said all there was.
      if (!error && /NOT_REATTACHABLE/.test(end.error?.details)) break
    }
    void release()
    return pieces
  } catch (error) {
    if (!isStopped) await release()
    throw says(error)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Stages tell their tasks; what is done never falls. */
function taskCounter(onProgress: Watch['onProgress']): (stages: readonly any[]) => void {
  let most = 0
  return (stages) => {
    const sum = (key: string) => stages.reduce((all: number, stage) => all + Number(stage[key] ?? 0), 0)
    most = Math.max(most, sum('numCompletedTasks'))
    onProgress?.({ phase: 'tasks', done: most, total: Math.max(most, sum('numTasks')) })
  }
}
