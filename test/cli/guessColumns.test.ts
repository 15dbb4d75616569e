import { describe, expect, test } from 'vitest'
import { columnOf, HEADERS } from './headers.js'
import { plainName } from '#src/cli/columnName'
import { guessColumns } from '#src/cli/guessColumns'
import { makeTable } from '#src/table/build'

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
