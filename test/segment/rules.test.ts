import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { about, auditRules, fromRows, segmentBy, toRows } from 'clientele'

const value = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })
const given = fc.array(fc.record({ a: value, b: value }), { maxLength: 20 })
const bounds = fc.record({ a: fc.integer({ min: 0, max: 9 }), b: fc.option(fc.integer({ min: 0, max: 9 })) })
const types = { a: 'float64', b: 'float64' } as const

describe('segmentBy and auditRules', () => {
  test('each row gets the first rule that it meets; gaps, overlaps and empty rules are counted', () => {
    fc.assert(
      fc.property(given, fc.array(bounds, { minLength: 1, maxLength: 5 }), (rows, limits) => {
        const table = fromRows(rows, { types })
        // Two rules share a name.
        const rules = limits.map(({ a, b }, i) => ({
          name: `s${i % 4}`,
          where: b === null ? { a: { from: a } } : { a: { from: a }, b: { below: b } },
        }))
        const meets = (row: (typeof rows)[number]) =>
          limits.flatMap(({ a, b }, i) =>
            row.a !== null && row.a >= a && (b === null || (row.b !== null && row.b < b)) ? [i] : [],
          )
        const met = rows.map(meets)
        const result = segmentBy(table, rules)
        expect(toRows(result).map(({ segment }) => segment)).toEqual(
          met.map(([first]) => (first === undefined ? null : rules[first]!.name)),
        )
        expect(about(result).counts.segmentBy).toEqual({
          rules: rules.length,
          gaps: met.filter((list) => list.length === 0).length,
          overlaps: met.filter((list) => list.length > 1).length,
          empty_rules: rules.filter((_, i) => !met.some(([first]) => first === i)).length,
        })
        const audit = auditRules(table, rules)
        expect(toRows(audit.rules)).toEqual(
          rules.map(({ name }, rule) => ({
            rule,
            segment: name,
            meet: met.filter((list) => list.includes(rule)).length,
            get: met.filter(([first]) => first === rule).length,
            alone: met.filter((list) => list.length === 1 && list[0] === rule).length,
          })),
        )
        expect(toRows(audit.gaps)).toEqual(rows.filter((_, i) => met[i]!.length === 0))
        const pairs = rules.flatMap((one, rule) =>
          rules.flatMap((other, k) => {
            const customers = met.filter((list) => list.includes(rule) && list.includes(k)).length
            return k > rule && customers > 0
              ? [{ rule, segment: one.name, other_rule: k, other_segment: other.name, customers }]
              : []
          }),
        )
        expect(toRows(audit.overlaps)).toEqual(pairs)
      }),
    )
  })

  test('a rule without a condition takes whoever is left; one may be a function of the row', () => {
    const table = fromRows([{ a: 1 }, { a: 5 }, { a: null }])
    const rules = [{ name: 'high', where: (row: any) => row.a > 3 }, { name: 'rest' }]
    expect(toRows(segmentBy(table, rules)).map(({ segment }) => segment)).toEqual(['rest', 'high', 'rest'])
    expect(about(segmentBy(table, rules)).counts.segmentBy?.gaps).toBe(0)
  })

  test('the column is named and replaced as everywhere', () => {
    const table = fromRows([{ segment: 'old' }])
    expect(() => segmentBy(table, [{ name: 'new' }])).toThrow(
      "already; rename the new one (as: {segment: '…'})",
    )
    const kept = segmentBy(table, [{ name: 'new' }], { as: { segment: 'tier' } })
    expect(toRows(kept)).toEqual([{ segment: 'old', tier: 'new' }])
    const [replaced] = toRows(segmentBy(table, [{ name: 'new' }], { replace: true }))
    expect(replaced).toEqual({ segment: 'new' })
  })

  test.each([
    [[], 'but got an empty list'],
    [{ vip: {} }, 'rules must be a list'],
    [[{ where: { a: 1 } }], 'rule 0 needs a name, but got undefined'],
    [[{ name: 'x', when: { a: 1 } }], "there is no option 'when'"],
    [[{ name: 'x', where: { none: 1 } }], "rule 'x': there is no column 'none'"],
    [[{ name: 'x', where: { a: 'text' } }], "rule 'x': column 'a' is Float64"],
    [[{ name: 'x', where: null }], 'leave where out'],
    [[{ name: 'x', where: () => 1 }], 'must return true or false'],
  ])('rules %j are refused: %s', (rules, sentence) => {
    expect(() => segmentBy(fromRows([{ a: 1 }]), rules as any)).toThrow(sentence)
    expect(() => auditRules(fromRows([{ a: 1 }]), rules as any)).toThrow(sentence)
  })
})
