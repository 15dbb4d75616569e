import { listOf, malformed, nullOr, numberIn, objectOf, text, wholeIn, wordOf } from '../../modelJson.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Dictionary, Int32, Table, Utf8, Vector } from '../../table/arrow.js'
import { addColumns, dictionary, int32, type NamingOptions } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readAbout, withAbout } from '../../table/metadata.js'
import type { Columns, Names, Naming, RenamedBy, TableLike, With } from '../../table/types.js'
import { readFinite } from '../readFinite.js'
import { scoreRows, type Ties } from './cuts.js'
import { cellLabel, checkSegments, type RfmSegment, segmentOfCells } from '../rfmSegments.js'

/** The columns that an RFM model adds. */
export type RfmColumns = {
  r: Int32
  f: Int32
  m: Int32
  rfm: Dictionary<Utf8, Int32>
  segment: Dictionary<Utf8, Int32>
}

/** How the scores of one column came out among the customers learned from. */
export interface RfmScoreFit {
  /** How many customers got each score, from 1. */
  readonly sizes: readonly number[]
  /** Scores that nobody got. */
  readonly empty: readonly number[]
  /** Values on which two cuts or more fall, so that bins collapse: how many customers share one, and their score (0: several). */
  readonly tied: readonly { readonly value: number; readonly customers: number; readonly score: number }[]
  /** How many sets of cuts there are: 1, or by 'nested' one for each cell above. */
  readonly groups: number
  /** How many of them leave a score to nobody. */
  readonly collapsed: number
  /** How many had no customers to learn from, and took the cuts of the level above. */
  readonly borrowed: number
}

/** What fitting found. */
export interface RfmFit {
  /** Customers with all three values. */
  readonly customers: number
  /** Customers without one of them, who were left out of learning. */
  readonly missing: number
  readonly r: RfmScoreFit
  readonly f: RfmScoreFit
  readonly m: RfmScoreFit
}

/** Everything an RFM model is made of. */
export interface RfmState {
  readonly kind: 'rfm'
  readonly version: 1
  readonly bins: number
  readonly method: 'independent' | 'nested'
  readonly ties: Ties
  /** Which columns are read. */
  readonly columns: { readonly recency: string; readonly frequency: string; readonly monetary: string }
  /** The cuts of each score, ascending: one list, or by 'nested' one for each r, and for each r and f. */
  readonly cuts: {
    readonly r: readonly (readonly number[])[]
    readonly f: readonly (readonly number[])[]
    readonly m: readonly (readonly number[])[]
  }
  /** The segments, or null where none are given. */
  readonly segments: readonly RfmSegment[] | null
  /** The bins that the segments' ranges are written for. */
  readonly segmentBins: number
  readonly fit: RfmFit
}

/** A fitted RFM model. */
export interface RfmModel extends RfmState {
  /** The table with `r, f, m, rfm` and `segment` added, by this model's cuts. */
  predict<T extends Columns = any, const As extends Names = {}>(
    table: TableLike<T>,
    options?: Omit<NamingOptions, 'as'> & Naming<RfmColumns, As>,
  ): With<T, RenamedBy<RfmColumns, As>>
  /** Everything, as plain JSON for `loadModel`. */
  toJSON(): RfmState
}

/** The three columns as numbers, NaN where missing; infinities are refused. */
export function readScored(
  table: Table,
  { recency, frequency, monetary }: RfmState['columns'],
  who: string,
): [Float64Array, Float64Array, Float64Array] {
  const read = (name: string) => readFinite(findColumn(table, name, who), who)
  return [read(recency), read(frequency), read(monetary)]
}

/** What adds scores to a table, in the name of what was called. */
type Scorer = (given: TableLike, options: NamingOptions, who: string) => Table

/** What scores by a state. */
export function makeScorer(state: Omit<RfmState, 'fit'>): Scorer {
  const { bins, segments, segmentBins } = state
  const cells = segments && segmentOfCells(segments, bins, segmentBins)
  const labels = Array.from({ length: bins ** 3 }, (_, cell) => cellLabel(cell, bins))
  return (given, options, who) => {
    checkOptions(who, options, ['as', 'replace'])
    const table = adopt(given, who)
    const [r, f, m] = scoreTable(table, state, who)
    const cell = numberCells([r, f, m], bins)
    const added: Record<string, Vector> = {
      r: scoreColumn(r),
      f: scoreColumn(f),
      m: scoreColumn(m),
      rfm: dictionary(cell, labels),
    }
    if (segments && cells) added.segment = segmentColumn(cell, cells, segments)
    const known = readAbout(table, who)
    let missing = 0
    for (let i = 0; i < cell.length; i++) if (cell[i]! < 0) missing++
    const counts = { ...known.counts, rfm: { customers: cell.length - missing, missing } }
    return addColumns(table, added, who, options, withAbout(table.schema.metadata, { ...known, counts }))
  }
}

/** The model that a state makes. */
export function rfmModel(state: RfmState): RfmModel {
  const score = makeScorer(state)
  const predict = (given: TableLike, options: NamingOptions = {}) => score(given, options, 'rfm.predict')
  const model = { ...state, predict: predict as unknown as RfmModel['predict'], toJSON: () => inOrder(state) }
  return printable(model, () => describeModel(state))
}

/** Scores are 1 … bins, 0 where missing: by 'nested' f needs r, and m both. */
function scoreTable(
  table: Table,
  state: Omit<RfmState, 'fit'>,
  who: string,
): [Int32Array, Int32Array, Int32Array] {
  const { bins, ties, cuts, method } = state
  const [recency, frequency, monetary] = readScored(table, state.columns, who)
  const all = new Int32Array(table.numRows)
  const r = scoreRows(recency, all, cuts.r, ties, true)
  const f = scoreRows(frequency, method === 'nested' ? numberCells([r], bins) : all, cuts.f, ties, false)
  const m = scoreRows(monetary, method === 'nested' ? numberCells([r, f], bins) : all, cuts.m, ties, false)
  return [r, f, m]
}

/** The number of each row's cell from 0, by one or several scores; −1 where one is missing. */
export function numberCells(scores: readonly Int32Array[], bins: number): Int32Array {
  const cells = new Int32Array(scores[0]!.length)
  for (const score of scores) {
    for (let i = 0; i < cells.length; i++) {
      cells[i] = cells[i]! < 0 || score[i] === 0 ? -1 : cells[i]! * bins + score[i]! - 1
    }
  }
  return cells
}

/** The scores as a column; a missing one is null. */
function scoreColumn(scores: Int32Array): Vector<Int32> {
  return scores.includes(0) ? int32(scores, Uint8Array.from(scores)) : int32(scores)
}

function segmentColumn(
  cell: Int32Array,
  cells: Int32Array,
  segments: readonly RfmSegment[],
): Vector<Dictionary<Utf8, Int32>> {
  const names = [...new Set(segments.map(({ name }) => name))]
  const nameOfCell = cells.map((entry) => (entry < 0 ? -1 : names.indexOf(segments[entry]!.name)))
  const codes = new Int32Array(cell.length)
  for (let i = 0; i < cell.length; i++) codes[i] = cell[i]! < 0 ? -1 : nameOfCell[cell[i]!]!
  return dictionary(codes, names)
}

/** The state with its keys in one order, so that equal models have equal JSON. */
function inOrder(state: RfmState): RfmState {
  const { kind, version, bins, method, ties, columns, cuts, segments, segmentBins, fit } = state
  return { kind, version, bins, method, ties, columns, cuts, segments, segmentBins, fit }
}

function describeModel({ bins, method, ties, fit, cuts }: RfmState): string {
  const scores = (['r', 'f', 'm'] as const).map((score) => {
    const { sizes, empty, groups } = fit[score]
    const at = groups === 1 ? `, cuts ${cuts[score][0]!.map(brief).join(' ')}` : ''
    const none = empty.length > 0 ? `; nobody scores ${empty.join(', ')}` : ''
    return `  ${score}: sizes ${sizes.map(brief).join(' ')}${at}${none}`
  })
  const head = `rfm model: ${bins} bins, ${method}, ties ${ties}, from ${brief(fit.customers)} customers`
  return [head, ...scores].join('\n')
}

/** Restores a model from JSON that is not to be trusted. */
export function readRfmModel(json: unknown, place: string): RfmModel {
  const shape = objectOf({ bins: wholeIn(2, 20), method: wordOf('independent', 'nested') })
  const given = (json ?? {}) as { bins?: unknown; method?: unknown }
  const { bins, method } = shape({ bins: given.bins, method: given.method }, place)
  const nested = method === 'nested'
  const lists = (size: number) => listOf(ascending(bins - 1), size, size)
  const count = wholeIn(0, 2 ** 31)
  const tie = objectOf({ value: numberIn(), customers: count, score: wholeIn(0, bins) })
  const score = objectOf({
    sizes: listOf(count, bins, bins),
    empty: listOf(wholeIn(1, bins), 0, bins),
    tied: listOf(tie, 0, bins ** 3),
    groups: count,
    collapsed: count,
    borrowed: count,
  })
  const state = objectOf({
    kind: wordOf('rfm'),
    version: wordOf(1),
    bins: wholeIn(2, 20),
    method: wordOf('independent', 'nested'),
    ties: wordOf('low', 'middle', 'high'),
    columns: objectOf({ recency: text(), frequency: text(), monetary: text() }),
    cuts: objectOf({ r: lists(1), f: lists(nested ? bins : 1), m: lists(nested ? bins ** 2 : 1) }),
    segments: nullOr(readSegments),
    segmentBins: wholeIn(2, 20),
    fit: objectOf({ customers: count, missing: count, r: score, f: score, m: score }),
  })(json, place)
  return rfmModel(state)
}

function ascending(length: number) {
  const numbers = listOf(numberIn(), length, length)
  return (value: unknown, place: string): readonly number[] => {
    const cuts = numbers(value, place)
    if (cuts.some((cut, k) => k > 0 && cut < cuts[k - 1]!)) throw malformed(place, 'ascending')
    return cuts
  }
}

function readSegments(value: unknown, place: string): readonly RfmSegment[] {
  const end = wholeIn(-1000, 1000)
  const range = objectOf({ from: end, to: end }, ['from', 'to'])
  const entry = objectOf({ name: text(200), key: text(200), r: range, f: range, m: range }, [
    'key',
    'r',
    'f',
    'm',
  ])
  const segments = listOf(entry, 1, 1000)(value, place) as readonly RfmSegment[]
  checkSegments(segments, 'loadModel')
  return segments
}
