import { describe, expect, test } from 'vitest'
import { columnOf, HEADERS } from './headers.js'
import { plainName } from '#src/cli/columnName'
import { guessColumns } from '#src/cli/guessColumns'
import type { Vector } from '#src/table/arrow'
import { float64, makeTable, timestamp, utf8 } from '#src/table/build'

/** A table whose columns have types by the sign before their names: @ a time, # a number, ' text. */
function tableOf(header: string) {
  return makeTable(Object.fromEntries(header.split('|').map((column) => columnOf(column))))
}

function guessed(header: string, given = {}): string {
  return guessColumns(tableOf(header), given)
    .map(({ role, column }) => `${role}=${column}`)
    .join(' ')
}

test.each(HEADERS)('%s: %s', (_, header, expected) => {
  expect(guessed(header)).toBe(expected)
})

test.each([
  ['InvoiceNo', 'invoice no'],
  ['customerID', 'customer id'],
  ['  Client_ID ', 'client id'],
  ['N° commande', 'n commande'],
  ['Stückpreis (€)', 'stuckpreis'],
  ['客户编号', '客户编号'],
])('the plain name of %s is %s', (name, plain) => {
  expect(plainName(name)).toBe(plain)
})

describe('what is given', () => {
  test('goes before what is guessed', () => {
    expect(guessed(`'customer_id|'shop|@date|#amount|#net`, { customer: 'shop', amount: 'net' })).toBe(
      'customer=shop time=date amount=net',
    )
  })

  test('quantity and price are taken instead of an amount, which is another column', () => {
    const given = { quantity: 'n', price: 'p' }
    expect(guessed(`'customer|@date|#amount|#n|#p`, given)).toBe(
      'customer=customer time=date quantity=n price=p',
    )
  })

  test.each([
    [{ customer: 'nobody' }, 'column-missing', /no column 'nobody'.*customer/],
    [
      { amount: 'amount', price: 'amount' },
      'contradiction',
      /'amount' is chosen twice, as --amount and as --price/,
    ],
  ])('%o is an error %s', (given, code, sentence) => {
    const guess = () => guessed(`'customer|@date|#amount`, given)
    expect(guess).toThrow(expect.objectContaining({ code }))
    expect(guess).toThrow(sentence)
  })
})

describe('of equally good names', () => {
  const lines = {
    customer: utf8(['a', 'b', 'a']),
    order_date: timestamp(Float64Array.of(1, 2, 3)),
    amount: float64(Float64Array.of(1, 2, 3)),
  }
  const taken = (more: Record<string, Vector>) =>
    guessColumns(makeTable({ ...lines, ...more }), {}).map(({ column }) => column)

  test('an order number beside its id is as good where both part the lines alike', () => {
    const ids = { order_id: utf8(['x', 'y', 'x']), order_number: float64(Float64Array.of(7, 8, 7)) }
    expect(taken(ids)).toContain('order_id')
    const other = { ...ids, order_number: float64(Float64Array.of(7, 8, 9)) }
    expect(() => taken(other)).toThrow(/order_id, order_number would all do/)
  })

  test('a second column of the same name is told of', () => {
    const [choice] = guessColumns(makeTable({ ...lines, amount_2: lines.amount }), {
      customer: 'customer',
    }).slice(-1)
    expect(choice).toMatchObject({ column: 'amount', why: 'by its name; there is amount_2 too' })
  })

  test('dates go before text, such as a time of day', () => {
    expect(taken({ order_time: utf8(['09:05', '10:00', '11:00']) })).toContain('order_date')
  })
})

describe('refuses politely', () => {
  test.each([
    [
      `'customer_id|'client_id|@date|#amount`,
      /which column is the customer\? customer_id, client_id would all do; say --customer/,
    ],
    [`'customer|@order_date|@invoice_date|#amount`, /order_date, invoice_date would all do; say --time/],
    [`'customer|@date|#net_amount|#gross_amount`, /net_amount, gross_amount would all do; say --amount/],
    [`'city|@date|#amount`, /no column looks like the customer; say which it is with --customer/],
    [`'customer|'city|#amount`, /no column looks like the time/],
    [
      `'customer|@date|'city`,
      /no column looks like the amount; say which it is with --amount \(or --quantity and --price\)/,
    ],
  ])('%s', (header, sentence) => {
    expect(() => guessed(header)).toThrow(expect.objectContaining({ code: 'role-missing' }))
    expect(() => guessed(header)).toThrow(sentence)
  })
})
