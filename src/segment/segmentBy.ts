import { checkBoolean, checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Dictionary, Int32, Table, Utf8 } from '../table/arrow.js'
import { addColumns, dictionary, type NamingOptions } from '../table/build.js'
import { addCounts } from '../table/metadata.js'
import type { Columns, TableLike, With } from '../table/types.js'
import { matchRules, type SegmentRule } from './rules/readRules.js'

const WHO = 'segmentBy'

/**
 * Puts each customer in a segment by rules that you write: one factor (`orders` from 5) or several (`orders` from 5 and
 * `days_since_last` to 90). The first rule that a customer meets wins.
 *
 * A rule's condition has the form that `where` takes, an object of tests by column or a function of the row, with the same
 * meaning for missing values. A rule without one takes everybody: put it last to leave nobody out. Where no rule is met, the
 * segment is null. `auditRules` shows which customers several rules want, and which none does.
 *
 * @param table - one row a customer
 * @param rules - `[{name, where}]`, in the order in which they are tried
 * @param options - `as: {segment: 'tier'}` names the column, `replace: true` overwrites one of that name
 * @returns the same rows in the same order with `segment` (a dictionary of the rules' names). `about(result).counts.segmentBy` has `rules`,
 * `gaps` (rows that meet no rule), `overlaps` (rows that meet several) and `empty_rules` (rules that no row is left for)
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-exists`
 *
 * Cost: as `where` for each rule; a byte a row and rule.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', orders: 9, days_since_last: 12 },
 *   { customer_id: 'bob', orders: 7, days_since_last: 300 },
 *   { customer_id: 'eve', orders: 1, days_since_last: 40 },
 * ])
 * const tiers = segmentBy(customers, [
 *   { name: 'Regulars', where: { orders: { from: 5 }, days_since_last: { to: 90 } } },
 *   { name: 'Sleeping', where: { orders: { from: 5 } } },
 *   { name: 'Others' },
 * ])
 * console.log(toRows(tiers).map((row) => row.segment)) // [ 'Regulars', 'Sleeping', 'Others' ]
 * console.log(about(tiers).counts.segmentBy?.overlaps) // 2
 * ```
 */
export function segmentBy<T extends Columns>(
  table: TableLike<T>,
  rules: readonly SegmentRule<T>[],
  options: NamingOptions = {},
): With<T, { segment: Dictionary<Utf8, Int32> }> {
  checkOptions(WHO, options, ['as', 'replace'])
  const { as, replace = false } = options
  checkBoolean(WHO, 'replace', replace)
  const own = adopt(table, WHO)
  const { names, passes, first } = matchRules(own, rules, WHO)
  const labels = [...new Set(names)]
  const labelOf = names.map((name) => labels.indexOf(name))
  const segment = dictionary(
    first.map((rule) => (rule < 0 ? -1 : labelOf[rule]!)),
    labels,
  )
  const counts = countRules(passes, first)
  const result = addColumns(own, { segment }, WHO, { as, replace })
  return addCounts(result as Table, WHO, counts) as unknown as With<T, { segment: Dictionary<Utf8, Int32> }>
}

function countRules(passes: readonly Uint8Array[], first: Int32Array) {
  const used = new Set(first)
  let gaps = 0
  let overlaps = 0
  for (let i = 0; i < first.length; i++) {
    let met = 0
    for (const rule of passes) met += rule[i]!
    if (met === 0) gaps++
    if (met > 1) overlaps++
  }
  const empty = [...passes.keys()].filter((rule) => !used.has(rule)).length
  return { rules: passes.length, gaps, overlaps, empty_rules: empty }
}
