import { ClienteleError, type ErrorCode } from '../error.js'
import { loadModel } from '../loadModel.js'
import { unwrap, wrap } from './parcel.js'
import { spawn, type Thread } from './spawn.js'

type Library = typeof import('../index.js')

/** The public functions that run in a worker: those that take a table first. */
export type WorkerFunction = {
  [Name in Exclude<keyof Library, 'inWorker'>]: Library[Name] extends (table: any, ...rest: any[]) => any
    ? Name
    : never
}[Exclude<keyof Library, 'inWorker'>]

// TypeScript infers through a generic function that is picked by name only with its type parameters as wide as they may be.
type Call<Name extends WorkerFunction> = Library[Name] extends (...args: infer Args) => infer Answer
  ? { args: Args; answer: Awaited<Answer> }
  : never

/** What a worker is asked: one call of one public function. */
export interface WorkerJob {
  readonly name: string
  readonly args: readonly unknown[]
  readonly wantsProgress: boolean
}

/** What a worker says: progress on the way, then the answer or the error. */
export type WorkerMessage =
  | { readonly progress: unknown }
  | { readonly answer: unknown }
  | { readonly error: { readonly code: ErrorCode | undefined; readonly message: string } }

/** Workers that have answered and wait for the next call: loading the library in a new one takes a while. */
const idle: Thread[] = []
const MOST_IDLE = 4

/**
 * Runs any function of `clientele` that takes a table first in a worker thread, so that a server or a notebook stays responsive: the same
 * arguments, the same answer, as a promise. Buffers of the table in shared memory are shared, others copied
 * once. `signal` among the options stops the thread at once; `onProgress` is called on this thread.
 *
 * Columns that options name are checked when it runs, and not at compile time as in a call of the function itself: TypeScript cannot carry
 * a table's columns through a function that is picked by its name.
 *
 * @param name - the function's name, such as 'summarize'
 * @param args - what that function takes; functions among the options cannot be sent and are an error
 * @returns a promise of what the function returns; models come back able to `predict`
 * @throws ClienteleError (as a rejection) whatever the function throws; `aborted` when `signal` fires;
 * `unsupported` where there are no worker threads
 *
 * Cost: the start of a thread for the first call (some 100 ms), then the copying of what is not shared.
 *
 * @example
 * ```ts
 * const orders = fromRows([{ id: 'a', day: '2025-03-01', paid: 20 }])
 * const customers = await inWorker('summarize', orders, { customer: 'id', time: 'day', amount: 'paid' })
 * console.log(customers.numRows) // 1
 * ```
 */
export async function inWorker<Name extends WorkerFunction>(
  name: Name,
  ...args: Call<Name>['args']
): Promise<Call<Name>['answer']> {
  const controls = controlsOf(args.at(-1))
  const job: WorkerJob = {
    name,
    args: args.map((arg: unknown, i: number) =>
      wrap(withoutControls(arg), `inWorker('${name}')`, `argument ${i + 1}`),
    ),
    wantsProgress: controls.onProgress !== undefined,
  }
  if (controls.signal?.aborted) throw aborted(name, controls.signal)
  const thread = idle.pop() ?? spawn(new URL('./worker.js', import.meta.url))
  if (!thread) {
    throw new ClienteleError(
      'unsupported',
      `inWorker: there are no worker threads here; call ${name} itself.`,
    )
  }
  const reply = await talk(thread, job, controls)
  if (controls.signal?.aborted && 'error' in reply) {
    thread.stop()
    throw aborted(name, controls.signal)
  }
  if ('error' in reply && reply.error.code === 'aborted') thread.stop()
  else if (idle.length < MOST_IDLE) idle.push(thread)
  else thread.stop()
  if ('error' in reply) throw revive(reply.error)
  return unwrap((reply as { answer: unknown }).answer, loadModel) as Call<Name>['answer']
}

interface Controls {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: any) => void) | undefined
}

function controlsOf(options: unknown): Controls {
  return typeof options === 'object' && options !== null ? (options as Controls) : {}
}

function withoutControls(arg: unknown): unknown {
  if (typeof arg !== 'object' || arg === null || !('signal' in arg || 'onProgress' in arg)) return arg
  const { signal: _, onProgress: __, ...rest } = arg as Controls & Record<string, unknown>
  return rest
}

/** One call: resolves with the worker's last word, which is an error too where the thread died or was stopped. */
function talk(thread: Thread, job: WorkerJob, { signal, onProgress }: Controls): Promise<WorkerMessage> {
  return new Promise((resolve) => {
    const finish = (message: WorkerMessage) => {
      signal?.removeEventListener('abort', stop)
      thread.listen(
        () => {},
        () => {},
      )
      thread.keepAlive(false)
      resolve(message)
    }
    const fail = (code: ErrorCode, message: string) => finish({ error: { code, message } })
    const stop = () => fail('aborted', aborted(job.name).message)
    thread.listen(
      (message: WorkerMessage) => ('progress' in message ? onProgress?.(message.progress) : finish(message)),
      (error) => fail('aborted', `inWorker: the thread running ${job.name} died: ${error.message}.`),
    )
    signal?.addEventListener('abort', stop, { once: true })
    thread.keepAlive(true)
    try {
      thread.post(job)
    } catch (error) {
      fail(
        'option-invalid',
        `inWorker: what ${job.name} was given cannot be sent to a thread: ${String(error)}.`,
      )
    }
  })
}

function aborted(name: string, signal?: AbortSignal): ClienteleError {
  return new ClienteleError('aborted', `inWorker: ${name} was stopped by its signal.`, {
    cause: signal?.reason,
  })
}

function revive({ code, message }: { code: ErrorCode | undefined; message: string }): Error {
  return code ? new ClienteleError(code, message) : new Error(message)
}
