import type { ColumnKind, TreeColumns } from './columns.js'
import { bestCut, type Cut } from './cut.js'
import { countBins, SLOT, TOGETHER } from './histogram.js'
import { binWidth, type Response } from './response.js'
import {
  addBin,
  addRow,
  orderRuns,
  runsOfBins,
  runsOfCounts,
  runsOfFewCounts,
  runsOfSorted,
  runsOfSortedCounts,
  runWidth,
  takeRuns,
} from './runs.js'
import { type Best, makeSplit, type Split } from './split.js'

type Ordered = Extract<ColumnKind, { values: Float64Array }>

/** A node whose split is looked for. */
export interface OpenNode {
  readonly rows: Int32Array
  readonly start: number
  readonly end: number
  /** The rows of each feature that has an order, by value; the node has the same stretch of each. */
  readonly orders: readonly (Int32Array | undefined)[]
  readonly total: Float64Array
}

/** Looks for the best split of one node after the other. */
export interface Chooser {
  /** Forgets what was found. */
  readonly begin: (node: OpenNode) => void
  /** Tries `count` features of a list, from a place on; how many of them differ at all among the node's rows. */
  readonly consider: (features: Int32Array, from: number, count: number) => number
  /** The purity of both sides of the best split so far; −Infinity where nothing can be split. */
  readonly score: () => number
  readonly split: () => Split
}

/** With more classes, categories are ordered by the shares of the most frequent ones only. */
const MOST_ORDERS = 8

/** A chooser over those columns. */
export function makeChooser(
  columns: TreeColumns,
  response: Response,
  minLeaf: number,
  entropy: boolean,
): Chooser {
  const width = runWidth(response)
  const perBin = binWidth(response)
  const histograms = new Float64Array(TOGETHER * SLOT * perBin)
  /** All zero between two uses. */
  const few = new Float64Array(SLOT)
  const isSorted = columns.kinds.some((kind) => 'order' in kind)
  const runs = new Float64Array((isSorted ? Math.max(SLOT, columns.rows) : SLOT) * width)
  /** Runs of labels in order of their shares. */
  const sorted = new Float64Array(SLOT * width)
  const shares = new Float64Array(SLOT)
  const order = new Int32Array(SLOT)
  /** The bin of each run, or where in the order it ends. */
  const marks = new Int32Array(runs.length / width)
  const missing = new Float64Array(width)
  const batch = new Int32Array(TOGETHER)
  const cut: Cut = { score: -Infinity, run: 0, missingLeft: false }
  const best: Best = {
    feature: -1,
    left: 0,
    right: 0,
    present: 0,
    missingLeft: undefined,
    bins: new Int32Array(SLOT),
    count: 0,
  }
  let node: OpenNode

  const tryCuts = (of: Float64Array, count: number) =>
    bestCut(of, count, width, node.total, missing, minLeaf, entropy, cut)

  /** Keeps the cut that was just found between two runs. */
  const keep = (f: number, count: number, isMissing: boolean) => {
    best.feature = f
    best.left = marks[cut.run]!
    best.right = cut.run + 1 < count ? marks[cut.run + 1]! : -1
    best.missingLeft = isMissing ? cut.missingLeft : undefined
  }

  const trySorted = (f: number, { values }: Ordered): boolean => {
    const rows = node.orders[f]!
    const { start, end } = node
    const { count, present } =
      response.kind === 'counts'
        ? runsOfSortedCounts(response.data, values, rows, start, end, runs, marks)
        : runsOfSorted(response, values, rows, start, end, width, runs, marks)
    missing.fill(0)
    for (let i = present; i < end; i++) addRow(response, rows[i]!, missing, 0)
    if (tryCuts(runs, count)) {
      keep(f, count, present < end)
      best.present = present
    }
    return count + (present < end ? 1 : 0) > 1
  }

  /** A number whose runs are there, that of missing values in `missing`. */
  const tryRuns = (f: number, count: number): boolean => {
    const isMissing = missing[0]! > 0
    if (tryCuts(runs, count)) keep(f, count, isMissing)
    return count + (isMissing ? 1 : 0) > 1
  }

  const tryNumber = (f: number, at: number): boolean => {
    const bins = columns.bins[f]!
    const count =
      response.kind === 'counts'
        ? runsOfCounts(histograms, at, bins, runs, marks)
        : runsOfBins(response, histograms, at, bins, perBin, width, runs, marks)
    missing.fill(0)
    if (histograms[at + bins * perBin]! > 0)
      addBin(response, histograms, at + bins * perBin, width, missing, 0)
    return tryRuns(f, count)
  }

  /** A number with more bins than a node has rows. */
  const tryFew = (f: number): boolean => {
    let count = runsOfFewCounts(columns, f, response.data, node.rows, node.start, node.end, few, runs, marks)
    missing.fill(0)
    if (count > 0 && marks[count - 1] === columns.bins[f]) {
      count--
      missing.set(runs.subarray(3 * count, 3 * count + 3))
    }
    return tryRuns(f, count)
  }

  /** Missing is a label like any other. */
  const tryCategory = (f: number, at: number): boolean => {
    const bins = columns.bins[f]! + 1
    const count =
      response.kind === 'counts'
        ? runsOfCounts(histograms, at, bins, runs, marks)
        : runsOfBins(response, histograms, at, bins, perBin, width, runs, marks)
    if (count < 2) return false
    missing.fill(0)
    const parts = orderings(node.total, width)
    for (let p = 0; p < parts.length; p++) {
      orderRuns(runs, count, width, parts[p]!, shares, order)
      takeRuns(runs, order, count, width, sorted)
      if (!tryCuts(sorted, count)) continue
      best.feature = f
      best.left = cut.run
      best.count = count
      for (let to = 0; to < count; to++) best.bins[to] = marks[order[to]!]!
    }
    return true
  }

  const tryBatch = (count: number): number => {
    let differing = 0
    countBins(columns, response, node.rows, node.start, node.end, batch, count, histograms)
    for (let h = 0; h < count; h++) {
      const f = batch[h]!
      const at = h * SLOT * perBin
      if ('low' in columns.kinds[f]! ? tryNumber(f, at) : tryCategory(f, at)) differing++
    }
    return differing
  }

  const consider = (features: Int32Array, from: number, count: number): number => {
    const { start, end } = node
    let [differing, waiting] = [0, 0]
    for (let j = from; j < from + count; j++) {
      const f = features[j]!
      const kind = columns.kinds[f]!
      if ('order' in kind) {
        if (trySorted(f, kind)) differing++
      } else if (response.kind === 'counts' && 'low' in kind && columns.bins[f]! > 2 * (end - start)) {
        if (tryFew(f)) differing++
      } else {
        batch[waiting++] = f
        if (waiting < TOGETHER) continue
        differing += tryBatch(waiting)
        waiting = 0
      }
    }
    return waiting > 0 ? differing + tryBatch(waiting) : differing
  }

  return {
    begin: (next) => {
      node = next
      cut.score = -Infinity
    },
    consider,
    score: () => cut.score,
    split: () => makeSplit(columns, node, best),
  }
}

const BY_MEAN: readonly number[] = [2]

/** By whose share the labels are ordered: for two classes and numbers the mean; for more each frequent class in turn. */
function orderings(total: Float64Array, width: number): readonly number[] {
  if (width === 3) return BY_MEAN
  const parts = Array.from({ length: width - 2 }, (_, k) => k + 2)
  return parts.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, MOST_ORDERS)
}
