import { invalid } from '../options.js'
import { adopt, describe } from '../table/adopt.js'
import type { DataType, Table, Utf8 } from '../table/arrow.js'
import { makeTable, utf8 } from '../table/build.js'
import { findColumn } from '../table/column.js'
import { toRows } from '../table/toRows.js'
import { takeVector } from '../table/take.js'
import { uniqueName } from './groups/uniqueName.js'
import { intensify } from './names/intensify.js'
import { boughtOnce, categoryPart, type NamePart, numberPart, phrase } from './names/words.js'
import type { Profile } from './profile.js'
import { tellingCategories, tellingNumbers } from './profile/traits.js'

const WHO = 'nameSegments'
/** How much a name says at first, and at most where that tells no two segments apart. */
const FIRST = 2
const MOST = 5
/** From here on a difference is plain, by Cohen's convention. */
const PLAIN = 0.5

/**
 * Proposes a short name for each segment from what sets it apart: 'Frequent big spenders', 'Lapsed one-timers', 'Recent buyers'.
 *
 * A name says the two things that differ most (see `profile`: a standardised difference of 0.2 or more, then values with q up to 0.05), and always whether they
 * have lapsed or are at risk, where that is plain (0.5). Where two segments
 * would share a name it says more of both, up to five things, then 'very' of the one that has most of what they share, then numbers them. Orders, days since the last one, revenue, tenure, RFM scores, `p_alive` and
 * `churn_probability` have words of their own; other numbers are 'high' and 'low', values are named with their column. A segment that differs in nothing is 'Average customers', that of missing
 * labels 'Without a segment'. Names are proposals in English: read the profile before you use them.
 *
 * @param profile - what `profile` gives
 * @returns a table of `segment` (as in `profile.segments`, same order) and `name` (all different); `join` puts the names to customers
 * @throws ClienteleError `option-invalid` for anything but a profile
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * const customers = fromRows([1, 1, 1, 8, 9, 10].map((orders, i) => ({
 *   customer_id: `c${i}`, cluster: orders > 5 ? 1 : 0, orders, revenue: 20 * orders, days_since_last: 300 - 20 * orders,
 * })))
 * const names = nameSegments(profile(customers, { by: 'cluster', features: ['orders', 'days_since_last'] }))
 * console.log(toRows(names).map((row) => row.name)) // [ 'Lapsed one-timers', 'Recent frequent buyers' ]
 * const named = join(customers, names, { on: { cluster: 'segment' }, how: 'left' })
 * console.log(toRows(named)[0]?.name) // 'Lapsed one-timers'
 * ```
 */
export function nameSegments(profile: Profile): Table<{ segment: DataType; name: Utf8 }> {
  const { segments, parts } = readParts(profile)
  let said = parts.map((all) => all.filter((part, i) => i < FIRST || isVital(part)))
  const nameAll = () =>
    said.map((own, i) => (segments.labels[i] === null ? 'Without a segment' : phrase(own)))
  let names = nameAll()
  for (let most = FIRST + 1; most <= MOST; most++) {
    said = said.map((own, i) =>
      isShared(names, i) ? parts[i]!.filter((part, at) => at < most || isVital(part)) : own,
    )
    names = nameAll()
  }
  // Once for each segment at most: another one of three may still share its name.
  for (let round = 0; round < names.length && sharpen(said, names); round++) names = nameAll()
  const taken = new Set<string>()
  const distinct = names.map((name) => uniqueName(name, taken))
  return makeTable({ segment: segments.values, name: utf8(distinct) }) as unknown as Table<{
    segment: DataType
    name: Utf8
  }>
}

/** Who is leaving is never left out: 'Lapsed frequent big spenders' are not to be taken for your best. */
function isVital({ about, size = 0 }: NamePart): boolean {
  return (about === 'recency' || about === 'risk') && size >= PLAIN
}

function isShared(names: readonly string[], i: number): boolean {
  return names.indexOf(names[i]!) !== names.lastIndexOf(names[i]!)
}

/** Says more strongly what one of several segments of the same name has most of; false where there are none. */
function sharpen(said: NamePart[][], names: readonly string[]): boolean {
  for (const name of new Set(names.filter((_, i) => isShared(names, i)))) {
    const places = [...names.keys()].filter((i) => names[i] === name)
    const sharper = intensify(places.map((i) => said[i]!))
    if (!sharper) continue
    places.forEach((place, i) => (said[place] = sharper[i]!))
    return true
  }
  return false
}

/** For each segment what there is to say of it, the most telling first. */
function readParts(profile: Profile) {
  const given = profile as Partial<Profile> | null | undefined
  if (
    typeof given !== 'object' ||
    given === null ||
    !given.segments ||
    !given.features ||
    !given.categories
  ) {
    throw invalid(
      WHO,
      `needs what profile(table, {by}) gives, an object of segments, features and categories, but got ${describe(profile)} without them`,
    )
  }
  const own = adopt(given.segments, WHO)
  const column = findColumn(own, 'segment', WHO)
  const rowsOf = (table: Table<any>) => groupBy(toRows(adopt(table, WHO)) as Record<string, any>[])
  const [numbers, categories] = [rowsOf(given.features), rowsOf(given.categories)]
  const keys = (toRows(own) as Record<string, any>[]).map(({ segment }) => keyOf(segment))
  const parts = keys.map((key) => partsOf(numbers.get(key) ?? [], categories.get(key) ?? []))
  const rows = Int32Array.from({ length: own.numRows }, (_, i) => i)
  const labels = keys.map((key) => (key === 'null' ? null : key))
  return { segments: { values: takeVector(column, rows), labels }, parts }
}

function keyOf(segment: unknown): string {
  return segment === null ? 'null' : `${typeof segment} ${String(segment)}`
}

function groupBy(rows: readonly Record<string, any>[]): Map<string, Record<string, any>[]> {
  const found = new Map<string, Record<string, any>[]>()
  for (const row of rows) {
    const key = keyOf(row.segment)
    const own = found.get(key)
    if (own) own.push(row)
    else found.set(key, [row])
  }
  return found
}

function partsOf(numbers: readonly any[], categories: readonly any[]): NamePart[] {
  const known = categories
    .filter(({ q }) => q !== null)
    .map((row) => Object.assign(row, { leastExpected: row.least_expected }))
  const once = boughtOnce(numbers)
  const telling = tellingNumbers(numbers.filter(({ difference }) => difference !== null))
  const parts = [
    ...telling.map((trait) => numberPart(trait, once)),
    ...tellingCategories(known).map(categoryPart),
  ]
  return parts.filter(({ about }, i) => parts.findIndex((other) => other.about === about) === i)
}
