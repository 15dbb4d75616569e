import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeSegments, fitKMeans, fitTree, fromRows, rfm, summarize, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { join } from 'node:path'
import { boxOf, joined } from '#src/segment/describe/box'

const cdnow = join(import.meta.dirname, '../../datasets/cdnow/orders.csv')
const customers = rfm(
  summarize(await readTable(cdnow), { customer: 'customer_id', time: 'date', amount: 'amount' }),
)
const rulesOf = (found: { readonly rules: any }) => toRows(found.rules) as Record<string, any>[]
const segmentsOf = (found: { readonly segments: any }) => toRows(found.segments) as Record<string, any>[]

/** Whether a row meets a rule, read from its words alone; for whole numbers and labels without spaces. */
function meets(rule: string, row: Record<string, any>): boolean {
  if (rule === 'all customers') return true
  return rule.split(' and ').every((part) => {
    const [, name, said, orMissing] = /^(\S+) (.*?)( or missing)?$/.exec(part)!
    const value = row[name!]
    if (said === 'is missing') return value === null
    if (value === null) return orMissing !== undefined
    if (said === 'is known') return true
    const range = /^(?:at least (\S+)|at most (\S+)|from (\S+) to (\S+)|is (\S+))$/.exec(said!)
    if (range) {
      const [, least, most, from, to, is] = range
      if (is !== undefined) return String(value) === is
      return value >= Number(least ?? from ?? -Infinity) && value <= Number(most ?? to ?? Infinity)
    }
    const labels = /^is (not|one of|none of) (.*)$/.exec(said!)!
    const isAmong = labels[2]!.split(', ').includes(String(value))
    return labels[1] === 'one of' ? isAmong : !isAmong
  })
}

describe('describeSegments', () => {
  const row = fc.record({
    segment: fc.constantFrom('a', 'b', 'c', null),
    x: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
    y: fc.integer({ min: -4, max: 4 }),
    kind: fc.constantFrom('p', 'q', 'r', 's', null),
  })

  it('rules in their words are met by so many customers, each by exactly one; precision and coverage are shares of them', () => {
    const lists = fc.array(row, { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 4 }), (rows, maxConditions) => {
        const known = rows.filter(({ segment }) => segment !== null)
        fc.pre(known.length > 0)
        const types = { segment: 'utf8', x: 'float64', kind: 'utf8' } as const
        const features = ['x', 'y', 'kind'] as const
        const found = describeSegments(fromRows(rows, { types }), { features, maxConditions })
        const met = known.map(() => 0)
        for (const { segment, rule, conditions, customers, precision, coverage } of rulesOf(found)) {
          const own = known.filter((one) => meets(rule, one))
          known.forEach((one, i) => (met[i]! += Number(meets(rule, one))))
          const right = own.filter((one) => one.segment === segment).length
          expect(customers).toBe(own.length)
          expect(precision).toBeCloseTo(right / own.length, 12)
          expect(coverage).toBeCloseTo(right / known.filter((one) => one.segment === segment).length, 12)
          expect(conditions).toBeLessThanOrEqual(maxConditions)
        }
        expect(met.every((times) => times === 1)).toBe(true)
        const right = rulesOf(found).reduce((sum, { customers, precision }) => sum + customers * precision, 0)
        expect(found.agreement).toBeCloseTo(right / known.length, 12)
      }),
      { numRuns: 60 },
    )
  })

  it('finds the rules by which segments were made: RFM segments from their scores', () => {
    const found = describeSegments(customers, { features: ['r', 'f', 'm'], agreement: 1 })
    expect(found.agreement).toBeGreaterThan(0.99)
    const rules = Object.fromEntries(segmentsOf(found).map(({ segment, sentence }) => [segment, sentence]))
    expect(rules['Champions']).toMatch(/r at least 4 and f at least 4 and m at least 4/)
  })

  it('less agreement makes fewer rules', () => {
    const features = ['days_since_last', 'orders', 'revenue'] as const
    const table = fitKMeans(customers, { features, scale: ['log1p', 'standard'], k: 5 }).predict(customers)
    const rules = [0.5, 0.8, 0.9, 0.95].map((agreement) =>
      describeSegments(table, { by: 'cluster', features, agreement }),
    )
    for (let i = 1; i < rules.length; i++) {
      expect(rules[i]!.rules.numRows).toBeGreaterThanOrEqual(rules[i - 1]!.rules.numRows)
      expect(rules[i]!.agreement).toBeGreaterThanOrEqual(rules[i - 1]!.agreement)
    }
    expect(rules[2]!.agreement).toBeGreaterThan(0.89)
    // Clusters are numbers: they stay such.
    expect(rulesOf(rules[0]!).every(({ segment }) => Number.isInteger(segment))).toBe(true)
  })

  it('its model says the same of new customers, by the names of the segments', () => {
    const features = ['r', 'f', 'm'] as const
    const { model, agreement } = describeSegments(customers, { features })
    const rows = toRows(model!.predict(customers)) as Record<string, any>[]
    const right = rows.filter(({ predicted, segment }) => predicted === segment).length
    expect(right / rows.length).toBeCloseTo(agreement, 12)
  })

  it('who is missing a value is told from who has one in words', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ segment: i % 2 ? 'A' : 'B', x: i % 2 ? null : i }))
    const { rules } = describeSegments(fromRows(rows))
    expect(rulesOf({ rules }).map(({ rule }) => rule)).toEqual(['x is missing', 'x is known'])
  })

  it('of a sample the rules are counted on all', () => {
    const few = describeSegments(customers, { features: ['r', 'f', 'm'], sample: 200 })
    expect(rulesOf(few).reduce((sum, one) => sum + one.customers, 0)).toBe(customers.numRows)
  })

  it('leaves out what would say nothing: other names of the segments, ids, and what was predicted', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      customer_id: `c${i}`,
      cluster: i < 20 ? 0 : 1,
      name: i < 20 ? 'few' : 'many',
      orders: i,
    }))
    const found = describeSegments(fromRows(rows), { by: 'cluster' })
    expect(rulesOf(found).map(({ rule }) => rule)).toEqual(['orders at most 19', 'orders at least 20'])
    const named = describeSegments(fromRows(rows), { by: 'cluster', features: ['name'] })
    expect(rulesOf(named).map(({ rule }) => rule)).toEqual(['name is few', 'name is many'])
    const table = fitKMeans(fromRows(rows), { features: ['orders'], k: 2 }).predict(
      fromRows(rows.map(({ name, orders }) => ({ name, orders }))),
    )
    const grouped = describeSegments(table, { by: 'name' })
    expect(JSON.stringify(rulesOf(grouped))).not.toContain('cluster')
  })

  it('one segment is all customers; a segment that nothing tells apart has no rule', () => {
    const one = describeSegments(
      fromRows([
        { segment: 'a', x: 1 },
        { segment: 'a', x: 2 },
      ]),
    )
    expect(rulesOf(one)).toEqual([
      { segment: 'a', rule: 'all customers', conditions: 0, customers: 2, precision: 1, coverage: 1 },
    ])
    expect(one.model).toBeUndefined()
    const same = fromRows(
      Array.from({ length: 30 }, (_, i) => ({ segment: i % 3 === 0 ? 'b' : 'a', x: i % 2 })),
    )
    const [a, b] = segmentsOf(describeSegments(same))
    expect([a!.rules, b!.rules]).toEqual([1, 0])
    expect(b).toMatchObject({ precision: null, coverage: null })
    expect(b!.sentence).toBe('10 customers: no short rule tells them from the others.')
  })

  const wrong: Record<string, [object, string]> = {
    'no such column': [{ by: 'nothing' }, 'column-missing'],
    'ids for segments': [{ by: 'customer_id' }, 'value-invalid'],
    'a feature that gives it away': [{ features: ['segment'] }, 'option-invalid'],
    'a feature that is not there': [{ features: ['age'] }, 'column-missing'],
    'no conditions': [{ maxConditions: 0 }, 'option-invalid'],
    'agreement beyond 1': [{ agreement: 90 }, 'option-invalid'],
  }
  it.each(Object.entries(wrong))('%s: says so', (_, [options, code]) => {
    expect(() => describeSegments(customers, options)).toThrow(expect.objectContaining({ code }))
    expect(() => describeSegments(customers, options)).toThrow(/^describeSegments: /)
  })

  it('nobody in a segment, nothing to describe them by', () => {
    const nobody = fromRows([{ segment: null, x: 1 }], { types: { segment: 'utf8' } })
    expect(() => describeSegments(nobody)).toThrow(expect.objectContaining({ code: 'rows-too-few' }))
    const bare = fromRows([
      { segment: 'a', customer_id: 'x' },
      { segment: 'b', customer_id: 'y' },
    ])
    expect(() => describeSegments(bare)).toThrow(/name/)
  })
})

it('two halves of a box are joined, other boxes are not', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    x: i,
    y: i % 5,
    to: i < 10 ? 'a' : i < 20 ? 'b' : 'c',
  }))
  const tree = fitTree(fromRows(rows), { target: 'to', features: ['x', 'y'], minLeaf: 1 })
  const box = (x: number) => boxOf(tree.path({ x, y: 0 }))
  expect([...joined(box(5), box(15))!]).toEqual([
    ['x', expect.objectContaining({ above: null, atMost: 19.5 })],
  ])
  expect(joined(box(5), box(35))).toBeUndefined()
})
