import fc from 'fast-check'
import { about, churnAlerts, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'

const rowsOf = (table: any): any[] => toRows(table) as any[]
const night = (values: readonly number[]) =>
  fromRows(values.map((churn_probability, i) => ({ customer_id: `c${i}`, churn_probability })))

describe('churnAlerts', () => {
  it('puts on the list at enter and takes off below leave: between both a customer stays what they were', () => {
    const nights = fc.array(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(nights, (all) => {
        let previous: any
        const on = [false, false, false]
        for (const values of all) {
          const table: any = churnAlerts(night(values), { enter: 0.6, leave: 0.4, previous })
          const rows = rowsOf(table)
          values.forEach((p, i) => {
            const was = on[i]!
            on[i] = p >= 0.6 || (was && p >= 0.4)
            expect(rows[i].alert).toBe(on[i])
            expect(rows[i].alert_change).toBe(on[i] ? (was ? 'ongoing' : 'new') : was ? 'cleared' : null)
          })
          const ranked = rows.filter((row) => row.alert).toSorted((a, b) => a.alert_rank - b.alert_rank)
          expect(ranked.map((row) => row.alert_rank)).toEqual(ranked.map((_, i) => i + 1))
          expect(
            ranked.every((row, i) => i === 0 || row.churn_probability <= ranked[i - 1].churn_probability),
          ).toBe(true)
          previous = table
        }
      }),
    )
  })

  it('ranks by value at risk where the table has it', () => {
    const table = fromRows(
      [0.9, 0.8].map((churn_probability, i) => ({
        customer_id: `c${i}`,
        churn_probability,
        value_at_risk: 1 + 8 * i,
      })),
    )
    expect(rowsOf(churnAlerts(table)).map((row) => row.alert_rank)).toEqual([2, 1])
    expect(about(churnAlerts(table)).counts.churnAlerts).toEqual({
      alerts: 2,
      new: 2,
      ongoing: 0,
      cleared: 0,
      lapsed: 0,
      gone: 0,
      early: 0,
      absent: 0,
    })
  })

  it('is of those who can still be kept: who has lapsed and been silent for the horizon is counted, not listed', () => {
    const table = fromRows(
      [
        ['declining', 200],
        ['lapsed', 200],
        ['lapsed', 90],
        ['lapsed', 89],
        ['lapsed', 200],
      ].map(([stage, days_since_last], i) => ({
        customer_id: `c${i}`,
        stage,
        days_since_last,
        churn_probability: i === 4 ? 0.2 : 0.9,
      })),
    ) as any
    const on = (options: any) => rowsOf(churnAlerts(table, options)).map((row) => row.alert)
    expect(on({ horizon: { days: 90 } })).toEqual([true, false, false, true, false])
    expect(on({})).toEqual([true, false, false, false, false])
    expect(on({ lapsed: 'alert' })).toEqual([true, true, true, true, false])
    const before = fromRows([0, 1, 4].map((i) => ({ customer_id: `c${i}`, alert: true })))
    const after = churnAlerts(table, { horizon: { days: 90 }, previous: before })
    const changes = rowsOf(after).map((row) => row.alert_change)
    expect(changes).toEqual(['ongoing', 'lapsed', null, 'new', 'cleared'])
    expect(about(after).counts.churnAlerts).toEqual({
      alerts: 2,
      new: 1,
      ongoing: 1,
      cleared: 1,
      lapsed: 1,
      gone: 2,
      early: 0,
      absent: 0,
    })
  })

  it('is of those who are overdue: who has been silent for no longer than usual is counted, not listed; who is in the table no more, too', () => {
    const table = fromRows(
      [
        [3, 30],
        [30, 30],
        [31, 30],
        [400, 30],
      ].map(([days_since_last, usual_gap], i) => ({
        customer_id: `c${i}`,
        days_since_last,
        usual_gap,
        churn_probability: i === 3 ? 0.65 : 0.9,
      })),
    ) as any
    const on = (options: any) => rowsOf(churnAlerts(table, options)).map((row) => row.alert)
    expect(on({})).toEqual([false, false, true, false])
    expect(on({ early: 'alert' })).toEqual([true, true, true, false])
    const before = fromRows(['c0', 'c3', 'z'].map((customer_id) => ({ customer_id, alert: true })))
    const after = churnAlerts(table, { previous: before })
    // An order came: what was foretold is over, whatever the probability.
    expect(rowsOf(after).map((row) => row.alert_change)).toEqual(['cleared', null, 'new', 'ongoing'])
    expect(about(after).counts.churnAlerts).toMatchObject({ alerts: 2, gone: 0, early: 2, absent: 1 })
  })

  it('says what is wrong', () => {
    expect(() => churnAlerts(night([0.5]), { lapsed: 'yes' as any })).toThrow(/lapsed must be/)
    expect(() => churnAlerts(night([0.5]), { early: 'yes' as any })).toThrow(/early must be/)
    expect(() => churnAlerts(night([0.5]), { enter: 0.5, leave: 0.6 })).toThrow(/above enter/)
    const twice = fromRows([
      { customer_id: 'a', churn_probability: 0.5 },
      { customer_id: 'a', churn_probability: 0.5 },
    ])
    expect(() => churnAlerts(twice)).toThrow(/names a customer again/)
    expect(() => churnAlerts(night([0.5]), { previous: night([0.5]) })).toThrow(/no column 'alert'/)
  })
})
