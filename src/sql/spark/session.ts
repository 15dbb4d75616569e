import { ClienteleError } from '../../error.js'
import { refused, unreachable } from '../peer.js'
import { type Artifact, artifactMessages } from './artifacts.js'
import { execute, UNAVAILABLE, type Watch } from './execution.js'
import { descriptor } from './protocol.js'

/** What grpc-js and proto-loader give, as far as it is used. */
export interface Grpc {
  readonly credentials: { createInsecure(): unknown; createSsl(roots?: unknown): unknown }
  readonly Metadata: new () => { set(key: string, value: string): void }
  loadPackageDefinition(definition: unknown): any
}
export type FromJson = (descriptor: any, options: object) => unknown

export interface Where {
  /** host:port */
  readonly address: string
  readonly token?: string | undefined
  readonly tls: boolean
  /** After how many seconds a call is given up. */
  readonly seconds: number
}

/** One session of a Spark Connect server. */
export interface Session {
  /** Runs a plan: what it answers, each piece an Arrow IPC stream of its own. */
  execute(plan: object, watch?: Watch): Promise<Uint8Array[]>
  configure(settings: { readonly [key: string]: string }): Promise<void>
  send(artifacts: readonly Artifact[]): Promise<void>
  close(): Promise<void>
}

const CANCELLED = 1
const DEADLINE_EXCEEDED = 4
/** So long before the time is over a server may already have cancelled what will be late. */
const EARLY_MS = 500
/** Within what time small requests are answered. */
const SOON_MS = 10_000
const UNAUTHENTICATED = 16

const within = (ms: number): { deadline: number } => ({ deadline: Date.now() + ms })

/** Opens a session; nothing is sent before the first call. */
export function openSession(grpc: Grpc, fromJson: FromJson, where: Where): Session {
  const definition = fromJson(descriptor, { longs: Number, defaults: false, oneofs: true })
  const { SparkConnectService } = grpc.loadPackageDefinition(definition).spark.connect
  const credentials = where.tls ? grpc.credentials.createSsl() : grpc.credentials.createInsecure()
  const service = new SparkConnectService(where.address, credentials, {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    // A server that is gone without a word is noticed by these.
    'grpc.keepalive_time_ms': 20_000,
    'grpc.keepalive_timeout_ms': 10_000,
  })
  const metadata = new grpc.Metadata()
  if (where.token !== undefined) metadata.set('authorization', `Bearer ${where.token}`)
  const user = { userId: 'clientele', userName: 'clientele' }
  const head = { sessionId: globalThis.crypto.randomUUID(), userContext: user }
  const ms = where.seconds * 1000
  let answered = false
  const says = (error: any) =>
    error.code === UNAVAILABLE && !answered
      ? unreachable('spark', 'Spark', where.address, systemCode(error), error)
      : explain(error, where)

  const ask = (name: string, request: object, time = ms): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const answer = (error: unknown, value: unknown) => (error ? reject(says(error)) : resolve(value))
      service[name]({ ...head, ...request }, metadata, within(time), answer)
    })

  return {
    execute: (plan, watch = {}) => {
      const end = within(ms)
      return execute(plan, watch, {
        stream: (name, request) =>
          service[name]({ ...head, ...request, clientType: 'clientele' }, metadata, end),
        ask: (name, request) => ask(name, request, SOON_MS),
        says: (error) => {
          const isLate = error.code === CANCELLED && Date.now() > end.deadline - EARLY_MS
          return says(isLate ? Object.assign(error, { code: DEADLINE_EXCEEDED }) : error)
        },
      })
    },
    configure: async (settings) => {
      const pairs = Object.entries(settings).map(([key, value]) => ({ key, value }))
      await ask('Config', { operation: { set: { pairs } } })
      answered = true
    },
    send: (artifacts) =>
      new Promise((resolve, reject) => {
        const call = service.AddArtifacts(metadata, within(ms), (error: unknown, answer: any) => {
          if (error) return reject(says(error))
          const whole = (answer.artifacts ?? []).every((part: any) => part.isCrcSuccessful)
          return whole
            ? resolve()
            : reject(refused('spark', 'Spark', 'an upload was damaged on its way', answer))
        })
        for (const artifact of artifacts) {
          for (const message of artifactMessages(artifact)) call.write({ ...head, ...message })
        }
        call.end()
      }),
    close: async () => {
      await ask('ReleaseSession', {}).catch(() => {})
      service.close()
    },
  }
}

/** What the system said of a connection, as far as gRPC tells. */
function systemCode({ details = '' }: { details?: string }): string {
  if (details.includes('Name resolution failed')) return 'ENOTFOUND'
  return /\bE[A-Z]{4,}\b/.exec(details)?.[0] ?? 'UNAVAILABLE'
}

/** What went wrong, in one sentence, with Spark's own class of error. */
function explain(error: any, { address, seconds }: Where): ClienteleError {
  const { code, details = '', message = '' } = error
  const say = (sentence: string) => refused('spark', 'Spark', sentence, error)
  if (code === UNAVAILABLE) {
    return new ClienteleError(
      'query-failed',
      `spark: the server at ${address} does not answer, or ended while it worked (out of memory, for example); look at its log and start it again.`,
      { cause: error },
    )
  }
  if (code === UNAUTHENTICATED)
    return say('the token was refused; give the one that the server was started with')
  if (code === DEADLINE_EXCEEDED)
    return say(`no answer within ${seconds} s; give more time with the option timeout`)
  // '(org.apache.spark.sql.AnalysisException) [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column … SQLSTATE: 42703; line 1 …'
  const text = String(details || message)
  const [, errorClass] = /\[([A-Z][A-Z0-9_.]+)\]/.exec(text) ?? []
  const [sentence = ''] = text
    .replace(/^\([\w.$]+\)\s*/, '')
    .replace(/\[[A-Z][A-Z0-9_.]+\]\s*/, '')
    .trim()
    .split(/\s*SQLSTATE:|\n/)
  return say(errorClass ? `${sentence.replace(/[.\s]+$/, '')} (${errorClass})` : sentence)
}
