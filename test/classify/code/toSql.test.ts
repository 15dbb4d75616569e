import { derive, fitLogistic, fitNaiveBayes, fromRows, toSql } from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { load, query, sameRows } from './duck.js'

const types = { age: 'float64', plan: 'dictionary', member: 'bool', visits: 'int32' } as const

/** Rows with all that a table may hold: gaps, NaN, booleans, text with quotes. */
export function customers(rows: number, seed = 7): any[] {
  let state = seed
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: rows }, () => {
    const age = pick([null, NaN, 20 + 50 * random(), -0, 0, 33.3])
    const plan = pick([null, "o'hare", 'a"b', 'back\\slash', 'ünï', '', 'plain'])
    const score = 0.03 * (age || 0) + (plan === 'plain' ? 1 : -0.5)
    return {
      age,
      plan,
      member: pick([null, true, false]),
      visits: pick([null, 0, 1, 2, 3, 100]),
      left: random() < 1 / (1 + Math.exp(-score)),
      kind: pick(['x', 'y', "z'"]),
    }
  })
}

const table = fromRows(customers(400), { types })
const later = fromRows(
  customers(300, 99).map((row, i) => ({ ...row, plan: i % 9 ? row.plan : 'new' })),
  { types },
)
const features = ['age', 'plan', 'member', 'visits']
const two = { target: 'left', features } as const
const three = { target: 'kind', features } as const

const models = {
  'logistic, l2': fitLogistic(table, two),
  'logistic, l1': fitLogistic(table, { ...two, l1: 8 }),
  'logistic, plain': fitLogistic(table, { ...two, l2: 0 }),
  'logistic, three classes': fitLogistic(table, three),
  'logistic, three classes, plain': fitLogistic(table, { ...three, l2: 0 }),
  'logistic, no gaps before': fitLogistic(
    fromRows(
      customers(400).filter((row) => row.age && row.plan !== null && row.visits !== null),
      { types },
    ),
    two,
  ),
  'naive Bayes': fitNaiveBayes(table, two),
  'naive Bayes, bins': fitNaiveBayes(table, { ...two, numbers: 'bins' }),
  'naive Bayes, three classes': fitNaiveBayes(table, three),
}

const added = (model: any): string[] =>
  model.target.classes.length === 2
    ? ['predicted', 'probability']
    : ['predicted', ...model.target.classes.map((label: string) => `probability_${label}`)]

describe('toSql in DuckDB says what predict says', () => {
  it.each(Object.entries(models))('%s', async (_, model: any) => {
    await load(later, 'later')
    const rows = await query(toSql(model, { dialect: 'duckdb', from: 'later' }))
    expect(Object.keys(rows[0]!)).toEqual([...Object.keys(customers(1)[0]), ...added(model)])
    sameRows(rows, model.predict(later), [...added(model), 'visits'])
  })

  it('with a threshold, other names and a query', async () => {
    await load(later, 'later')
    const model = models['logistic, l2']
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

describe('toSql', () => {
  const model = models['logistic, l2']

  it.each([
    [{ dialect: 'oracle', from: 't' }, /dialect must be one of duckdb/],
    [{ dialect: 'duckdb', from: '' }, /from must be a table's name/],
    [{ dialect: 'duckdb', from: { table: 't' } }, /from must be/],
    [{ dialect: 'duckdb', from: 't', as: { other: 'x' } }, /renames 'other'/],
    [{ dialect: 'duckdb', from: 't\0' }, /cannot write/],
    [{ dialect: 'duckdb' }, /from must be/],
  ])('refuses %j', (options, message) => {
    expect(() => toSql(model, options as any)).toThrow(message)
  })

  it('refuses what is no model', () => {
    for (const wrong of [null, {}, 'model', { kind: 'kmeans' }, { kind: 'toString' }]) {
      expect(() => toSql(wrong as any, { dialect: 'duckdb', from: 't' })).toThrow(/kinds: logistic/)
    }
  })

  it('quotes names and labels as each dialect does', () => {
    const rows = customers(60).map((row) => ({ 'a"`b': row.plan, left: row.left }))
    const own = fitLogistic(fromRows(rows), { target: 'left' })
    const sql = (dialect: any) => toSql(own, { dialect, from: ['my"db', 'cust`omers'] })
    expect(sql('duckdb')).toContain(`FROM "my""db"."cust\`omers" AS input`)
    expect(sql('postgres')).toContain(`input."a""\`b"`)
    expect(sql('postgres')).toContain(`'o''hare'`)
    expect(sql('postgres')).toContain(`E'back\\\\slash'`)
    expect(sql('spark')).toContain('input.`a"``b`')
    expect(sql('spark')).toContain(`'o\\'hare'`)
    expect(sql('clickhouse')).toContain('input.`a"\\`b`')
    expect(sql('clickhouse')).toContain(`'back\\\\slash'`)
  })

  it('casts numbers to double and says what is done with nulls', () => {
    for (const dialect of ['duckdb', 'postgres', 'spark', 'clickhouse'] as const) {
      const sql = toSql(model, { dialect, from: 't' })
      expect(sql).toMatch(/CAST\(input.["`]age["`] AS (DOUBLE|float8|Nullable\(Float64\))/)
      expect(sql).toContain('IS NULL')
    }
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
