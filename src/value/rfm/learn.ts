import { counted } from '../../table/column.js'
import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { evenQuantiles, learnCuts, scoreRows } from './cuts.js'
import { numberCells, readScored, type RfmScoreFit, type RfmState } from './model.js'

/** The cuts of one score: ascending numbers, one fewer than bins, or a function of the sorted values. */
export type RfmCuts = readonly number[] | ((sorted: Float64Array, bins: number) => readonly number[])

/** Cuts in place of quantiles; those of `r` are days, ascending too. */
export interface GivenCuts {
  readonly r?: RfmCuts | undefined
  readonly f?: RfmCuts | undefined
  readonly m?: RfmCuts | undefined
}

/** Groups of rows within which cuts are learned; −1: left out. */
interface Level {
  readonly groups: Int32Array
  readonly size: number
}

/** Learns the cuts of the three scores, and says how they came out. */
export function learnRfm(
  table: Table,
  { bins, method, ties, columns }: Omit<RfmState, 'cuts' | 'fit'>,
  given: GivenCuts,
  who: string,
): Pick<RfmState, 'cuts' | 'fit'> {
  const [recency, frequency, monetary] = readScored(table, columns, who)
  const complete = new Int32Array(table.numRows)
  let customers = 0
  for (let i = 0; i < complete.length; i++) {
    const missing = Number.isNaN(recency[i]!) || Number.isNaN(frequency[i]!) || Number.isNaN(monetary[i]!)
    if (missing) complete[i] = -1
    else customers++
  }
  if (customers === 0) throw nobody(table.numRows, columns, who)
  const learn = (name: 'r' | 'f' | 'm', values: Float64Array, levels: readonly Level[]) => {
    const { cuts, borrowed } = cutsWithin(values, levels, quantilesOf(name, given[name], bins, who))
    const { groups } = levels.at(-1)!
    const scores = scoreRows(values, groups, cuts, ties, name === 'r')
    return { cuts, scores, fit: describeScore(values, groups, scores, cuts, borrowed) }
  }
  const nested = method === 'nested'
  const levels: Level[] = [{ groups: complete, size: 1 }]
  const r = learn('r', recency, levels)
  if (nested) levels.push({ groups: numberCells([r.scores], bins), size: bins })
  const f = learn('f', frequency, levels)
  if (nested) levels.push({ groups: numberCells([r.scores, f.scores], bins), size: bins ** 2 })
  const m = learn('m', monetary, levels)
  const missing = table.numRows - customers
  return {
    cuts: Object.freeze({ r: r.cuts, f: f.cuts, m: m.cuts }),
    fit: Object.freeze({ customers, missing, r: r.fit, f: f.fit, m: m.fit }),
  }
}

/** The error where nobody has all three values. */
export function nobody(
  rows: number,
  { recency, frequency, monetary }: RfmState['columns'],
  who: string,
): ClienteleError {
  return new ClienteleError(
    'rows-too-few',
    `${who}: none of ${counted(rows, 'row')} has a value in all of ${recency}, ${frequency} and ${monetary}, but at least one customer is needed; look at these columns.`,
  )
}

/** The cuts within each group of the finest level; a group without values takes those of the level above. */
function cutsWithin(
  values: Float64Array,
  levels: readonly Level[],
  quantiles: (sorted: Float64Array) => readonly number[],
): { cuts: readonly (readonly number[])[]; borrowed: number } {
  let cuts: readonly (readonly number[])[] = []
  let borrowed = 0
  for (const { groups, size } of levels) {
    const above = cuts
    const own = learnCuts(values, groups, size, quantiles)
    borrowed = own.filter((list) => list === undefined).length
    cuts = own.map((list, g) => Object.freeze(list ?? above[Math.floor((g * above.length) / size)]!))
  }
  return { cuts: Object.freeze(cuts), borrowed }
}

function quantilesOf(
  name: string,
  given: RfmCuts | undefined,
  bins: number,
  who: string,
): (sorted: Float64Array) => readonly number[] {
  if (given === undefined) return (sorted) => evenQuantiles(sorted, bins)
  if (typeof given === 'function') return (sorted) => checkCuts(name, given(sorted, bins), bins, who)
  const cuts = checkCuts(name, given, bins, who)
  return () => cuts
}

/** Cuts of one's own as a list, or an error. */
export function checkCuts(name: string, cuts: unknown, bins: number, who: string): readonly number[] {
  const fits = Array.isArray(cuts) && cuts.length === bins - 1 && cuts.every(Number.isFinite)
  if (fits && cuts.every((cut, k) => k === 0 || cut >= cuts[k - 1])) return [...cuts]
  throw invalid(who, `cuts.${name} must be ${bins - 1} finite numbers in ascending order, for ${bins} bins`)
}

/** How the scores came out: sizes, scores that nobody got, values on which cuts fall together. */
function describeScore(
  values: Float64Array,
  groups: Int32Array,
  scores: Int32Array,
  cuts: readonly (readonly number[])[],
  borrowed: number,
): RfmScoreFit {
  const bins = cuts[0]!.length + 1
  const sizes = new Int32Array(bins)
  const within = new Int32Array(cuts.length * bins)
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] === 0) continue
    sizes[scores[i]! - 1]!++
    within[groups[i]! * bins + scores[i]! - 1]!++
  }
  const collapsed = cuts.filter((_, g) => {
    const part = within.subarray(g * bins, (g + 1) * bins)
    return part.includes(0) && part.some((size) => size > 0)
  }).length
  return Object.freeze({
    sizes: Object.freeze([...sizes]),
    empty: Object.freeze([...sizes.keys()].filter((k) => sizes[k] === 0).map((k) => k + 1)),
    tied: Object.freeze(tiedValues(values, groups, scores, cuts)),
    groups: cuts.length,
    collapsed,
    borrowed,
  })
}

function tiedValues(
  values: Float64Array,
  groups: Int32Array,
  scores: Int32Array,
  cuts: readonly (readonly number[])[],
): RfmScoreFit['tied'] {
  const doubles = cuts.map((list) => new Set(list.filter((cut, k) => k > 0 && cut === list[k - 1])))
  const found = new Map<number, { value: number; customers: number; score: number }>()
  if (doubles.every((set) => set.size === 0)) return []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (scores[i] === 0 || !doubles[groups[i]!]!.has(value)) continue
    const tie = found.get(value)
    if (tie === undefined) found.set(value, { value, customers: 1, score: scores[i]! })
    else {
      tie.customers++
      if (tie.score !== scores[i]) tie.score = 0
    }
  }
  return [...found.values()].sort((a, b) => a.value - b.value)
}
