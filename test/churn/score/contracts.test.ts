import { fitChurn, fromRows, toRows, where } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'

const mean = (rows: any[]): number => rows.reduce((sum, row) => sum + row.churn_probability, 0) / rows.length

describe('fitChurn from contracts', () => {
  const contracts = fromRows(
    Array.from({ length: 400 }, (_, i) => ({
      id: `k${i}`,
      months: 1 + ((i * 7) % 60),
      plan: ['monthly', 'yearly'][i % 2]!,
      left: ((i * 37) % 100 < (i % 2 === 0 ? 60 : 15) ? 'Yes' : 'No') as string,
      clv: 10,
    })),
  ) as any

  it('takes a table that says who left, and adds to it', () => {
    const churn = fitChurn(contracts, { churned: 'left', tenure: 'months', features: ['plan', 'months'] })
    const rows = toRows(churn.predict(contracts)) as any[]
    expect(rows.length).toBe(400)
    const meanOf = (plan: string) => {
      const own = rows.filter((row) => row.plan === plan)
      return mean(own)
    }
    expect(meanOf('monthly')).toBeCloseTo(0.6, 1)
    expect(meanOf('yearly')).toBeCloseTo(0.15, 1)
    expect(rows[0].value_at_risk).toBe(10 * rows[0].churn_probability)
    expect(rows[0].churn_driver).toBe('plan')
    expect(rows[0].churn_drivers).toMatch(/^plan is monthly/)
    expect(churn.fit.models.map((one) => one.model)).toEqual(['boost', 'logistic', 'tree', 'recency'])
    expect(() => churn.predict(churn.predict(contracts))).toThrow(/replace/)
  })

  it('says how many who left it needs', () => {
    const few = where(contracts, { months: { to: 3 } }) as any
    expect(() => fitChurn(few, { churned: 'left' })).toThrow(/at least 20 who left/)
  })

  const telco = sharedFile('telco/Telco-Customer-Churn.csv')
  it.skipIf(telco === undefined)('foretells Telco with an AUC above .83 and a slope near 1', async () => {
    const { fit } = fitChurn(await readTable(telco!), { churned: 'Churn', tenure: 'tenure' })
    expect(fit.models[0]!.auc).toBeGreaterThan(0.83)
    expect(Math.abs(fit.calibration.slope! - 1)).toBeLessThan(0.2)
    expect(fit.calibration.hosmerLemeshow.p).toBeGreaterThan(0.01)
  })
})
