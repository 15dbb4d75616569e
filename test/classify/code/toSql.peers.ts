import { derive, fitBoost, fitLogistic, fromRows, toSql, toSqlSteps } from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { added, customers, later, models, table } from './models.js'
import { load, query } from './duck.js'
import { sameRows } from './sameRows.js'

describe('toSql in DuckDB says what predict says', () => {
  it.each(Object.entries(models))('%s', async (_, model) => {
    await load(later, 'later')
    const rows = await query(toSql(model, { dialect: 'duckdb', from: 'later' }))
    expect(Object.keys(rows[0]!)).toEqual([...Object.keys(customers(1)[0]), ...added(model)])
    sameRows(rows, model.predict(later), [...added(model), 'visits'])
  })

  it.each(Object.entries(models))('in steps: %s', async (_, model) => {
    await load(later, 'later')
    const steps = toSqlSteps(model, { dialect: 'duckdb', from: 'later' })
    const rows = await query(...steps.prepare, steps.select)
    expect(Object.keys(rows[0]!)).toEqual([...Object.keys(customers(1)[0]), ...added(model)])
    sameRows(rows, model.predict(later), added(model))
    await query(...steps.cleanup)
  })

  it('of 150 trees in several statements and pieces', async () => {
    const model = fitBoost(table, {
      target: 'left',
      features: ['age', 'plan', 'visits'],
      trees: 150,
      minLeafRows: 2,
    })
    await load(later, 'later')
    const { prepare, select, cleanup } = toSqlSteps(model, { dialect: 'duckdb', from: 'later', name: 'big' })
    expect(prepare.length).toBeGreaterThan(2)
    sameRows(await query(...prepare, select), model.predict(later), ['predicted', 'probability'])
    await query(...cleanup)
    await expect(query('SELECT * FROM big_1')).rejects.toThrow(/big_1/)
    const whole = toSql(model, { dialect: 'duckdb', from: 'later' })
    expect(whole.match(/AS "__clientele_trees_1_/g)!.length).toBeGreaterThan(2)
    sameRows(await query(whole), model.predict(later), ['predicted', 'probability'])
  })

  it('with a threshold, other names and a query', async () => {
    await load(later, 'later')
    const model = models['logistic, l2']!
    const as = { predicted: 'said', probability: 'p "quoted"' }
    const rows = await query(
      toSql(model, { dialect: 'duckdb', from: { query: 'SELECT * FROM later' }, threshold: 0.7, as }),
    )
    sameRows(rows, model.predict(later, { threshold: 0.7, as }), Object.values(as))
  })

  it('whatever columns and labels are called', async () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0'))
    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        fc.uniqueArray(name, { minLength: 3, maxLength: 5 }),
        async (a, b, labels) => {
          // The names of a table differ by more than case in DuckDB.
          const [number, category, target] = [`1${a}`, `2${b}`, `3${a}`]
          const rows = Array.from({ length: 40 }, (_, i) => ({
            [number]: (i * 7) % 11,
            [category]: labels[(i * i) % labels.length]!,
            [target]: labels[(i % 3) % 2]!,
          }))
          const own = fromRows(rows)
          const model = fitLogistic(own, { target, positive: labels[1]!, features: [number, category] })
          await load(own, 'hostile')
          const found = await query(toSql(model, { dialect: 'duckdb', from: 'hostile' }))
          sameRows(found, model.predict(own), ['predicted', 'probability'])
        },
      ),
      { numRuns: 25 },
    )
  })

  it('of narrow and exact numbers', async () => {
    const narrow = derive(table, { half: (row: any) => (row.age ? Math.fround(row.age) : null) })
    const model = fitLogistic(narrow, { target: 'left', features: ['half'] })
    await load(narrow, 'narrow')
    const from = { query: 'SELECT * REPLACE (CAST(half AS FLOAT) AS half) FROM narrow' }
    const rows = await query(toSql(model, { dialect: 'duckdb', from }))
    sameRows(rows, model.predict(narrow), ['predicted', 'probability'])
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

it.skipIf(!telco)('7,043 customers of Telco', async () => {
  const own = await readTable(telco!)
  const model = fitLogistic(own, { target: 'Churn' })
  await load(own, 'telco')
  sameRows(await query(toSql(model, { dialect: 'duckdb', from: 'telco' })), model.predict(own), [
    'predicted',
    'probability',
  ])
})
