import { ClienteleError } from '../error.js'
import { checkBoolean, checkOptions, invalid } from '../options.js'
import { adopt, describe } from '../table/adopt.js'
import type { Engine } from './engine.js'
import { inTurn } from './inTurn.js'

/** The engine, one call after the other; what is not meant is refused before the database hears of it. */
export function guarded(engine: Engine): Engine {
  const who = engine.dialect
  const turn = inTurn()
  let isClosed = false
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isClosed) return turn(work)
    throw new ClienteleError('value-invalid', `${who}: the engine was closed; open another one.`)
  }
  const statement = (sql: unknown) => {
    if (typeof sql === 'string' && sql.trim() !== '') return
    throw invalid(who, `needs a statement in SQL, but got ${describe(sql)}`)
  }
  return Object.freeze<Engine>({
    dialect: engine.dialect,
    query: (sql, options = {}) =>
      ask(async () => {
        statement(sql)
        return engine.query(sql, watched(who, options))
      }),
    run: (sql, options = {}) =>
      ask(async () => {
        statement(sql)
        return engine.run(sql, watched(who, options))
      }),
    upload: (name, table, options = {}) =>
      ask(async () => {
        checkName(who, name)
        checkOptions(who, options, ['temporary'])
        const { temporary = false } = options
        checkBoolean(who, 'temporary', temporary)
        return engine.upload(name, adopt(table, who), { temporary })
      }),
    keep: (name, sql, options = {}) =>
      ask(async () => {
        checkName(who, name)
        statement(sql)
        return engine.keep(name, sql, watched(who, options))
      }),
    close: async () => {
      if (isClosed) return
      isClosed = true
      await turn(() => engine.close())
    },
  })
}

function watched<O extends object>(who: string, options: O): O {
  checkOptions(who, options, ['onProgress', 'signal'])
  return options
}

function checkName(who: string, name: unknown): void {
  if (typeof name === 'string' && name !== '' && !name.includes('\0')) return
  throw invalid(who, `a table's name must be a text that is not empty, but got ${describe(name)}`)
}
