import { cleanOrders, fitKMeans, fromRows, rfm, summarize } from 'clientele'
import * as sql from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const roles = { customer: 'client', time: 'day', amount: 'paid' } as const
const good = { client: 'ann', day: new Date('2025-03-01'), paid: 5, invoice: 'a' }
const orders = (...more: object[]) => fromRows([good, ...more.map((row) => ({ ...good, ...row }))])

let engine: sql.Engine
beforeAll(async () => {
  engine = await sql.duckdb()
})
afterAll(() => engine.close())

let tables = 0
async function there(table: any): Promise<sql.Relation> {
  const name = `t${tables++}`
  await engine.upload(name, table)
  return sql.from(engine, name)
}

const sentence = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    return (error as Error).message
  }
  return 'no error'
}

const verbs: Record<string, [(table: any, options: any) => unknown, (relation: any, options: any) => any]> = {
  cleanOrders: [cleanOrders, (relation, options) => sql.cleanOrders(relation, options).orders],
  summarize: [summarize, sql.summarize],
  rfm: [rfm, sql.rfm],
}

describe('options are refused at once, in the words of the functions over tables', () => {
  it.each([
    ['cleanOrders', { refund: 'net' }],
    ['cleanOrders', { refunds: 'all' }],
    ['cleanOrders', { currency: 'euro' }],
    ['cleanOrders', { cancelled: 'C' }],
    ['summarize', { unit: 'fortnight' }],
    ['summarize', { asOf: 'yesterday' }],
    ['summarize', { asOf: '2025-01-01', calibrationEnd: '2025-02-01' }],
    ['summarize', { timeZone: 'Mars/Olympus' }],
    ['rfm', { bins: 1 }],
    ['rfm', { ties: 'some' }],
    ['rfm', { segments: [] }],
    ['rfm', { colour: 'red' }],
  ])('%s: %j', async (verb, options) => {
    const [onTable, onRelation] = verbs[verb]!
    const relation = sql.from(engine, 'nowhere')
    const said = sentence(() => onTable(orders(), { ...(verb === 'rfm' ? {} : roles), ...options }))
    expect(sentence(() => onRelation(relation, options))).toBe(said)
    expect(said).not.toBe('no error')
  })
})

describe('columns and values are refused when rows are asked for, in the same words', () => {
  it.each([
    ['a role that nobody names', 'summarize', orders(), { customer: 'client', time: 'day' }],
    ['a column that is not there', 'summarize', orders(), { ...roles, amount: 'price' }],
    ['a column given twice', 'summarize', orders(), { ...roles, amount: 'client' }],
    ['a missing customer', 'summarize', orders({ client: null }), roles],
    [
      'a blank customer',
      'summarize',
      orders({ client: null }, { client: ' \u2003\t' }, { client: '' }),
      roles,
    ],
    ['a missing time', 'summarize', orders({ day: null }), roles],
    ['a missing amount', 'summarize', orders({ paid: NaN }), roles],
    ['an infinite amount', 'summarize', orders({ paid: -Infinity }), roles],
    ['a missing order', 'summarize', orders({ invoice: null }), { ...roles, order: 'invoice' }],
    [
      'a column to be added that is there',
      'rfm',
      fromRows([{ days_since_last: 1, orders: 1, revenue: 1, r: 1 }]),
      {},
    ],
    [
      'nobody with all three values',
      'rfm',
      fromRows([
        { days_since_last: 1, orders: 1, revenue: null as number | null },
        { days_since_last: null, orders: 1, revenue: 2 },
      ]),
      {},
    ],
    [
      'an amount that is not the amount',
      'cleanOrders',
      orders({ amount: 3 }),
      { ...roles, amount: undefined, quantity: 'paid', price: 'paid' },
    ],
  ])('%s', async (_, verb, table: any, options: any) => {
    const [onTable, onRelation] = verbs[verb]!
    const said = sentence(() => onTable(table, options))
    expect(said).not.toBe('no error')
    await expect(onRelation(await there(table), options).toTable()).rejects.toThrow(said)
  })

  it('an asOf after orders that were cleaned away', async () => {
    const late = orders({ day: new Date('2025-05-01') })
    const { orders: cleaned } = sql.cleanOrders(await there(late), { ...roles, asOf: '2025-04-01' })
    const said = sentence(() =>
      summarize(cleanOrders(late, { ...roles, asOf: '2025-04-01' }).orders, { asOf: '2025-06-01' }),
    )
    await expect(sql.summarize(cleaned, { asOf: '2025-06-01' }).toTable()).rejects.toThrow(said)
  })

  it('times that are text', async () => {
    const relation = await there(fromRows([{ client: 'ann', day: '2025-03-01', paid: 5 }]))
    await expect(sql.summarize(relation, roles).toTable()).rejects.toThrow(
      "summarize: column 'day' is Utf8, but a date or timestamp is needed here; convert it in a query",
    )
  })

  it('amounts that are text', async () => {
    await expect(
      sql.summarize(await there(orders()), { ...roles, amount: 'invoice' }).toTable(),
    ).rejects.toThrow("summarize: column 'invoice' is Utf8, but numbers are needed here")
  })

  it('cuts that are a function', async () => {
    const relation = await there(fromRows([{ days_since_last: 1, orders: 1, revenue: 1 }]))
    await expect(sql.rfm(relation, { cuts: { f: () => [1, 2, 3, 4] } }).toTable()).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})

describe('what is no relation, engine or table', () => {
  it.each([[{}], [null], [orders()]])('%#', (given: any) => {
    expect(sentence(() => sql.summarize(given, roles))).toMatch(/needs a relation; make one with from/)
    expect(sentence(() => sql.from(given, 'orders'))).toMatch(/^from: needs an engine/)
  })

  it('a table without a name', () => {
    expect(sentence(() => sql.from(engine, ''))).toMatch(/^from: the table must be a name/)
  })
})

const rows = (more: object[] = []) =>
  fromRows([
    { customer_id: 'a', x: 1, y: 2, text: 'u' },
    ...more.map((row, i) => ({ customer_id: `b${i}`, x: i, y: 2 * i, text: 'v', ...row })),
  ])

describe('learning refuses in the same words', () => {
  it.each([
    ['a constant', rows([{ y: 2 }]), { features: ['x', 'y'], k: 1 }],
    ['a missing value', rows([{ x: null }, {}]), { features: ['y', 'x'], k: 1 }],
    ['no value in any row', rows([]), { features: ['x', 'z'], k: 1 }],
    ['what has no logarithm', rows([{ x: -1 }]), { features: ['x'], k: 1, scale: 'log1p' }],
    ['no spread', rows([{ x: 1 }, { x: 1 }, { x: 1 }, { x: 9 }]), { features: ['x'], k: 1, scale: 'robust' }],
    ['a start of another size', rows([{}]), { features: ['x'], k: 2, start: [[1]] }],
    ['more clusters than rows differ', rows([{}]), { features: ['x'], k: 3 }],
    ['an unknown scale', rows([{}]), { features: ['x'], k: 1, scale: 'rank' }],
  ])('fitKMeans: %s', async (_, table: any, options: any) => {
    const said = sentence(() => fitKMeans(table, options))
    expect(said).not.toBe('no error')
    await expect(sql.fitKMeans(await there(table), options)).rejects.toThrow(said)
  })

  it('fitKMeans: ranks', async () => {
    const fit = sql.fitKMeans(await there(rows([{}])), { features: ['x'], k: 1, scale: 'quantile' })
    await expect(fit).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('fitKMeans: more clusters than rows differ, from a start', async () => {
    const fit = sql.fitKMeans(await there(rows([{}])), {
      features: ['x'],
      k: 3,
      start: [[1], [2], [3]],
      scale: 'none',
    })
    await expect(fit).rejects.toThrow('k is 3, but the features have fewer different values')
  })

  it.each([
    [{ rows: 0 }],
    [{ rows: 5, by: 3 }],
    [{ rows: 5, key: [] }],
    [{ rows: 5, allocation: 'some' }],
    [{ rows: 5, weights: 'w' }],
  ])('sampleRows: %j', (options: any) => {
    expect(() => sql.sampleRows(sql.from(engine, 'nowhere'), options)).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    )
  })

  it.each([
    [{ rows: 2, key: 'x' }, rows([{ x: null }]), "column 'x' is missing or blank in 1 of 2 rows"],
    [
      { rows: 2, by: 'x' },
      rows(Array.from({ length: 201 }, (_, x) => ({ x: x + 5 }))),
      'has more than 200 different values',
    ],
    [{ rows: 2, by: 'x' }, rows([{ x: 5 }, { x: 6 }]), "rows is 2, but 'x' has 3 different values"],
    [{ rows: 2, as: { weight: 'x' } }, rows([]), "would add a column 'x'"],
    [
      { rows: 2, key: 'day' },
      fromRows([{ day: new Date() }]),
      'text, whole numbers or dates are needed as a key',
    ],
  ])('sampleRows: %j, once it is asked', async (options: any, table: any, said) => {
    await expect(sql.sampleRows(await there(table), options).toTable()).rejects.toThrow(said)
  })
})
