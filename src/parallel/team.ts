import type { MessagePort, Worker } from 'node:worker_threads'

/** One thread's share of a job: functions by name, each called with the same argument on every thread. */
export type Member = { readonly [task: string]: (argument: any) => unknown }

/** Threads that work on one job. */
export interface Team<M> {
  readonly threads: number
  /** Runs the task on every thread and waits; what each of them found, in order of threads. */
  readonly run: <Task extends keyof M & string>(
    task: Task,
    ...argument: M[Task] extends (...given: infer Given) => unknown ? Given : never
  ) => (M[Task] extends (...given: never[]) => infer Found ? Found : never)[]
  /** As `run`, each thread with an argument of its own; it starts as soon as that is made, this thread last. */
  readonly runEach: <Task extends keyof M & string>(
    task: Task,
    argumentOf: (thread: number) => M[Task] extends (argument: infer Given) => unknown ? Given : never,
  ) => (M[Task] extends (...given: never[]) => infer Found ? Found : never)[]
  /** Ends the job; the threads wait for the next one. */
  readonly dismiss: () => void
}

/** The module that exports `createThread(setup, thread)`, which makes a thread's share of the job. */
export interface Job<Setup, M> {
  readonly url: string
  readonly createThread: (setup: Setup, thread: number) => M
}

/** What goes to a helper, and what comes back. */
export type Order =
  | { readonly kind: 'begin'; readonly url: string; readonly setup: unknown; readonly thread: number }
  | { readonly kind: 'run'; readonly task: string; readonly argument: unknown }
  | { readonly kind: 'end' }
export type Answer = { readonly found: unknown } | { readonly error: unknown }

interface Helper {
  readonly worker: Worker
  readonly port: MessagePort
  /** How many orders the helper has carried out. */
  readonly done: Int32Array
  sent: number
}

type Threads = typeof import('node:worker_threads')

const idle: Helper[] = []

/**
 * A team of `threads` threads, this one included. Its other members are worker threads that are started once
 * and kept; they don't keep the process alive. Where there are none to be had, as in a browser's page or a bundle
 * without the worker's file, the team has one thread: whoever asks must give the same answer for any number.
 * What is shared with the members must lie in a `SharedArrayBuffer`; anything else is copied to them.
 */
export function makeTeam<Setup, M extends object>(
  { url, createThread }: Job<Setup, M>,
  makeSetup: (threads: number) => Setup,
  threads: number,
): Team<M> {
  const helpers = threads > 1 ? hire(threads - 1) : []
  const setup = makeSetup(helpers.length + 1)
  helpers.forEach((helper, i) => send(helper, { kind: 'begin', url, setup, thread: i + 1 }))
  const own = createThread(setup, 0) as Member
  if (threadsModule) for (const helper of helpers) collect(helper, threadsModule)
  const runEach = (task: string, argumentOf: (thread: number) => unknown): any => {
    helpers.forEach((helper, i) => send(helper, { kind: 'run', task, argument: argumentOf(i + 1) }))
    const found = [own[task]!(argumentOf(0))]
    for (const helper of helpers) found.push(collect(helper, threadsModule!))
    return found
  }
  return Object.freeze<Team<M>>({
    threads: helpers.length + 1,
    run: (task: string, ...[argument]: unknown[]) => runEach(task, () => argument),
    runEach,
    dismiss: () => {
      for (const helper of helpers) {
        send(helper, { kind: 'end' })
        idle.push(helper)
      }
      helpers.length = 0
    },
  })
}

/** Node's module of that name, without an import that bundlers and browsers would stumble over. */
function builtin(name: string): any {
  return globalThis.process?.getBuiltinModule?.(name)
}

let threadsModule: Threads | undefined
let usable: boolean | undefined

function canHire(): boolean {
  if (usable !== undefined) return usable
  threadsModule = builtin('node:worker_threads') as Threads | undefined
  const files = builtin('node:fs') as typeof import('node:fs') | undefined
  const file = new URL('./member.js', import.meta.url)
  usable = Boolean(threadsModule && typeof SharedArrayBuffer === 'function' && files?.existsSync(file))
  return usable
}

function hire(count: number): Helper[] {
  if (!canHire()) return []
  return Array.from({ length: count }, () => idle.pop() ?? start(threadsModule!))
}

function start({ MessageChannel, Worker }: Threads): Helper {
  const { port1: port, port2 } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./member.js', import.meta.url), {
    workerData: { port: port2, done },
    transferList: [port2],
  })
  worker.unref()
  port.unref()
  return { worker, port, done, sent: 0 }
}

function send(helper: Helper, order: Order): void {
  helper.sent++
  helper.port.postMessage(order)
}

/** Waits until the helper has carried out what it was sent, and gives what it found last. */
function collect({ port, done, sent }: Helper, { receiveMessageOnPort }: Threads): unknown {
  for (let seen = Atomics.load(done, 0); seen !== sent; seen = Atomics.load(done, 0)) {
    Atomics.wait(done, 0, seen)
  }
  let answer: Answer | undefined
  for (let next; (next = receiveMessageOnPort(port)) !== undefined;) answer = next.message as Answer
  if (answer && 'error' in answer) throw answer.error
  return answer?.found
}
