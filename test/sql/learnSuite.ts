import { createHash } from 'node:crypto'
import { about, cleanOrders, derive, fitGammaGamma, fitKMeans, sortBy, summarize, toRows } from 'clientele'
import * as sql from 'clientele/sql'
import { beforeAll, describe, expect, it } from 'vitest'
import { data } from './data.js'
import { sameRows } from './sameRows.js'

const { lines, roles } = data[0]!
const customers: any = derive(
  sortBy(summarize(cleanOrders(lines, roles as any).orders) as any, 'customer_id') as any,
  {
    number: ({ customer_id }: any) => Number(customer_id.replace(/\D/g, '')),
    lapsed: ({ days_since_last }: any) => days_since_last > 400,
    tier: ({ orders }: any) => (orders > 8 ? "it's \\ best" : orders > 1 ? 'some' : null),
  },
)
const rows: any[] = toRows(customers)
/** What k-means is asked for. */
const groupings: Record<string, { features: string[]; k: number; scale?: any; maxIterations?: number }> = {
  'standardised, a few rounds': {
    features: ['orders', 'revenue', 'days_since_last'],
    k: 5,
    maxIterations: 3,
  },
  'logarithms, some missing, to the end': {
    features: ['monetary_value', 'orders', 'lapsed'],
    k: 3,
    scale: { monetary_value: ['log1p', 'standard'], orders: ['log1p', 'robust'], lapsed: 'none' },
  },
}
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** Those of least hash, by definition. */
function drawn(own: any[], count: number, key: string, seed: number): unknown[] {
  const hashed = own.map((row) => [md5(`${seed} ${row[key]}`), row[key]])
  const least = hashed.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, count)
  return least.map(([, value]) => value).sort()
}

/** What every engine has to show of learning: what is learned here of a little of what lies there. Of an engine that takes seconds to plan a query, `most` cases may do. */
export function learnSuite(engine: () => sql.Engine, most: number): void {
  describe('learning', () => {
    const table = 'clientele_test_learning'
    const there = () => sql.from(engine(), table)
    beforeAll(() => engine().upload(table, customers))

    it('sampleRows: those whose MD5 of seed and key is least, in each stratum, weighted by how many there are', async () => {
      const sample = await sql.sampleRows(there(), { rows: 60, by: 'tier', seed: 7 }).toTable()
      const found: any[] = toRows(sample)
      const ids = found.map((row) => row.customer_id)
      expect(ids).toEqual([...ids].sort())
      expect(about(sample).counts.sampleRows).toEqual({ rows: rows.length, sampled: 60, strata: 3 })
      for (const tier of ["it's \\ best", 'some', null]) {
        const all = rows.filter((row) => row.tier === tier)
        const own = found.filter((row) => row.tier === tier)
        expect(own.map((row) => row.customer_id)).toEqual(drawn(all, own.length, 'customer_id', 7))
        for (const row of own) expect(row.weight).toBeCloseTo(all.length / own.length, 12)
        expect(own.length).toBe(Math.min(all.length, 20))
      }
    })

    it('sampleRows: of all rows alike, by a number as key, under another name', async () => {
      const options = { rows: 50, key: 'number', as: { weight: 'stands_for' } }
      const found: any[] = toRows(await sql.sampleRows(there(), options).toTable())
      expect(found.map((row) => row.number).sort()).toEqual(drawn(rows, 50, 'number', 1))
      expect(found[0].stands_for).toBeCloseTo(rows.length / 50, 12)
    })

    it.each(Object.entries(groupings).slice(0, most))(
      'fitKMeans: from the same start what it finds here, %s',
      async (_, own) => {
        const { k, features } = own
        const known = rows.filter((row) => features.every((name) => row[name] !== null))
        const sorted = known.toSorted((a, b) => a[features[0]!] - b[features[0]!])
        const start = Array.from({ length: k }, (_, c) =>
          features.map((name) => Number(sorted[Math.floor(((c + 0.5) * sorted.length) / k)][name])),
        )
        const options: any = { ...own, start, missing: 'omit' }
        const [found, wanted] = [await sql.fitKMeans(there(), options), fitKMeans(customers, options)]
        const { inertia, ...fit } = wanted.fit
        expect(found.fit).toMatchObject(fit)
        expect(found.fit.inertia / inertia).toBeCloseTo(1, 9)
        wanted.scaledCenters.forEach((center, c) =>
          center.forEach((value, j) => expect(found.scaledCenters[c]![j]).toBeCloseTo(value, 9)),
        )
        const columns = ['customer_id', 'cluster']
        const labels = await sql.predict(there(), { model: found }).toTable()
        sameRows(labels.select(columns), wanted.predict(customers).select(columns) as any, ['customer_id'])
      },
    )

    it.runIf(most > 1)('fitKMeans: from the centres of a sample', async () => {
      const options = { features: ['orders', 'revenue'], k: 3, scale: ['log1p', 'standard'] } as const
      const found = await sql.fitKMeans(there(), { ...options, sample: 100 })
      expect(found.fit.converged).toBe(true)
      expect(found.fit.inertia).toBeLessThan(1.05 * fitKMeans(customers, options).fit.inertia)
    })

    it('countCases: a model of spend fitted on cases is that fitted on customers', async () => {
      const columns = ['frequency', 'monetary_value']
      const cases = await sql.countCases(there(), { columns }).toTable()
      const [own, wanted] = [fitGammaGamma(cases, { weights: 'cases' }), fitGammaGamma(customers)]
      for (const name of ['p', 'q', 'v'] as const) {
        expect(own.parameters[name]).toBeCloseTo(wanted.parameters[name], 9)
      }
      expect(own.fit.customers).toBe(wanted.fit.customers)
    })
  })
}
