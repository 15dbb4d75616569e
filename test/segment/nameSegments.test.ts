import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromRows, nameSegments, profile, toRows } from 'clientele'

const namesOf = (rows: readonly object[], options = {}) =>
  (toRows(nameSegments(profile(fromRows(rows), options))) as any[]).map(({ name }) => name)

/** Customers of a segment, five of each: the numbers given, and those numbers plus one or two. */
const group = (segment: unknown, numbers: { [column: string]: number | string }) =>
  [0, 0, 0, 1, 2].map((more) => ({
    segment,
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, v]) => [name, typeof v === 'number' ? v + more : v]),
    ),
  }))

const pair = (numbers: object, others: object) =>
  namesOf([...group(1, numbers as any), ...group(2, others as any)])

describe('nameSegments', () => {
  test('two traits make a name of adjectives and who they are', () => {
    const rows = [
      ...group('a', { orders: 30, revenue: 3000 }),
      ...group('b', { orders: 1, revenue: 900 }),
      ...group('c', { orders: 9, revenue: 20 }),
    ]
    expect(namesOf(rows)).toEqual([
      'Frequent big spenders',
      'One-time small spenders',
      'Occasional small spenders',
    ])
    expect(namesOf(rows, { features: ['orders'] })).toEqual([
      'Frequent buyers',
      'One-timers',
      'Occasional buyers',
    ])
  })

  test('lapsed one-timers, recent and new ones, and risk have words', () => {
    expect(pair({ days_since_last: 300, orders: 1 }, { days_since_last: 3, orders: 20 })).toEqual([
      'Lapsed one-timers',
      'Recent frequent buyers',
    ])
    expect(pair({ T: 10, p_alive: 0 }, { T: 900, p_alive: 9 })).toEqual([
      'Fading new buyers',
      'Active long-standing buyers',
    ])
    // A score says that they buy seldom, orders that it was once.
    expect(pair({ f: 1, orders: 1, recency: 0 }, { f: 9, orders: 5, recency: 3 })).toEqual([
      'One-timers',
      'Frequent buyers',
    ])
    expect(pair({ age_of_car: 10 }, { age_of_car: 2 })).toEqual([
      'Customers with high age of car',
      'Customers with low age of car',
    ])
  })

  test('values that come more often are named where numbers say nothing; without any, average', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      segment: i % 2,
      country: i % 2 ? 'DE' : 'FR',
      flat: 1,
    }))
    expect(namesOf(rows)).toEqual(['Customers with country FR', 'Customers with country DE'])
    expect(namesOf(rows, { features: ['flat'] })).toEqual(['Average customers', 'Average customers (2)'])
  })

  test('segments that would share a name say more; those without a label are said to be without', () => {
    const rows = [
      ...group('a', { orders: 50, revenue: 900, days_since_last: 35 }),
      ...group('b', { orders: 50, revenue: 900, days_since_last: 65 }),
      ...group(null, { orders: 2, revenue: 20, days_since_last: 0 }),
      ...group(null, { orders: 2, revenue: 20, days_since_last: 100 }),
    ]
    expect(namesOf(rows)).toEqual([
      'Recent frequent big spenders',
      'Lapsed frequent big spenders',
      'Without a segment',
    ])
  })

  test('who has lapsed is said to have, even where other things differ more', () => {
    const rows = [
      ...group('a', { orders: 50, revenue: 900, days_since_last: 60 }),
      ...group('b', { orders: 2, revenue: 20, days_since_last: 50 }),
      ...group('c', { orders: 2, revenue: 20, days_since_last: 0 }),
    ]
    expect(namesOf(rows)[0]).toBe('Lapsed frequent big spenders')
    expect(namesOf(rows, { features: ['orders', 'revenue'] })[0]).toBe('Frequent big spenders')
  })

  test('of segments that say the same, the one that has most of what sets them apart says so', () => {
    const rows = [
      ...group('a', { orders: 40, revenue: 900 }),
      ...group('b', { orders: 80, revenue: 900 }),
      ...group('c', { orders: 2, revenue: 20 }),
      ...group('d', { orders: 2, revenue: 20 }),
    ]
    expect(namesOf(rows).slice(0, 2)).toEqual(['Frequent big spenders', 'Very frequent big spenders'])
    // Nothing tells these two apart.
    expect(namesOf(rows).slice(2)).toEqual(['Occasional small spenders', 'Occasional small spenders (2)'])
  })

  test('names are all different, in the order of the profile, whatever the order of rows', () => {
    const row = fc.record({
      segment: fc.constantFrom('a', 'b', 'c', 'd', null),
      orders: fc.integer({ min: 1, max: 4 }),
      revenue: fc.integer({ min: 0, max: 9 }),
      visits: fc.integer({ min: 0, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const table = (list: typeof rows) => fromRows(list, { types: { segment: 'utf8' } })
        const names = toRows(nameSegments(profile(table(rows)))) as any[]
        expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
        const turned = toRows(nameSegments(profile(table(rows.toReversed()))))
        expect(turned).toEqual(names)
        expect(names.map(({ segment }) => segment)).toEqual(
          ['a', 'b', 'c', 'd', null].filter((name) => rows.some(({ segment }) => segment === name)),
        )
      }),
    )
  })

  test.each([[null], [undefined], [{}], [[]], ['profile'], [{ segments: 1, features: 2, categories: 3 }]])(
    '%j is no profile',
    (wrong) => {
      expect(() => nameSegments(wrong as any)).toThrow(/^nameSegments: /)
    },
  )
})
