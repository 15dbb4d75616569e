import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const rows = (name: string) =>
  readFileSync(new URL(`../../datasets/cdnow/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

const [ordersHeader, ...orders] = rows('orders.csv')
const [calibrationHeader, ...calibration] = rows('calibration.csv')
const day = (date: string) => Date.parse(date) / 86_400_000
const cents = (amount: string) => Math.round(Number(amount) * 100)

describe('CDNOW sample', () => {
  test('orders are the published 6,919 rows of 2,357 customers', () => {
    expect(ordersHeader).toEqual(['customer_id', 'date', 'cds', 'amount'])
    expect(orders.length).toBe(6919)
    expect(new Set(orders.map(([id]) => id)).size).toBe(2357)
    expect(orders.reduce((sum, [, , cds]) => sum + Number(cds), 0)).toBe(16_479)
    expect(orders.reduce((sum, [, , , amount]) => sum + cents(amount!), 0)).toBe(24_409_194)
  })

  test('calibration has one row a customer and 2,457 repeat purchases', () => {
    expect(calibrationHeader).toEqual(['customer_id', 'frequency', 'recency', 'T', 'monetary_value'])
    expect(calibration.map(([id]) => id)).toEqual([...new Set(orders.map(([id]) => id))])
    expect(calibration.reduce((sum, [, frequency]) => sum + Number(frequency), 0)).toBe(2457)
  })

  // The orders and the summary were published apart: that one follows from the other shows that neither
  // was damaged on the way here.
  test('calibration follows from the orders up to 1997-09-30', () => {
    const end = day('1997-09-30')
    for (const [id, frequency, recency, T, value] of calibration) {
      const byDay = new Map<number, number>()
      for (const [customer, date, , amount] of orders) {
        if (customer === id && day(date!) <= end)
          byDay.set(day(date!), (byDay.get(day(date!)) ?? 0) + cents(amount!))
      }
      const days = [...byDay.keys()]
      const repeats = [...byDay.values()].slice(1)
      expect(repeats.length, `frequency of ${id}`).toBe(Number(frequency))
      expect((days.at(-1)! - days[0]!) / 7, `recency of ${id}`).toBeCloseTo(Number(recency), 1)
      expect((end - days[0]!) / 7, `T of ${id}`).toBeCloseTo(Number(T), 1)
      const mean = repeats.length ? repeats.reduce((sum, x) => sum + x, 0) / repeats.length / 100 : 0
      expect(Math.abs(mean - Number(value)), `monetary_value of ${id}`).toBeLessThan(0.011)
    }
  })
})
