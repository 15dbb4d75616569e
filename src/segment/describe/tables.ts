import type { Table } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import { asColumn } from '../../table/column.js'
import type { SortedGroups } from '../../table/sortedGroups.js'
import { takeVector } from '../../table/take.js'
import type { CountedRule } from './leaves.js'
import { rulesSentence } from './wording.js'

/** One row a rule. */
export function ruleTable(
  rules: readonly CountedRule[],
  sizes: Int32Array,
  { values }: SortedGroups,
): Table<any> {
  const segment = takeVector(
    asColumn('segment', values.type, values.data),
    Int32Array.from(rules, (rule) => rule.segment),
  )
  return makeTable({
    segment,
    rule: utf8(rules.map(({ rule }) => rule)),
    conditions: int32(Int32Array.from(rules, ({ conditions }) => conditions)),
    customers: int32(Int32Array.from(rules, ({ customers }) => customers)),
    precision: float64(Float64Array.from(rules, ({ own, customers }) => own / customers)),
    coverage: float64(Float64Array.from(rules, ({ own, segment: g }) => own / sizes[g]!)),
  } as any)
}

/** One row a segment: its rules taken together. */
export function segmentsTable(
  rules: readonly CountedRule[],
  sizes: Int32Array,
  { values }: SortedGroups,
): Table<any> {
  const own = Array.from(sizes, (_, g) => rules.filter(({ segment }) => segment === g))
  const together = own.map((list, g) => {
    const sum = (of: 'own' | 'customers') => list.reduce((total, rule) => total + rule[of], 0)
    const none = list.length === 0
    return {
      precision: none ? NaN : sum('own') / sum('customers'),
      coverage: none ? NaN : sum('own') / sizes[g]!,
    }
  })
  return makeTable({
    segment: values,
    customers: int32(sizes),
    rules: int32(Int32Array.from(own, ({ length }) => length)),
    precision: float64(Float64Array.from(together, ({ precision }) => precision)),
    coverage: float64(Float64Array.from(together, ({ coverage }) => coverage)),
    sentence: utf8(
      own.map((list, g) =>
        rulesSentence(
          sizes[g]!,
          list.map(({ rule }) => rule),
          together[g]!,
        ),
      ),
    ),
  } as any)
}
