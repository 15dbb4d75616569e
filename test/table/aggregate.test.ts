import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBy, distinctBy, firstBy, maxBy, minBy, rowsByGroup, sumBy } from '#src/table/aggregate'
import { roundingOf } from '#src/table/decimals'

const rows = fc.array(
  fc.record({
    group: fc.nat(4),
    value: fc.constantFrom(NaN, 0, 1, -1, 0.1, 1e16, Infinity),
    thing: fc.integer({ min: -1, max: 3 }),
  }),
)

test('count, sum, least, greatest, first and distinct leave out missing values, group by group, in the order of rows', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const size = 5
      const grouping = { codes: Int32Array.from(given, ({ group }) => group), size }
      const values = Float64Array.from(given, ({ value }) => value)
      const things = Int32Array.from(given, ({ thing }) => thing)
      const groups = Array.from({ length: size }, (_, g) => given.filter(({ group }) => group === g))
      const present = groups.map((group) => group.map(({ value }) => value).filter((v) => !Number.isNaN(v)))
      expect([...countBy(grouping)]).toEqual(groups.map((group) => group.length))
      expect([...countBy(grouping, values)]).toEqual(present.map((group) => group.length))
      const round = roundingOf(values)
      expect([...sumBy(grouping, values)]).toEqual(
        present.map((group) => round(group.reduce((a, b) => a + b, 0))),
      )
      expect([...minBy(grouping, values)]).toEqual(present.map((g) => (g.length > 0 ? Math.min(...g) : NaN)))
      expect([...maxBy(grouping, values)]).toEqual(present.map((g) => (g.length > 0 ? Math.max(...g) : NaN)))
      expect([...firstBy(grouping, values)]).toEqual(present.map((group) => group[0] ?? NaN))
      expect([...distinctBy(grouping, things)]).toEqual(
        groups.map((group) => new Set(group.map(({ thing }) => thing).filter((thing) => thing >= 0)).size),
      )
      expect([...rowsByGroup(grouping)]).toEqual(
        Array.from({ length: size }, (_, g) =>
          given.flatMap(({ group }, i) => (group === g ? [i] : [])),
        ).flat(),
      )
    }),
  )
})
