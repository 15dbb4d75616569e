import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import type { Int32, Table, Utf8 } from '../table/arrow.js'
import { int32, makeTable, utf8 } from '../table/build.js'
import { takeRows } from '../table/take.js'
import type { Columns, Own, TableLike } from '../table/types.js'
import { type Matched, matchRules, type SegmentRule } from './rules/readRules.js'

/** What `auditRules` finds. */
export interface RuleAudit<T = any> {
  /** One row a rule: how many customers meet it, how many it gets, and how many of those meet no other. */
  readonly rules: Table<{ rule: Int32; segment: Utf8; meet: Int32; get: Int32; alone: Int32 }>
  /** Pairs of rules that want the same customers: the one that comes first, the other, and how many meet both. */
  readonly overlaps: Table<{
    rule: Int32
    segment: Utf8
    other_rule: Int32
    other_segment: Utf8
    customers: Int32
  }>
  /** The customers who meet no rule: the given table's rows. */
  readonly gaps: Table<Own<T>>
}

const WHO = 'auditRules'

/**
 * Checks segment rules against the customers before they are used: whom several rules want, whom none does, and which rules get nobody
 * because earlier ones take all.
 *
 * @param table - one row a customer
 * @param rules - as for `segmentBy`
 * @returns a frozen `{rules, overlaps, gaps}`, a table each. Rules are numbered from 0 in the order in which they are tried;
 * `overlaps` has the pairs of rules that share customers, whatever the others say
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: as `where` for each rule, and a pass over the rows for each pair of rules.
 *
 * @example
 * ```ts
 * const customers = fromRows([9, 6, 1].map((orders, i) => ({ customer_id: `c${i}`, orders })))
 * const { rules, overlaps, gaps } = auditRules(customers, [
 *   { name: 'Regulars', where: { orders: { from: 5 } } },
 *   { name: 'Best', where: { orders: { from: 8 } } },
 * ])
 * console.log(toRows(rules).map((row) => row.get)) // [ 2, 0 ]
 * console.log(toRows(overlaps)[0]?.customers, toRows(gaps)[0]?.customer_id) // 1 'c2'
 * ```
 */
export function auditRules<T extends Columns>(
  table: TableLike<T>,
  rules: readonly SegmentRule<T>[],
): RuleAudit<T> {
  const own = adopt(table, WHO)
  const matched = matchRules(own, rules, WHO)
  const { first, names } = matched
  const gaps = Int32Array.from(first.keys()).filter((row) => first[row]! < 0)
  const overlaps = findOverlaps(matched)
  const result = { rules: countEach(matched), overlaps, gaps: takeRows(own, gaps) }
  return printable(
    result,
    () =>
      `auditRules: ${names.length} rules, ${brief(gaps.length)} of ${brief(first.length)} customers meet none, ${overlaps.numRows} pairs of rules overlap`,
  ) as unknown as RuleAudit<T>
}

function countEach({ names, passes, first }: Matched): RuleAudit['rules'] {
  const [meet, get, alone] = [0, 1, 2].map(() => new Int32Array(names.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  for (let i = 0; i < first.length; i++) {
    let met = 0
    for (let rule = 0; rule < passes.length; rule++) {
      met += passes[rule]![i]!
      meet[rule]! += passes[rule]![i]!
    }
    if (met > 0) get[first[i]!]!++
    if (met === 1) alone[first[i]!]!++
  }
  const rule = int32(Int32Array.from(names.keys()))
  return makeTable({ rule, segment: utf8(names), meet: int32(meet), get: int32(get), alone: int32(alone) })
}

function findOverlaps({ names, passes }: Matched): RuleAudit['overlaps'] {
  const pairs: { a: number; b: number; both: number }[] = []
  for (let a = 0; a < passes.length; a++) {
    for (let b = a + 1; b < passes.length; b++) {
      const both = countBoth(passes[a]!, passes[b]!)
      if (both > 0) pairs.push({ a, b, both })
    }
  }
  return makeTable({
    rule: int32(Int32Array.from(pairs, ({ a }) => a)),
    segment: utf8(pairs.map(({ a }) => names[a]!)),
    other_rule: int32(Int32Array.from(pairs, ({ b }) => b)),
    other_segment: utf8(pairs.map(({ b }) => names[b]!)),
    customers: int32(Int32Array.from(pairs, ({ both }) => both)),
  })
}

function countBoth(a: Uint8Array, b: Uint8Array): number {
  let both = 0
  for (let i = 0; i < a.length; i++) both += a[i]! & b[i]!
  return both
}
