import { grammars } from '../../dialect/grammars.js'
import { type SqlTable, tableSql } from '../../dialect/tableSql.js'
import { ClienteleError } from '../../error.js'
import { checkBoolean, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { isText } from '../../table/strings.js'
import type { ProgressOptions } from '../../progress.js'
import type { Engine } from '../engine.js'
import { column, type Order } from '../expression/expression.js'
import { functions } from '../expression/functions.js'
import { type Named, type Query, querySql, select } from '../expression/query.js'
import { newName } from '../newName.js'
import { conform } from './conform.js'
import { refuseView } from './refuseView.js'

/** What `writeTo` can be told. */
export interface WriteToOptions extends ProgressOptions {
  /** Put it in the place of a table of that name. Default false: such a table is an error. */
  readonly replace?: boolean | undefined
  /** Keep it until the engine is closed only. Default false. */
  readonly temporary?: boolean | undefined
}

/** Rows in a database that are not computed yet. */
export interface Relation {
  readonly kind: 'relation'
  readonly engine: Engine
  /** Computes the rows there and brings them here, in the order that the verb promises. */
  toTable(options?: ProgressOptions): Promise<Table<any>>
  /** Computes the rows there and keeps them as a table of that name; gives that table. */
  writeTo(name: string | readonly string[], options?: WriteToOptions): Promise<Relation>
  /** The SELECT that computes the rows, in the engine's dialect. */
  toSql(): Promise<string>
}

/** How rows are computed, and what they are. */
export interface Plan {
  readonly query: Query
  /** A table without rows: names, types and metadata of the answer. */
  readonly shape: Table
  /** By which columns the answer is in order; none where no order is promised. */
  readonly order: readonly string[]
}

const plans = new WeakMap<Relation, () => Promise<Plan>>()

/** A relation whose plan is made when it is first needed. */
export function makeRelation(engine: Engine, makePlan: () => Promise<Plan>): Relation {
  let made: Promise<Plan> | undefined
  const plan = () => {
    made ??= makePlan().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
  const toSql = async () => querySql(ordered(await plan()), engine.dialect)
  const relation: Relation = Object.freeze({
    kind: 'relation' as const,
    engine,
    toSql,
    toTable: async (options?: ProgressOptions) => {
      const sql = await toSql()
      return conform(await engine.query(sql, options), (await plan()).shape)
    },
    writeTo: (name: string | readonly string[], options: WriteToOptions = {}) =>
      write(engine, plan, name, options),
  })
  plans.set(relation, plan)
  return relation
}

/** The plan of a relation that a verb was given. */
export function planOf(who: string, relation: unknown): () => Promise<Plan> {
  const plan = plans.get(relation as Relation)
  if (plan) return plan
  throw new ClienteleError(
    'value-invalid',
    `${who}: got ${describe(relation)}, but needs a relation; make one with from(engine, 'orders').`,
  )
}

/** A relation made of another one's plan. */
export function derive(
  who: string,
  relation: Relation,
  make: (plan: Plan, engine: Engine) => Promise<Plan>,
): Relation {
  const plan = planOf(who, relation)
  return makeRelation(relation.engine, async () => make(await plan(), relation.engine))
}

/** All columns of a plan as they are. */
export function everything({ shape }: Plan): Named[] {
  return shape.schema.fields.map(({ name }) => [name, column(name)])
}

function ordered(plan: Plan): Query {
  const { fields } = plan.shape.schema
  const orderBy = plan.order.map((name): Order => {
    const type = fields.find((field) => field.name === name)?.type
    return { by: column(name), text: type !== undefined && isText(type) }
  })
  return select(plan.query, everything(plan), { orderBy })
}

/** A name that nobody has, in the same schema. */
function besides(name: string | readonly string[]): string | readonly string[] {
  const aside = newName('aside')
  return typeof name === 'string' ? aside : [...name.slice(0, -1), aside]
}

async function write(
  engine: Engine,
  plan: () => Promise<Plan>,
  name: string | readonly string[],
  options: WriteToOptions,
): Promise<Relation> {
  const who = 'writeTo'
  checkOptions(who, options, ['replace', 'temporary', 'onProgress', 'signal'])
  const { replace = false, temporary = false, ...progress } = options
  checkBoolean(who, 'replace', replace)
  checkBoolean(who, 'temporary', temporary)
  if (temporary && typeof name !== 'string') {
    throw invalid(who, 'a temporary table lies in no schema, so its name must be one text')
  }
  const quoted = (table: SqlTable) => tableSql(who, table, grammars[engine.dialect])
  const put = (table: string | readonly string[], rows: string) =>
    temporary
      ? engine.keep(table as string, rows, progress)
      : engine.run(functions[engine.dialect].store(quoted(table), rows), progress)
  const drop = (table: SqlTable) => engine.run(`DROP TABLE IF EXISTS ${quoted(table)}`)
  // A name that cannot be is refused before anything is computed.
  quoted(name)
  if (typeof name === 'string') await refuseView(who, engine, name)
  const { query, shape, order } = await plan()
  const rows = querySql(select(query, everything({ query, shape, order })), engine.dialect)
  if (replace) {
    // All rows are there before the old table goes: they may be computed from it.
    const aside = besides(name)
    await put(aside, rows)
    try {
      await drop(name)
    } catch (error) {
      await drop(aside)
      throw error
    }
    await put(name, `SELECT * FROM ${quoted(aside)}`)
    await drop(aside)
  } else await put(name, rows)
  return makeRelation(engine, async () => ({ query: { kind: 'stored', table: name }, shape, order }))
}
