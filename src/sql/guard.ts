import { ClienteleError } from '../error.js'
import { checkBoolean, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, stopIfAsked } from '../progress.js'
import { adopt, describe } from '../table/adopt.js'
import type { Engine } from './engine.js'
import { inTurn } from './inTurn.js'
import { refuseTwins } from './twins.js'

/** What each database has of its own. */
interface Ways {
  /** What it says of an error. */
  readonly says: (error: unknown) => ClienteleError
  /** Stops what runs there, where that is not done by the signal that it was given. */
  readonly stop?: () => void
}

/** The engine, one call after the other; what is not meant is refused before the database hears of it. */
export function guarded(engine: Engine, { says, stop }: Ways): Engine {
  const who = engine.dialect
  const turn = inTurn()
  let isClosed = false
  const ask = async <T>({ signal }: ProgressOptions, work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw closed(who)
    return turn(async () => {
      stopIfAsked(who, signal)
      if (stop) signal?.addEventListener('abort', stop, { once: true })
      try {
        return await work()
      } catch (error) {
        stopIfAsked(who, signal)
        throw error instanceof ClienteleError ? error : says(error)
      } finally {
        if (stop) signal?.removeEventListener('abort', stop)
      }
    })
  }
  const statement = (sql: unknown) => {
    if (typeof sql === 'string' && sql.trim() !== '') return
    throw invalid(who, `needs a statement in SQL, but got ${describe(sql)}`)
  }
  const watched = (options: ProgressOptions) => checkOptions(who, options, ['onProgress', 'signal'])
  return Object.freeze<Engine>({
    dialect: engine.dialect,
    query: async (sql, options = {}) => {
      statement(sql)
      watched(options)
      const answer = await ask(options, () => engine.query(sql, options))
      refuseTwins(
        who,
        answer.schema.fields.map(({ name }) => name),
      )
      return answer
    },
    run: async (sql, options = {}) => {
      statement(sql)
      watched(options)
      return ask(options, () => engine.run(sql, options))
    },
    upload: async (name, table, options = {}) => {
      checkName(who, name)
      checkOptions(who, options, ['temporary'])
      const { temporary = false } = options
      checkBoolean(who, 'temporary', temporary)
      const own = adopt(table, who)
      return ask({}, () => engine.upload(name, own, { temporary }))
    },
    keep: async (name, sql, options = {}) => {
      checkName(who, name)
      statement(sql)
      watched(options)
      return ask(options, () => engine.keep(name, sql, options))
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      await turn(() => engine.close())
    },
  })
}

function closed(who: string): ClienteleError {
  return new ClienteleError('value-invalid', `${who}: the engine was closed; open another one.`)
}

function checkName(who: string, name: unknown): void {
  if (typeof name === 'string' && name !== '' && !name.includes('\0')) return
  throw invalid(who, `a table's name must be a text that is not empty, but got ${describe(name)}`)
}
