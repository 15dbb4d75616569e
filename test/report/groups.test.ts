import { cleanOrders, fitKMeans, fromRows, rfm, summarize, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { groupCustomers, report, reportFigures } from 'clientele/report'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataOf, smallShop } from './data.js'

const folder = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')
const { orders } = cleanOrders(await readTable(folder), {
  customer: 'customer_id',
  time: 'date',
  amount: 'amount',
})
const customers = rfm(summarize(orders))
const made = (n: number, more: (i: number) => object = () => ({})) =>
  fromRows(
    Array.from({ length: n }, (_, i) => ({
      orders: 1 + (i % 9),
      revenue: 10 + ((i * i) % 97),
      days_since_last: (i * 7) % 300,
      ...more(i),
    })),
  )

describe('groupCustomers, on CDNOW', () => {
  const groups = groupCustomers(customers)
  const rows = toRows(groups.customers) as Record<string, any>[]

  test('adds cluster and group and changes nothing else; names are one to one with clusters', () => {
    expect(groups.customers.schema.names).toEqual([...customers.schema.names, 'cluster', 'group'])
    const pairs = new Set(rows.map(({ cluster, group }) => `${cluster} ${group}`))
    expect(pairs.size).toBe(groups.found!.model.k)
    expect(new Set(rows.map(({ group }) => group)).size).toBe(groups.found!.model.k)
  })

  test('is the same for any number of threads, and every time', () => {
    const again = groupCustomers(customers, { threads: 2 })
    expect(toRows(again.customers)).toEqual(rows)
    expect(again.found!.choice.recommended).toEqual(groups.found!.choice.recommended)
  })

  test('the clusters are those of fitKMeans with logarithms', () => {
    const { k } = groups.found!.model
    const features = ['days_since_last', 'orders', 'revenue'] as const
    const model = fitKMeans(customers, { features, scale: ['log1p', 'standard'], k })
    expect(model.fit.inertia).toBe(groups.found!.model.fit.inertia)
  })

  test('its figures add up, the group that brings most first', () => {
    const figures = reportFigures({ orders, customers: groups.customers, groups }).groups!
    expect(figures.groups.reduce((sum, one) => sum + one.customers, 0)).toBe(customers.numRows)
    expect(figures.groups.reduce((sum, one) => sum + one.shareOfRevenue, 0)).toBeCloseTo(1, 12)
    const revenues = figures.groups.map(({ revenue }) => revenue)
    expect(revenues).toEqual([...revenues].sort((a, b) => b - a))
    const [top] = figures.groups
    const own = rows.filter(({ group }) => group === top!.name)
    expect(own.reduce((sum, { revenue }) => sum + revenue, 0)).toBeCloseTo(top!.revenue, 6)
    expect(JSON.stringify(figures).length).toBeLessThan(6000)
    for (const { rules } of figures.groups) {
      expect(rules.reduce((sum, { coverage }) => sum + coverage, 0)).toBeLessThanOrEqual(1 + 1e-12)
    }
  })

  test.each(['en', 'zh'] as const)('the page has its two sections, without a gap (%s)', async (lang) => {
    const page = await report({ orders, customers: groups.customers, groups }, { lang })
    for (const id of ['groups', 'group-profile']) expect(page).toContain(`<section id="${id}"`)
    expect(page).toContain(lang === 'en' ? 'days since the last order at ' : '距上次下单天数 ≤ ')
    expect(page.replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/NaN|undefined|Infinity|\[object/)
    expect(page.length).toBeLessThan(700_000)
  })

  test('k can be given', () => {
    expect(groupCustomers(customers, { k: 2 }).found!.model.k).toBe(2)
  })
})

describe('groupCustomers says why there are no groups', () => {
  test('too few customers, or all alike', () => {
    expect(groupCustomers(made(99)).gap).toEqual({ why: 'customers', got: 99, needs: 100 })
    const alike = made(200, () => ({ orders: 1, revenue: 5 }))
    expect(groupCustomers(alike).gap).toEqual({ why: 'alike' })
    const two = made(200, (i) => ({ orders: i % 2, revenue: i % 2, days_since_last: i % 2 }))
    expect(groupCustomers(two).gap).toMatchObject({ why: 'fit' })
    expect(groupCustomers(two).customers.schema.names).not.toContain('group')
  })

  test('one number that is the same for all is left out; revenue below 0 counts as 0; who lacks a number is in no group', () => {
    const once = groupCustomers(made(300, () => ({ orders: 1 })))
    expect(once.found!.model.features).toEqual(['days_since_last', 'revenue'])
    const refunds = groupCustomers(made(300, (i) => (i % 10 === 0 ? { revenue: -50 } : {})))
    expect(refunds.gap).toBeUndefined()
    const holes = groupCustomers(made(300, (i) => (i === 7 ? { revenue: null } : {})))
    expect(toRows(holes.customers)[7]).toMatchObject({ revenue: null, cluster: null, group: null })
  })

  test('a column that is called so already is an error, and so is what it is not told rightly', () => {
    expect(() => groupCustomers(made(300, () => ({ group: 'x' })))).toThrow(
      expect.objectContaining({ code: 'column-exists' }),
    )
    for (const options of [{ k: 1 }, { sample: 3 }, { seed: -1 }, { threads: 0 }]) {
      expect(() => groupCustomers(made(300), options)).toThrow(
        expect.objectContaining({ code: 'option-invalid' }),
      )
    }
  })

  test('the report says so and goes on', async () => {
    const data = dataOf(smallShop(60, 100))
    const page = await report({ ...data, groups: groupCustomers(data.customers) })
    expect(page).toContain('Groups of customers are left out: it takes at least 100 customers')
    expect(page).not.toContain('<section id="groups"')
    await expect(report({ ...data, groups: {} as any })).rejects.toThrow(/as groups/)
  })
})
