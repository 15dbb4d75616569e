import {
  calibrate,
  cleanOrders,
  fitBgNbd,
  fitBoost,
  fitForest,
  fitGammaGamma,
  fitKMeans,
  fitLogistic,
  fitParetoNbd,
  fitRfm,
  fitTree,
  rfm,
  sortBy,
  summarize,
} from 'clientele'
import * as sql from 'clientele/sql'
import { beforeAll, describe, expect, it } from 'vitest'
import { data } from './data.js'
import { sameRows } from './sameRows.js'

const { lines, roles } = data[0]!
const bare = summarize(cleanOrders(lines, roles as any).orders, { unit: 'week' })
const customers: any = sortBy(rfm(bare as any), 'customer_id')

const target = { target: 'segment', features: ['orders', 'revenue', 'days_since_last'] }
const number = { target: 'revenue', features: ['orders', 'days_since_last', 'segment', 'monetary_value'] }
const numeric = { features: ['orders', 'revenue', 'days_since_last', 'recency'] }

const MANY_TREES = 'boosted numbers, too many trees for one query'

/** Models, and what their `predict` is asked. */
const models: Record<string, [model: any, options: any]> = {
  tree: [fitTree(customers, target), { as: { predicted: 'said' } }],
  forest: [fitForest(customers, { ...target, trees: 4, seed: 1 }), {}],
  'boosted numbers': [
    fitBoost(customers, { ...number, trees: 20 }),
    { as: { predicted: 'it\'s \\ "that"' } },
  ],
  [MANY_TREES]: [fitBoost(customers, { ...number, trees: 140, rate: 0.05, minLeafRows: 5 }), {}],
  'k-means': [
    fitKMeans(customers, { ...numeric, k: 4, seed: 1 }),
    { distance: true, as: { cluster: 'group' } },
  ],
  'k-means of logarithms': [
    fitKMeans(customers, { ...numeric, k: 7, seed: 1, scale: ['log1p', 'robust'] }),
    {},
  ],
  RFM: [fitRfm(customers, { bins: 4 }), { replace: true }],
  'BG/NBD': [
    fitBgNbd(customers),
    { unit: 'week', horizon: { weeks: 26 }, interval: 0.9, as: { p_alive: 'alive' } },
  ],
  'Pareto/NBD': [fitParetoNbd(customers), {}],
  'Gamma-Gamma': [fitGammaGamma(customers), {}],
  'Gamma-Gamma with its interval': [fitGammaGamma(customers), { interval: 0.95 }],
}

/** What every engine has to show of models: they say there what they say here. */
export function predictSuite(engine: () => sql.Engine, makeEngine: () => Promise<sql.Engine>): void {
  describe('models', () => {
    const table = 'clientele_test_models'
    beforeAll(() => engine().upload(table, customers))

    it.for(Object.entries(models))('predict: %s', async ([name, [model, options]], { skip }) => {
      skip(name === MANY_TREES && engine().dialect === 'spark', 'Spark takes steps for 20 trees already')
      const answer = await sql.predict(sql.from(engine(), table), { model, ...options }).toTable()
      sameRows(answer, model.predict(customers, options), ['customer_id'])
    })

    it('predict: two classes, a threshold, calibrated', async () => {
      const own = sql.segmentBy(
        sql.from(engine(), table),
        [{ name: 'yes', where: { days_since_last: { to: 200 } } }, { name: 'no' }],
        { as: { segment: 'stays' } },
      )
      const known = await own.toTable()
      const fit = { target: 'stays', positive: 'yes', features: ['orders', 'revenue', 'T'] }
      const base = fitLogistic(known, fit)
      const calibrated = calibrate(known, { model: base, target: 'stays', positive: 'yes' } as any)
      for (const model of [base, calibrated] as any[]) {
        const answer = await sql.predict(own, { model, threshold: 0.3 }).toTable()
        sameRows(answer, model.predict(known, { threshold: 0.3 }), ['customer_id'])
      }
    })

    it('countCases: models fitted on cases are those fitted on customers', async () => {
      const cases = await sql.countCases(sql.from(engine(), table)).toTable()
      expect(cases.numRows).toBeLessThan(customers.numRows)
      const [own, wanted] = [fitBgNbd(cases, { weights: 'cases' }), fitBgNbd(customers)]
      for (const [name, value] of Object.entries(wanted.parameters)) {
        expect(own.parameters[name as 'r']).toBeCloseTo(value as number, 9)
      }
      expect(own.fit.customers).toBe(wanted.fit.customers)
    })

    it('predict: its tables end with the engine that made them', async () => {
      const other = await makeEngine()
      await other.upload(`${table}_other`, customers)
      const before = await madeBy(other)
      const inSteps = other.dialect === 'spark' ? 'boosted numbers' : MANY_TREES
      for (const name of ['BG/NBD', inSteps]) {
        await sql.predict(sql.from(other, `${table}_other`), { model: models[name]![0] }).toTable()
      }
      // It still has them: cases, the rows at first, the rows with what the trees say.
      const made = (await madeBy(other)).filter((name) => !before.includes(name))
      expect(made.map((name) => name.replace(/_[0-9a-f]{8}_.*/, ''))).toEqual([
        '__clientele_cases',
        '__clientele_step',
        '__clientele_step',
      ])
      await other.close()
      const left = async () => (await madeBy(engine())).filter((name) => made.includes(name))
      // PostgreSQL clears up after a connection when that has ended.
      await expect.poll(left, { timeout: 20_000 }).toEqual([])
    })

    it('predict refuses what no database can do', async () => {
      const relation = sql.from(engine(), table)
      const ranks = fitKMeans(customers, { ...numeric, k: 3, seed: 1, scale: 'quantile' })
      await expect(sql.predict(relation, { model: ranks as any }).toTable()).rejects.toMatchObject({
        code: 'unsupported',
      })
      const made = () => sql.predict(relation, { model: { kind: 'oracle', predict: () => customers } })
      expect(made).toThrow(/a model of kind 'oracle' cannot score in a database/)
      expect(() => sql.predict(relation, {} as any)).toThrow(/^predict: model must be a fitted model/)
    })
  })
}

/** Where each database lists its tables, those of this connection too. */
const lists = {
  duckdb: 'SELECT table_name AS name FROM duckdb_tables()',
  postgres: 'SELECT CAST(relname AS text) AS name FROM pg_class',
  clickhouse: 'SELECT name FROM system.tables',
  // Uploads are views of the session there.
  spark: 'SHOW TABLES',
}

/** The tables on the way that a database has. */
async function madeBy(engine: sql.Engine): Promise<string[]> {
  const found: any = await engine.query(lists[engine.dialect])
  const names: string[] = [...found.getChild(engine.dialect === 'spark' ? 'tableName' : 'name')]
  return names.filter((name) => /^__clientele_(cases|step)_[0-9a-f]{8}_\w+$/.test(name)).sort()
}
