import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generateOrders, generateShop, toFiles } from '../../datasets/shop/generate.mjs'

const folder = new URL('../../datasets/shop/', import.meta.url)
const shop = generateShop()
const cents = (amount: number) => Math.round(amount * 100)
const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()

/** How many rows there are of each value. */
function tally(values: string[]) {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** The share of values that more than one row has. */
function several(values: string[]) {
  const counts = [...tally(values).values()]
  return counts.filter((count) => count > 1).length / counts.length
}

describe('the generator', () => {
  test('writes the committed files, byte for byte', () => {
    const files = toFiles(shop)
    const committed = readdirSync(folder).filter((name) => name.endsWith('.csv'))
    expect(committed.sort()).toEqual(Object.keys(files).sort())
    for (const name of committed)
      expect(readFileSync(new URL(name, folder), 'utf8') === files[name], name).toBe(true)
  })

  test('and the description counts their rows as they are', () => {
    const described = readFileSync(new URL('README.md', folder), 'utf8').matchAll(
      /^\| `(\w+)\.csv` +\| ([\d,]+)/gm,
    )
    const counts = [...described].map(([, name, rows]) => [name, Number(rows!.replace(',', ''))])
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(Object.entries(shop).map(([name, rows]) => [name, rows.length])),
    )
  })

  test('makes the same first customers at any size, and others from another seed', () => {
    const small = generateShop({ customers: 40 })
    const known = new Map(shop.customers.map((row) => [row.record_id, row]))
    expect(small.truth_customers.length).toBe(40)
    expect(
      small.customers.every((row) => JSON.stringify(known.get(row.record_id)) === JSON.stringify(row)),
    ).toBe(true)
    const other = generateShop({ customers: 40, seed: 2 })
    expect(other.customers.map((row) => row.full_name)).not.toEqual(
      small.customers.map((row) => row.full_name),
    )
  })

  test('makes the orders alone in chunks, without changing them', () => {
    const chunks = [...generateOrders({ customers: 95, chunk: 30 })]
    const whole = generateShop({ customers: 95 })
    expect(chunks.length).toBe(4)
    expect(sorted(chunks.flatMap(({ orders }) => orders))).toEqual(sorted(whole.orders))
    expect(sorted(chunks.flatMap(({ order_lines }) => order_lines))).toEqual(sorted(whole.order_lines))
  })

  test('streams the same rows from the command, customer by customer', () => {
    const out = mkdtempSync(join(tmpdir(), 'shop-'))
    try {
      const command = new URL('generate.mjs', folder).pathname
      execFileSync(process.execPath, [command, '--customers', '60', '--out', out, '--stream'])
      const files = toFiles(generateShop({ customers: 60 }))
      for (const [name, text] of Object.entries(files)) {
        const lines = readFileSync(join(out, name), 'utf8').split('\n')
        expect(lines.sort(), name).toEqual(text.split('\n').sort())
      }
    } finally {
      rmSync(out, { recursive: true })
    }
  })

  test('refuses a size for which there are no numbers', () => {
    expect(() => generateShop({ customers: 0 })).toThrow(RangeError)
    expect(() => generateShop({ customers: 3e6 })).toThrow('whole number from 1 to 2097152')
  })
})

describe('orders and their lines', () => {
  const orders = new Map(shop.orders.map((order) => [order.order_id, order]))
  const accounts = new Set(
    shop.customers.filter(({ source }) => source === 'shop').map((row) => row.record_id),
  )

  test('each order is worth the sum of its distinct lines, and gave back its cancelled ones', () => {
    const distinct = new Map(shop.order_lines.map((line) => [JSON.stringify(line), line]))
    const sums = new Map<string, number>()
    for (const { order_id, quantity, unit_price } of distinct.values())
      sums.set(order_id, (sums.get(order_id) ?? 0) + quantity * cents(unit_price))
    for (const { order_id, amount, refunded } of shop.orders) {
      expect(sums.get(order_id), order_id).toBe(cents(amount))
      expect(sums.get(`C${order_id}`) ?? 0, `C${order_id}`).toBe(0 - cents(refunded))
    }
  })

  test('each line is of an order, a cancellation, a test or an adjustment', () => {
    for (const { order_id, customer_id, quantity, unit_price } of shop.order_lines) {
      const order = orders.get(order_id.replace(/^C/, ''))
      if (order) {
        expect(customer_id).toBe(order.customer_id)
        expect(quantity < 0).toBe(order_id.startsWith('C'))
      } else if (order_id.startsWith('X')) {
        expect(customer_id).toMatch(/^TEST[123]$/)
      } else {
        expect(order_id).toMatch(/^A\d+$/)
        expect([customer_id, unit_price]).toEqual(['', 0])
      }
    }
  })

  test('the export is as dirty as the description says', () => {
    const lines = shop.order_lines
    const seen = new Set(lines.map((line) => JSON.stringify(line)))
    const count = (is: (line: (typeof lines)[number]) => boolean) => lines.filter(is).length
    expect({
      lines: lines.length,
      repeated: lines.length - seen.size,
      cancelled: count(({ order_id }) => order_id.startsWith('C')),
      guests: count(({ order_id, customer_id }) => customer_id === '' && !order_id.startsWith('A')),
      free: count(({ order_id, unit_price }) => unit_price === 0 && !order_id.startsWith('A')),
      tests: count(({ customer_id }) => customer_id.startsWith('TEST')),
      adjustments: count(({ order_id }) => order_id.startsWith('A')),
    }).toMatchInlineSnapshot(`
      {
        "adjustments": 23,
        "cancelled": 352,
        "free": 53,
        "guests": 1328,
        "lines": 13577,
        "repeated": 80,
        "tests": 19,
      }
    `)
  })

  test('orders are placed by shop accounts or guests, within three years, and nothing is known after', () => {
    for (const { order_id, customer_id, ordered_at, delivered_on } of shop.orders) {
      expect(customer_id === '' || accounts.has(customer_id), order_id).toBe(true)
      expect(ordered_at >= '2023-01-01' && ordered_at < '2026-01-01', order_id).toBe(true)
      expect(delivered_on <= '2025-12-31', order_id).toBe(true)
    }
  })
})

describe('the records', () => {
  const truth = new Map(shop.truth_records.map((row) => [row.record_id, row]))

  test('every record has a number and a truth of its own', () => {
    expect(truth.size).toBe(shop.customers.length)
    expect(shop.customers.every(({ record_id }) => truth.has(record_id))).toBe(true)
  })

  test('names come in Latin, Cyrillic, Greek, Chinese and Arabic letters', () => {
    const text = shop.customers.map(({ full_name }) => full_name).join(' ')
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Han', 'Arabic'])
      expect(text.match(new RegExp(`\\p{Script=${script}}`, 'gu'))?.length, script).toBeGreaterThan(100)
  })

  test('about one person in four has several records, and two homes in eleven several customers', () => {
    const persons = several(shop.truth_records.map(({ person_id }) => person_id))
    expect(persons).toBeGreaterThan(0.2)
    expect(persons).toBeLessThan(0.27)
    const homes = several(shop.truth_customers.map(({ household_id }) => household_id))
    expect(homes).toBeGreaterThan(0.13)
    expect(homes).toBeLessThan(0.23)
  })

  test('a later record whose changes leave the names alone has the names of the first', () => {
    const first = new Map(shop.customers.map((row) => [row.record_id, row]))
    const account = new Map(shop.truth_customers.map((row) => [row.person_id, row.customer_id]))
    const changed = /name|latin|initial|capitals/
    let compared = 0
    for (const record of shop.customers) {
      const { person_id, changes } = truth.get(record.record_id)!
      const original = first.get(account.get(person_id)!)!
      if (record === original) continue
      const same = record.given_name === original.given_name && record.surname === original.surname
      expect(same, `${record.full_name} ${changes}`).toBe(!changed.test(changes))
      compared++
    }
    expect(compared).toBeGreaterThan(300)
  })
})

describe('the truth about customers', () => {
  test('who left placed no order later, and who is alive has not left', () => {
    const owner = new Map<string, string>()
    for (const { customer_id, second_customer_id } of shop.truth_customers) {
      owner.set(customer_id, customer_id)
      if (second_customer_id) owner.set(second_customer_id, customer_id)
    }
    const orders = shop.orders.filter(({ customer_id }) => customer_id !== '')
    const counts = tally(orders.map(({ customer_id }) => owner.get(customer_id)!))
    const last = new Map(orders.map(({ customer_id, ordered_at }) => [owner.get(customer_id)!, ordered_at]))
    for (const { customer_id, left_on, alive, orders: known, orders_next_year } of shop.truth_customers) {
      if (alive) expect(left_on).toBe('')
      else expect([left_on, orders_next_year]).toEqual([last.get(customer_id)!.slice(0, 10), 0])
      expect(counts.get(customer_id)).toBe(known)
    }
  })

  test('a fifth of the customers bring about three quarters of the revenue', () => {
    const revenue = shop.truth_customers.map((row) => row.revenue).sort((a, b) => b - a)
    const share = sum(revenue.slice(0, revenue.length / 5)) / sum(revenue)
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.82)
  })
})
