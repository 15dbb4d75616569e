import { chooseK, cleanOrders, fitKMeans, fitKPrototypes, summarize, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { sharedFile } from '../shared.js'
import golden from './golden.json' with { type: 'json' }

const retail = sharedFile('online_retail/online_retail.parquet')
const telco = sharedFile('telco/Telco-Customer-Churn.csv')

/** Whole days between the last order and the start of 2011-12-10. */
async function retailCustomers() {
  const roles = {
    customer: 'CustomerID',
    time: 'InvoiceDate',
    quantity: 'Quantity',
    price: 'UnitPrice',
    order: 'InvoiceNo',
  }
  const { orders } = cleanOrders(await readTable(retail!), { ...roles, refunds: 'drop' } as any)
  return summarize(orders, { asOf: '2011-12-09' }) as any
}

const options = { features: ['days_since_last', 'orders', 'revenue'], scale: ['log1p', 'standard'] as const }

it.skipIf(!retail)(
  'Online Retail: known inertia and silhouettes of 4,338 customers in 2 to 5 clusters',
  async () => {
    const customers = await retailCustomers()
    expect(customers.numRows).toBe(4338)
    const { scores } = chooseK(customers, { ...options, k: { from: 2, to: 5 }, measures: ['silhouette'] })
    const rows = toRows(scores)
    const silhouettes = rows.map(({ silhouette }) => silhouette!)
    const inertia = rows.map((row) => row.inertia!)
    ;[6485.681, 4877.117, 3962.294].forEach((known, i) => expect(inertia[i]).toBeCloseTo(known, 3))
    ;['0.4342', '0.3388', '0.3364'].forEach((known, i) => expect(silhouettes[i]!.toFixed(4)).toBe(known))
    // In five clusters there are many solutions within a ten-thousandth; 3330.202 is one of them, not the best.
    expect(inertia[3]).toBeLessThanOrEqual(3330.202)
    expect(inertia[3]).toBeGreaterThan(3330.1)
    expect(Math.abs(silhouettes[3]! - 0.3176)).toBeLessThanOrEqual(0.0002)
    // The same through the model, and in the customers' own units.
    const model = fitKMeans(customers, { ...options, k: 4 })
    expect(model.fit.inertia).toBe(inertia[2])
    expect(model.fit.sizes).toEqual([1630, 1188, 813, 707])
  },
)

// Costs of kmodes 0.12.2, by golden.py: the best of ten starts at gamma = .5.
it.skipIf(!telco)('Telco: k-prototypes costs no more than those of kmodes', async () => {
  const customers = (await readTable(telco!)) as any
  const features = [
    'tenure',
    'MonthlyCharges',
    'gender',
    'Partner',
    'Contract',
    'InternetService',
    'PaymentMethod',
    'TechSupport',
    'OnlineSecurity',
  ]
  for (const { k, cost } of golden.telco) {
    const { fit, gamma } = fitKPrototypes(customers, { features, k, starts: 30 })
    expect(gamma).toBeCloseTo(0.5, 12)
    expect(fit.cost).toBeLessThanOrEqual(cost * (1 + 1e-9))
    expect(fit.cost).toBeGreaterThan(cost * 0.95)
  }
})
