import { readFileSync } from 'node:fs'
import { summarize } from 'clientele'
import { describe, expect, it } from 'vitest'
import { date, float64, makeTable, utf8 } from '#src/table/build'
import { about } from '#src/table/metadata'
import { sharedFile } from '../shared.js'

const lines = (path: string) => readFileSync(path, 'utf8').trim().split(/\r?\n/)

/** The 1/10 sample of CDNOW: customer, date, number of CDs, dollars. */
function cdnow(path: string) {
  const rows = lines(path).map((line) => line.trim().split(/\s+/))
  const days = rows.map(([, , day]) => Date.parse(day!.replace(/(....)(..)(..)/, '$1-$2-$3')) / 864e5)
  return makeTable({
    id: utf8(rows.map(([, id]) => id!)),
    date: date(Float64Array.from(days)),
    amount: float64(Float64Array.from(rows, (row) => Number(row[4]))),
  })
}

const roles = { customer: 'id', time: 'date', amount: 'amount' } as const
const sample = sharedFile('cdnow/CDNOW_sample.txt')
const published = sharedFile('cdnow/cdnow_customers_summary_with_transactions.csv')

// Fader and Hardie's CDNOW data: 39 weeks of calibration, 39 of holdout; summary published with lifetimes.
describe.skipIf(!sample || !published)('summarize of CDNOW', () => {
  const orders = cdnow(sample!)
  const summary = summarize(orders, { ...roles, calibrationEnd: '1997-09-30', unit: 'week' })
  const columns = Object.fromEntries(
    summary.schema.fields.map(({ name }) => [name, summary.getChild(name as 'orders')!.toJSON() as any[]]),
  )
  const truth = lines(published!)
    .slice(1)
    .map((line) => line.split(',').map(Number))

  it('has the 2,357 customers, x exactly, t_x and T to their two decimals', () => {
    expect(summary.numRows).toBe(2357)
    expect(columns.frequency).toEqual(truth.map(([, x]) => x))
    truth.forEach(([, , tx, T], i) => {
      expect(Math.abs(columns.recency![i] - tx!)).toBeLessThanOrEqual(0.005 + 1e-9)
      expect(Math.abs(columns.T![i] - T!)).toBeLessThanOrEqual(0.005 + 1e-9)
    })
  })

  it('has mean repeat spend zbar to its two decimals', () => {
    truth.forEach(([, x, , , zbar], i) => {
      if (x === 0) expect(columns.monetary_value![i]).toBeNull()
      else
        expect(Math.abs(columns.monetary_value![i] - zbar!), `customer ${i}`).toBeLessThanOrEqual(
          0.005 + 1e-9,
        )
    })
  })

  it('counts the days of purchase after the calibration period', () => {
    const days = new Map<string, Set<string>>()
    for (const line of lines(sample!)) {
      const [, id, day] = line.trim().split(/\s+/)
      if (day! > '19970930') days.set(id!, (days.get(id!) ?? new Set()).add(day!))
    }
    expect(columns.holdout_frequency).toEqual(columns.customer_id!.map((id) => days.get(id)?.size ?? 0))
    expect(new Set(columns.holdout_duration)).toEqual(new Set([273 / 7]))
    expect(about(summary)).toMatchObject({ asOf: '1998-06-30', calibrationEnd: '1997-09-30', unit: 'week' })
  })
})
