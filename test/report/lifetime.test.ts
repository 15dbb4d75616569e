import { cleanOrders, fitBgNbd, fitMbgNbd, rfm, summarize, toRows, validateLifetime } from 'clientele'
import { readTable } from 'clientele/io'
import {
  chartAlive,
  chartExpectedPurchases,
  chartFrequency,
  chartTracking,
  lifetimeOutlook,
  report,
  reportFigures,
} from 'clientele/report'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addColumns, float64 } from '#src/table/build'
import { findColumn } from '#src/table/column'
import { isoDay } from '#src/table/days'
import { readNumbers } from '#src/table/numbers'
import { dataOf, type Line, smallShop } from './data.js'

const file = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')
const roles = { customer: 'customer_id', time: 'date', amount: 'amount' } as const
const { orders, audit } = cleanOrders(await readTable(file), roles)
const customers = rfm(summarize(orders))
const calibration = summarize(orders, { calibrationEnd: '1997-09-30', unit: 'week' })
const model = fitBgNbd(calibration)
const values = (chart: { readonly spec: any }): any[] => chart.spec.data.values

describe('chartFrequency, on CDNOW', () => {
  const rows = values(chartFrequency(calibration, { model }))
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.customers)

  test('the bars that were seen are the customers counted by frequency', () => {
    const counted = Array.from({ length: 8 }, () => 0)
    for (const { frequency } of toRows(calibration)) counted[Math.min(7, frequency as number)]!++
    expect(of('Seen')).toEqual(counted)
  })

  // Fader, Hardie and Lee (2005), figure 2: of 2,357 customers some 1,400 without a repeat order, some 440 with one.
  test('those expected add up to the customers, and are near what was seen', () => {
    const expected = of('Expected')
    expect(expected.reduce((a, b) => a + b, 0)).toBeCloseTo(calibration.numRows, 0)
    of('Seen').forEach((seen, i) => {
      expect(Math.abs(expected[i]! - seen)).toBeLessThan(4 * Math.sqrt(seen))
    })
  })
})

describe('maps of histories', () => {
  test('chartAlive: each field is what predict says of such a customer', () => {
    const T = Math.max(...toRows(calibration).map((row) => row.T as number))
    const fields = values(chartAlive(calibration, { model: fitMbgNbd(calibration) }))
    const picked = fields.find(({ repeats, quiet }) => repeats === 3 && quiet > 0)
    const { r, alpha, a, b } = fitMbgNbd(calibration).parameters as Record<string, number>
    const power = ((alpha! + T) / (alpha! + T - picked.quiet)) ** (r! + 3)
    // P(alive) of MBG/NBD in closed form: Batislam, Denizel and Filiztekin (2007).
    expect(picked.tone).toBeCloseTo(1 / (1 + (a! / (b! + 3)) * power), 3)
  })

  test('chartAlive: who came lately is more likely there; under BG/NBD who ordered once is for certain', () => {
    const fields = values(chartAlive(calibration, { model }))
    const row = fields.filter(({ repeats }) => repeats === 2).sort((a, b) => a.quiet - b.quiet)
    for (let i = 1; i < row.length; i++) expect(row[i].tone).toBeLessThan(row[i - 1].tone)
    expect(fields.filter(({ repeats }) => repeats === 0).every(({ tone }) => tone === 1)).toBe(true)
  })

  test('chartExpectedPurchases: a longer horizon brings more, in every field', () => {
    const [short, long] = [13, 39].map((weeks) =>
      values(chartExpectedPurchases(calibration, { model, horizon: { weeks } })),
    )
    short!.forEach(({ tone }, i) => expect(long![i].tone).toBeGreaterThanOrEqual(tone))
  })

  test('neither draws a model that is none', () => {
    expect(() => chartAlive(calibration, { model: {} as any })).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    )
  })
})

describe('chartTracking', () => {
  const validation = validateLifetime(calibration, { model, orders })

  test('ends with all repeat orders, marks the end of calibration, and its steps add up', () => {
    const [above, below]: any[] = chartTracking(validation).spec['vconcat'] as any
    const last = above.layer[0].data.values.findLast(({ kind }: any) => kind === 'Seen')
    const sum = below.layer[0].data.values
      .filter(({ kind }: any) => kind === 'Seen')
      .reduce((total: number, { orders }: any) => total + orders, 0)
    expect(sum).toBeCloseTo(last.orders, 6)
    expect(above.layer[1].data.values[0].day).toBe(Date.parse('1997-09-30') / 86_400_000)
  })

  test('needs the orders', () => {
    const { tracking: _, ...bare } = validation
    expect(() => chartTracking(bare)).toThrow(/give validateLifetime the orders/)
  })

  test('customers who came after calibration are nobody that the model was asked about', () => {
    const shop = dataOf(smallShop(60, 100)).orders
    const known = summarize(shop, { calibrationEnd: '2023-09-30' })
    const all = validateLifetime(known, { model: fitBgNbd(known, { penalty: 0.1 }), orders: shop })
    const repeats = toRows(known).reduce((n, row: any) => n + row.frequency + row.holdout_frequency, 0)
    expect(toRows(all.tracking!).at(-1)?.actual_cumulative).toBe(repeats)
  })
})

describe('lifetimeOutlook, on CDNOW', () => {
  const outlook = lifetimeOutlook({ orders, customers })
  const rows = toRows(outlook.customers)
  const { lifetime } = reportFigures({ orders, customers: outlook.customers, audit, outlook })

  test('adds p_alive, expected_purchases and clv, and changes nothing else', () => {
    expect(outlook.customers.schema.names).toEqual([
      ...customers.schema.names,
      'p_alive',
      'expected_purchases',
      'clv',
    ])
    expect(outlook.customers.numRows).toBe(customers.numRows)
    expect(rows.every((row: any) => row.p_alive >= 0 && row.p_alive <= 1 && row.clv >= 0)).toBe(true)
  })

  test('sums of segments are the sums of their customers, within their intervals', () => {
    const { total, segments } = lifetime!
    expect(segments.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(total.value, 6)
    for (const { segment, value, low, high } of segments) {
      const own = rows.filter((row) => row.segment === segment)
      expect(own.reduce((sum, row) => sum + (row.clv as number), 0)).toBeCloseTo(value, 6)
      expect(low! < value && value < high!).toBe(true)
    }
  })

  test('so few customers make up a fifth of the worth, and one fewer does not', () => {
    const clv = rows.map((row) => row.clv as number).sort((a, b) => b - a)
    const sum = (n: number) => clv.slice(0, n).reduce((a, b) => a + b, 0)
    expect(sum(lifetime!.fifth)).toBeGreaterThanOrEqual(0.2 * sum(clv.length) - 1e-6)
    expect(sum(lifetime!.fifth - 1)).toBeLessThan(0.2 * sum(clv.length))
  })

  test('slipping away: of the fifth who spent most those more likely gone than not', () => {
    const { least, valuable, slipping, bands } = lifetime!.slipping!
    const best = rows.filter((row) => (row.revenue as number) >= least)
    expect(best).toHaveLength(valuable)
    expect(best.filter((row) => (row.p_alive as number) < 0.5)).toHaveLength(slipping.customers)
    expect(bands.reduce((n, { customers }) => n + customers, 0)).toBe(valuable)
  })

  test('the trial foretells the last third within a twentieth', () => {
    const { orders, revenue, days, calibrationEnd } = lifetime!.trial!
    expect([days, calibrationEnd]).toEqual([182, '1997-12-30'])
    expect(Math.abs(orders.expected / orders.actual - 1)).toBeLessThan(0.05)
    expect(Math.abs(revenue!.expected / revenue!.actual - 1)).toBeLessThan(0.05)
  })

  test.each(['en', 'zh'] as const)('the page has its three sections, without a gap (%s)', async (lang) => {
    const page = await report({ orders, customers: outlook.customers, audit, outlook }, { lang })
    for (const id of ['worth', 'slipping', 'trial']) expect(page).toContain(`<section id="${id}"`)
    expect(page.replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/NaN|undefined|Infinity|\[object/)
  })

  test('a longer horizon is worth more, a higher discount less', () => {
    const [longer, dearer] = [{ horizon: { months: 24 } }, { discountRate: 0.5 }].map(
      (options) => lifetimeOutlook({ orders, customers }, options).forecast!.total.value,
    )
    expect(longer).toBeGreaterThan(lifetime!.total.value)
    expect(dearer).toBeLessThan(lifetime!.total.value)
  })
})

describe('lifetimeOutlook says why there is no forecast, and the report goes on', () => {
  const years = smallShop(60, 110)
  const once: Line[] = Array.from({ length: 90 }, (_, i) => ({
    customer: `c${i}`,
    day: isoDay(19_800 + i),
    amount: 9,
  }))
  const cases: Record<string, [readonly Line[], object]> = {
    'a short history': [years.filter((line) => line.day < '2023-02-10'), { why: 'history' }],
    'few customers': [smallShop(20, 110), { why: 'customers', needs: 50 }],
    'nobody who bought again': [once, { why: 'repeat', got: 0, needs: 10 }],
  }
  test.each(Object.entries(cases))('%s', async (_, [lines, gap]) => {
    const data = dataOf(lines)
    const outlook = lifetimeOutlook(data)
    expect(outlook.gap).toMatchObject(gap)
    expect(outlook.customers).toBe(data.customers)
    const page = await report({ ...data, outlook })
    expect(page).toContain('What customers will be worth is left out: ')
    expect(page).not.toContain('<section id="worth"')
  })

  const { orders } = dataOf(years)
  const table = rfm(summarize(orders))
  const replaced = (name: string, value: (old: number, row: number) => number) => {
    const old = readNumbers(findColumn(table, name, 'test'), 'test')
    return addColumns(table, { [name]: float64(old.map(value)) }, 'test', { replace: true })
  }

  test('customers who bring nothing', () => {
    const zero = addColumns(
      replaced('monetary_value', () => 0),
      { revenue: float64(new Float64Array(table.numRows)) },
      'test',
      { replace: true },
    )
    expect(lifetimeOutlook({ orders, customers: zero }).gap).toEqual({ why: 'spend' })
  })

  test('where refunds ate up what a customer spent, that counts as if nothing were known of it', () => {
    const first = toRows(table).findIndex((row) => (row.frequency as number) > 0)
    const clv = (value: number) => {
      const customers = replaced('revenue', (old, row) => (row === first ? value : old))
      return lifetimeOutlook({ orders, customers }).customers.getChild('clv')!.get(first)
    }
    expect(clv(-5)).toBeGreaterThan(0)
    expect(clv(-5)).toBe(clv(0))
    expect(clv(1e6)).toBeGreaterThan(clv(-5)!)
  })

  test('what it is not given is an error', () => {
    const wrong = [{ horizon: { months: 0.5 } }, { horizon: { weeks: 3 } as any }, { discountRate: -1 }]
    for (const options of wrong) {
      expect(() => lifetimeOutlook({ orders, customers: table }, options)).toThrow(
        expect.objectContaining({ code: 'option-invalid' }),
      )
    }
  })
})
