import { ClienteleError } from '../error.js'
import * as library from '../index.js'
import type { WorkerJob, WorkerMessage } from './inWorker.js'
import { unwrap, wrap } from './parcel.js'
import { parentChannel } from './spawn.js'

/** The other end of `inWorker`: runs one public function at a time. */
const { listen, post } = parentChannel()
const say = (message: WorkerMessage) => post(message)

listen(async ({ name, args, wantsProgress }: WorkerJob) => {
  try {
    const run = Object.hasOwn(library, name) ? (library as Record<string, unknown>)[name] : undefined
    if (typeof run !== 'function') {
      throw new ClienteleError(
        'option-invalid',
        `inWorker: there is no function '${name}' in clientele; those that take a table first can run here.`,
      )
    }
    const given = args.map((arg) => unwrap(arg, library.loadModel))
    if (wantsProgress) {
      given.push({ ...given.pop(), onProgress: (progress: unknown) => say({ progress }) })
    }
    say({ answer: wrap(await run(...given), `inWorker('${name}')`, 'the answer') })
  } catch (error) {
    const code = error instanceof ClienteleError ? error.code : undefined
    say({ error: { code, message: error instanceof Error ? error.message : String(error) } })
  }
})
