import { readFileSync } from 'node:fs'
import { summarize } from 'clientele'
import { describe, expect, it } from 'vitest'
import { about } from '#src/table/metadata'
import { cdnowOrders, cdnowRoles } from './cdnow.js'

/** A file of datasets/cdnow without its header, as fields. */
const fieldsOf = (name: string) =>
  readFileSync(new URL(`../../datasets/cdnow/${name}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))

// Fader and Hardie's CDNOW data: 39 weeks of calibration, 39 of holdout; summary published with lifetimes.
describe('summarize of CDNOW', () => {
  const summary = summarize(cdnowOrders(), { ...cdnowRoles, calibrationEnd: '1997-09-30', unit: 'week' })
  const columns = Object.fromEntries(
    summary.schema.fields.map(({ name }) => [name, summary.getChild(name as 'orders')!.toJSON() as any[]]),
  )
  const truth = fieldsOf('calibration.csv').map((fields) => fields.map(Number))

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
    for (const [id, day] of fieldsOf('orders.csv')) {
      if (day! > '1997-09-30') days.set(id!, (days.get(id!) ?? new Set()).add(day!))
    }
    expect(columns.holdout_frequency).toEqual(columns.customer_id!.map((id) => days.get(id)?.size ?? 0))
    expect(new Set(columns.holdout_duration)).toEqual(new Set([273 / 7]))
    expect(about(summary)).toMatchObject({ asOf: '1998-06-30', calibrationEnd: '1997-09-30', unit: 'week' })
  })
})
