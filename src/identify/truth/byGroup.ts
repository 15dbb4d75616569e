import type { Float64, Int32, Table, Vector } from '../../table/arrow.js'
import { float64, int32, makeTable } from '../../table/build.js'
import type { Column } from '../../table/column.js'
import { groupColumn, type Groups } from '../../table/group.js'
import { takeVector } from '../../table/take.js'
import { estimate, harmonicMean, ratio, type ShareEstimate } from './estimates.js'
import type { Overlap } from './overlap.js'
import type { Truth } from './readTruth.js'

/** What is said of each group of records; null bounds where nothing was counted. */
export type LinkageGroupColumns = {
  group: any
  records: Int32
  true_pairs: Float64
  precision: Float64
  precision_low: Float64
  precision_high: Float64
  recall: Float64
  recall_low: Float64
  recall_high: Float64
  f1: Float64
  f1_low: Float64
  f1_high: Float64
}

/** A record's other records: found to be the same person, truly the same, and both. */
type Partners = { readonly together: Int32Array; readonly truly: Int32Array; readonly right: Int32Array }

/** Pairwise figures by group of records. A pair counts half for each of its two records, so that groups add up to all. */
export function figuresByGroup(
  column: Column,
  known: Truth,
  { blocks, blockOfTruth }: Overlap,
  interval: number,
  who: string,
): Table<LinkageGroupColumns> {
  const groups = groupColumn(column, who)
  const partners = partnersOf(known)
  const { members, firsts } = membersOf(groups, known.ofRow)
  const shown = Int32Array.from(members.keys()).filter((group) => members[group]!.length > 0)
  const local = new Int32Array(blocks)
  const figures = Array.from(shown, (group) => {
    const blockOf = numberBlocks(members[group]!, (at) => blockOfTruth[known.truth[at]!]!, local)
    const sum = (of: Int32Array) => {
      const sums = new Float64Array(blockOf.count)
      members[group]!.forEach((at, i) => (sums[blockOf.numbers[i]!]! += of[at]! / 2))
      return sums
    }
    const right = sum(partners.right)
    const truly = sum(partners.truly)
    const [precision, recall] = [ratio(right, sum(partners.together)), ratio(right, truly)]
    return {
      records: members[group]!.length,
      truePairs: truly.reduce((all, one) => all + one, 0),
      precision: estimate(precision, interval),
      recall: estimate(recall, interval),
      f1: estimate(harmonicMean(precision, recall), interval),
    }
  })
  const first = shown.map((group) => firsts[group]!)
  return groupTable(takeVector(column, first), figures)
}

/** By group the places of its records among those whose truth is known, and its first row. */
function membersOf(
  { codes, size }: Groups,
  truthOfRow: Int32Array,
): { readonly members: readonly (readonly number[])[]; readonly firsts: Int32Array } {
  const members: number[][] = Array.from({ length: size }, () => [])
  const firsts = new Int32Array(size)
  let place = 0
  truthOfRow.forEach((truth, row) => {
    if (truth < 0) return
    const group = codes[row]!
    if (members[group]!.length === 0) firsts[group] = row
    members[group]!.push(place++)
  })
  return { members, firsts }
}

type GroupFigures = {
  readonly records: number
  readonly truePairs: number
  readonly precision: ShareEstimate
  readonly recall: ShareEstimate
  readonly f1: ShareEstimate
}

function groupTable(group: Vector, figures: readonly GroupFigures[]): Table<LinkageGroupColumns> {
  const numbers = (of: (one: GroupFigures) => number | null) =>
    float64(Float64Array.from(figures, (one) => of(one) ?? NaN))
  const out = new Map<string, Vector>([
    ['group', group],
    ['records', int32(Int32Array.from(figures, ({ records }) => records))],
    ['true_pairs', numbers(({ truePairs }) => truePairs)],
  ])
  for (const name of ['precision', 'recall', 'f1'] as const) {
    const bound = (end: keyof ShareEstimate) => numbers((one) => one[name][end])
    out.set(name, bound('value')).set(`${name}_low`, bound('low')).set(`${name}_high`, bound('high'))
  }
  return makeTable(out) as unknown as Table<LinkageGroupColumns>
}

function partnersOf({ found, truth }: Truth): Partners {
  const both = Float64Array.from(found, (one, at) => one * truth.length + truth[at]!)
  return { together: others(found), truly: others(truth), right: others(both) }
}

/** Of each record, how many others have the same key. */
function others(keys: Int32Array | Float64Array): Int32Array {
  const sizes = new Map<number, number>()
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  return Int32Array.from(keys, (key) => sizes.get(key)! - 1)
}

/** Numbers the blocks of some records from 0; `local` is scratch space of one entry a block, left as it was. */
function numberBlocks(
  members: readonly number[],
  blockOf: (at: number) => number,
  local: Int32Array,
): { readonly numbers: Int32Array; readonly count: number } {
  let count = 0
  const numbers = Int32Array.from(members, (at) => {
    const block = blockOf(at)
    return (local[block] ||= ++count) - 1
  })
  for (const at of members) local[blockOf(at)] = 0
  return { numbers, count }
}
