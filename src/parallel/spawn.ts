/** A worker thread, Node's or the browser's, with the little that is needed of it. */
export interface Thread {
  post(message: unknown): void
  /** What to do with messages and with the thread's death; replaces what was said before. */
  listen(onMessage: (message: any) => void, onError: (error: Error) => void): void
  stop(): void
  /** Whether a waiting thread keeps the process alive. */
  keepAlive(alive: boolean): void
}

/** Node's own modules without an import that a bundler for browsers would follow; undefined in a browser. */
export const nodeModule: ((name: string) => any) | undefined = (globalThis as any).process?.getBuiltinModule

/** Starts a module in a worker thread; undefined where there are none. */
export function spawn(module: URL): Thread | undefined {
  const threads = nodeModule?.('node:worker_threads')
  if (threads) return nodeThread(new threads.Worker(module))
  const BrowserWorker = (globalThis as any).Worker
  return BrowserWorker && browserThread(new BrowserWorker(module, { type: 'module' }))
}

function nodeThread(worker: any): Thread {
  worker.unref()
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onError) {
      worker.removeAllListeners()
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', (code: number) => onError(new Error(`a worker thread ended with code ${code}`)))
    },
    stop: () => void worker.terminate(),
    keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
  }
}

function browserThread(worker: any): Thread {
  let former: AbortController | undefined
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onError) {
      former?.abort()
      former = new AbortController()
      const { signal } = former
      worker.addEventListener('message', (event: any) => onMessage(event.data), { signal })
      worker.addEventListener(
        'error',
        (event: any) => onError(new Error(event.message ?? 'it failed to start')),
        { signal },
      )
    },
    stop: () => worker.terminate(),
    keepAlive: () => {},
  }
}

/** Inside a worker: hears messages and answers them. */
export function parentChannel(): { listen(f: (message: any) => void): void; post(message: unknown): void } {
  const port = nodeModule?.('node:worker_threads').parentPort
  if (port) return { listen: (f) => void port.on('message', f), post: (message) => port.postMessage(message) }
  const scope = globalThis as any
  return {
    listen: (f) => scope.addEventListener('message', (event: any) => f(event.data)),
    post: (message) => scope.postMessage(message),
  }
}
