import { ClienteleError, rfm, summarize } from 'clientele'
import { report, reportFigures, reportSections } from 'clientele/report'
import { describe, expect, test } from 'vitest'
import { takeRows } from '#src/table/take'
import { dataOf, smallShop } from './data.js'

const { orders, customers, audit } = dataOf(smallShop())
const wrong = (call: (data: any, options?: any) => unknown) => async (data: unknown, options?: unknown) => {
  const error = await Promise.resolve()
    .then(() => call(data, options))
    .catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ClienteleError)
  return error as ClienteleError
}
const entries = { report, reportFigures }

describe.each(Object.entries(entries))('%s says what it needs', (name, call) => {
  const errorOf = wrong(call)
  test.each([
    ['nothing', undefined, /got undefined, but needs \{orders, customers\}/],
    ['null', null, /got null, but needs \{orders, customers\}/],
    ['a list', [], /got an array, but needs \{orders, customers\}/],
    ['a table', customers, /got a table, but needs \{orders, customers\}/],
    ['no customers', { orders }, /got no customers, but needs/],
    ['no orders', { customers, audit }, /got no orders, but needs/],
    ['neither', {}, /got no orders and no customers, but needs/],
    ['a part too many', { orders, customers, zz: 1 }, /got zz too, but needs/],
    ['an outlook that is none', { orders, customers, outlook: {} }, /got an object as outlook, but needs/],
    ['customers that are no table', { orders, customers: 3 }, /customers: got a number, but needs an Apache/],
  ])('given %s', async (_, data, sentence) => {
    const { code, message } = await errorOf(data)
    expect(code).toBe('value-invalid')
    expect(message).toMatch(sentence)
    expect(message.startsWith(`${name}: `)).toBe(true)
  })

  test('customers of other orders are refused, and named by their number', async () => {
    const fewer = takeRows(
      customers,
      Int32Array.from({ length: 41 }, (_, i) => i),
    )
    const { code, message } = await errorOf({ orders, customers: fewer })
    expect(code).toBe('contradiction')
    expect(message).toContain(`orders hold lines of ${customers.numRows} customers`)
    expect(message).toContain('but customers has 41 rows')
    const more = dataOf(smallShop(90)).customers
    expect((await errorOf({ orders, customers: more })).message).toContain(`has ${more.numRows} rows`)
  })
})

test('customers counted up to a day, or in a calibration period, are those of their orders', () => {
  for (const options of [{ asOf: '2023-06-30' }, { calibrationEnd: '2023-06-30' }]) {
    const early = rfm(summarize(orders, options))
    expect(early.numRows).toBeLessThan(customers.numRows)
    expect(reportFigures({ orders, customers: early }).totals.customers).toBe(early.numRows)
  }
})

test('report lists every option that it has, and takes sections that are functions only', async () => {
  const errorOf = wrong(report)
  const { message } = await errorOf({ orders, customers }, { language: 'en' })
  for (const name of ['lang', 'currency', 'source', 'columns', 'sections', 'customer', 'timeZone']) {
    expect(message).toMatch(new RegExp(`\\b${name}\\b`))
  }
  for (const sections of ['revenue', [...reportSections, 'mine']]) {
    expect((await errorOf({ orders, customers }, { sections })).code).toBe('option-invalid')
  }
})
