import { fromRows } from 'clientele'
import { expect, it } from 'vitest'
import { learn } from '#src/learn/learn'

const rows = Array.from({ length: 2000 }, (_, i) => {
  const churned = (i * 7919) % 10 < 3
  const noise = ((i * 104729) % 997) / 997
  return {
    churned,
    spent: noise * 100 + (churned ? 20 : 0),
    // Known only once they have left.
    cancelled_on: churned ? 1 + noise : null,
    reason: churned ? ['price', 'move'][i % 2]! : 'none',
    // Neither high nor low means churn, but the middle.
    odd: churned ? 0.5 + noise / 100 : i % 2 === 0 ? noise / 4 : 0.7 + noise / 4,
    label: `customer ${i}`,
    city: ['Ulm', 'Bonn'][i % 2]!,
  }
})

it('names features that alone tell the target, missing values and turned orders among them, not identifiers', () => {
  const features = ['spent', 'cancelled_on', 'reason', 'odd', 'label', 'city']
  const found = learn('test', fromRows(rows) as any, { target: 'churned', features }).counts.leakage
  expect(found.map(({ feature }) => feature).sort()).toEqual(['cancelled_on', 'odd', 'reason'])
  for (const { score } of found) expect(score).toBeGreaterThan(0.99)
})

it('finds nothing in a handful of rows', () => {
  const few = fromRows(rows.slice(0, 20)) as any
  expect(learn('test', few, { target: 'churned', features: ['reason'] }).counts.leakage).toEqual([])
})

it('of a number, names what explains nearly all of it', () => {
  const table = fromRows(
    rows.map(({ spent, city }, i) => ({ spent, net: spent / 1.19, city, noise: i % 17 })),
  ) as any
  const found = learn('test', table, { target: 'spent' }).counts.leakage
  expect(found.map(({ feature }) => feature)).toEqual(['net'])
})

it('of several classes, names what tells them all', () => {
  const table = fromRows(
    rows.map(({ spent }, i) => ({ kind: ['a', 'b', 'c'][i % 3]!, code: (i % 3) * 10, spent })),
  ) as any
  const found = learn('test', table, { target: 'kind' }).counts.leakage
  expect(found).toEqual([{ feature: 'code', score: 1 }])
})

it('looks at more rows where a class is rare', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => {
    const churned = (i * 7919) % 500 === 0
    return { churned, cancelled: churned ? 1 : 0, noise: ((i * 104729) % 997) / 997 }
  })
  const learned = learn('test', fromRows(many) as any, { target: 'churned' })
  expect(learned.counts.leakage).toEqual([{ feature: 'cancelled', score: 1 }])
})
