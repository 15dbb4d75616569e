import { ClienteleError } from '../error.js'
import { checkBoolean, checkChoice, checkInteger, checkOptions, invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { addColumns, float64, type NamingOptions } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { readAbout, withAbout, withMetadata } from '../table/metadata.js'
import { call, countWhere } from './expression/expression.js'
import { type Named, select } from './expression/query.js'
import { askOne } from './orders/ask.js'
import { isWithoutId } from './orders/columns.js'
import { derive, type Relation } from './relation/relation.js'
import { allocate, type Allocation } from './sample/allocate.js'
import { drawQuery } from './sample/draw.js'
import { hashOf } from './sample/hash.js'
import { readStrata } from './sample/strata.js'

/** What `sampleRows` can be told. */
export interface SampleRowsOptions extends NamingOptions {
  /** How many rows; all, where there are not as many. */
  readonly rows: number
  /** The column of which each value is a stratum: the target of what is to be learned. Default: none, rows are drawn from all alike. */
  readonly by?: string | undefined
  /** Whether as many rows are drawn of each stratum (of a small one all), or the same share. Default 'equal'. */
  readonly allocation?: Allocation | undefined
  /** The columns that tell rows apart: text, whole numbers or dates. Default `customer_id`. */
  readonly key?: string | readonly string[] | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

const WHO = 'sampleRows'
/**
 * So many rows by lot, to learn from here what would be too much to bring: trees, forests, boosting, logistic regression. Each row says in `weight` how many it stands for, so that what
 * is learned with `weights: 'weight'` is about all of them.
 *
 * With `by` each value of that column is a stratum, a missing one too. By default as many rows are drawn of each: where few customers leave, all of them are
 * taken and as many as there is room for of those who stay, which tells more than a sample in which hardly anybody leaves (King and Zeng 2001).
 *
 * **Which rows.** Those whose key has the least hash (MD5 of the seed and the key): the same in every database and whenever it is asked, in whatever
 * order the rows lie. A larger sample with the same seed holds the smaller one, unless a stratum's part shrinks. Of rows with one key it is left open which are drawn: where a customer has several, name them all
 * (`key: ['customer_id', 'cutoff']`).
 *
 * How far a sample can be trusted is what `sampleError` says.
 *
 * @param relation - rows of any kind, one a customer mostly
 * @param options - `rows`, `by`, `allocation` ('equal'), `key` ('customer_id'), `seed` (1), `as`, `replace`
 * @returns a relation, the rows drawn with `weight` (float64): how many rows of its stratum there are for each that was drawn; ordered by key. What was there is in `about(table).counts.sampleRows` (`rows`, `sampled`, `strata`)
 * @throws ClienteleError `option-invalid` at once; when it is computed `column-missing`, `column-type`, `column-exists`, `option-invalid` (fewer rows than strata), `value-invalid` (a row without key, more than 200 strata), `query-failed`
 *
 * Cost: a pass that counts, and one that hashes every key and sorts little more than what is drawn.
 *
 * King, G. and Zeng, L. (2001), Logistic regression in rare events data; Cochran, W. G. (1977), Sampling techniques, on strata.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * await engine.upload('customers', fromRows(Array.from({ length: 1000 }, (_, i) => ({ customer_id: i, orders: (i * 7) % 20, churned: i % 20 === 0 }))))
 * const sample = await sql.sampleRows(sql.from(engine, 'customers'), { rows: 200, by: 'churned' }).toTable()
 * const rows = toRows(sample)
 * console.log(rows.filter((row) => row.churned).length, rows.length) // 50 200
 * console.log(rows.reduce((sum, row) => sum + row.weight, 0).toFixed(6)) // 1000.000000
 * console.log(fitTree(sample, { target: 'churned', weights: 'weight', features: ['orders'] }).fit.rows) // 200
 * await engine.close()
 * ```
 */
export function sampleRows(relation: Relation, options: SampleRowsOptions): Relation {
  checkOptions(WHO, options, ['rows', 'by', 'allocation', 'key', 'seed', 'as', 'replace'])
  const { rows, by, allocation = 'equal', key = 'customer_id', seed = 1, as, replace = false } = options
  checkInteger(WHO, 'rows', rows, 1, 1_000_000_000)
  checkChoice(WHO, 'allocation', allocation, ['equal', 'proportional'])
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkBoolean(WHO, 'replace', replace)
  if (by !== undefined && typeof by !== 'string')
    throw invalid(WHO, `by must be a column, but got ${describe(by)}`)
  const keys = readKeys(key)
  return derive(WHO, relation, async (plan, engine) => {
    const hash = hashOf(WHO, plan.shape, keys, seed)
    const own = keys.map((name) => findColumn(plan.shape, name, WHO))
    // Refused before anything is asked.
    const shape = addColumns(plan.shape, { weight: float64(new Float64Array(0)) }, WHO, { as, replace })
    const found = await askOne(
      engine,
      select(plan.query, [
        ['rows', call('rows')],
        ...own.map((one, k): Named => [`without_${k}`, countWhere(isWithoutId(one))]),
      ]),
    )
    keys.forEach((name, k) => {
      if (found[`without_${k}`]! > 0) throw isWithoutKey(name, found[`without_${k}`]!, found.rows!)
    })
    const names = shape.schema.fields.map((field) => field.name)
    const strata = await readStrata(WHO, engine, plan, by, found.rows!)
    if (rows < strata.length) {
      throw invalid(
        WHO,
        `rows is ${rows}, but '${by}' has ${strata.length} different values, of each of which a row is needed at least; draw more`,
      )
    }
    const sizes = strata.map((stratum) => stratum.rows)
    const drawn = allocate(sizes, rows, allocation)
    const about = readAbout(plan.shape, WHO)
    const counts = {
      ...about.counts,
      [WHO]: { rows: found.rows!, sampled: drawn.reduce((sum, n) => sum + n, 0), strata: strata.length },
    }
    return {
      query: drawQuery(plan, { hash, keys, strata, drawn }, names, as?.weight ?? 'weight'),
      shape: withMetadata(shape, withAbout(shape.schema.metadata, { ...about, counts })),
      order: keys,
    }
  })
}

function readKeys(key: unknown): readonly string[] {
  const keys = typeof key === 'string' ? [key] : key
  if (Array.isArray(keys) && keys.length > 0 && keys.every((name) => typeof name === 'string')) return keys
  throw invalid(
    WHO,
    `key must be a column or a list of columns that tell rows apart, but got ${describe(key)}`,
  )
}

function isWithoutKey(name: string, missing: number, rows: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${WHO}: column '${name}' is missing or blank in ${missing} of ${rows} rows, but it tells rows apart; leave them out, or name another key.`,
  )
}
