import { halfway } from '../bins/cuts.js'
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
  runsOfSorted,
  runWidth,
  takeRuns,
} from './runs.js'

type Ranges = Extract<ColumnKind, { low: Float64Array }>
type Ordered = Extract<ColumnKind, { values: Float64Array }>

/** What a node asks. */
export interface Split {
  readonly feature: number
  /** What all of a number's values that go left are not above; 0 for a category. */
  readonly threshold: number
  /** Whether missing values go left; undefined where there were none. */
  readonly missingLeft: boolean | undefined
  /** For a number in bins: the last one that goes left. */
  readonly bin: number
  /** For a category: 1 for each bin on the left, and for each that was there. */
  readonly isLeft: Uint8Array
  readonly isThere: Uint8Array
  /** For a feature with an order: where in it the present rows that go left end, and all present ones. */
  readonly end: number
  readonly present: number
}

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
  /** Tries these features; how many of them differ at all among the node's rows. */
  readonly consider: (features: Int32Array, count: number) => number
  /** The best so far, and the purity of its sides. */
  readonly found: () => { readonly split: Split | undefined; readonly score: number }
}

/** Every number is at most this one: the threshold that only missing values pass. */
export const ALL = 1e100

const NONE = new Uint8Array(0)
const NOWHERE = { feature: -1, threshold: 0, bin: -1, isLeft: NONE, isThere: NONE, end: 0, present: 0 }
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
  let node: OpenNode
  let split: Split | undefined

  const tryCuts = (of: Float64Array, count: number, without: Float64Array) =>
    bestCut(of, count, width, node.total, without, minLeaf, entropy, cut)

  const trySorted = (f: number, { values }: Ordered): boolean => {
    const order = node.orders[f]!
    const { count, present } = runsOfSorted(response, values, order, node.start, node.end, width, runs, marks)
    missing.fill(0)
    for (let i = present; i < node.end; i++) addRow(response, order[i]!, missing, 0)
    if (tryCuts(runs, count, missing)) {
      const end = marks[cut.run]!
      const threshold = cut.run === count - 1 ? ALL : halfway(values[order[end - 1]!]!, values[order[end]!]!)
      const missingLeft = present < node.end ? cut.missingLeft : undefined
      split = { ...NOWHERE, feature: f, threshold, missingLeft, end, present }
    }
    return count + (present < node.end ? 1 : 0) > 1
  }

  /** The bins that hold rows, as runs. */
  const fillRuns = (at: number, bins: number): number =>
    response.kind === 'counts'
      ? runsOfCounts(histograms, at, bins, runs, marks)
      : runsOfBins(response, histograms, at, bins, perBin, width, runs, marks)

  const tryNumber = (f: number, at: number, { low, high }: Ranges): boolean => {
    const bins = columns.bins[f]!
    const count = fillRuns(at, bins)
    missing.fill(0)
    if (histograms[at + bins * perBin]! > 0)
      addBin(response, histograms, at + bins * perBin, width, missing, 0)
    const isMissing = missing[0]! > 0
    if (tryCuts(runs, count, missing)) {
      const { run } = cut
      const bin = run === count - 1 ? bins - 1 : cutBin(low, high, marks[run]!, marks[run + 1]!)
      const threshold = run === count - 1 ? ALL : cutValue(low, high, marks[run]!, marks[run + 1]!, bin)
      const missingLeft = isMissing ? cut.missingLeft : undefined
      split = { ...NOWHERE, feature: f, threshold, missingLeft, bin }
    }
    return count + (isMissing ? 1 : 0) > 1
  }

  /** Missing is a label like any other. */
  const tryCategory = (f: number, at: number): boolean => {
    const bins = columns.bins[f]!
    const count = fillRuns(at, bins + 1)
    if (count < 2) return false
    missing.fill(0)
    const parts = orderings(node.total, width)
    for (let p = 0; p < parts.length; p++) {
      orderRuns(runs, count, width, parts[p]!, shares, order)
      takeRuns(runs, order, count, width, sorted)
      if (!tryCuts(sorted, count, missing)) continue
      const [isLeft, isThere] = [new Uint8Array(bins + 1), new Uint8Array(bins + 1)]
      for (let to = 0; to < count; to++) {
        const bin = marks[order[to]!]!
        isThere[bin] = 1
        if (to <= cut.run) isLeft[bin] = 1
      }
      const missingLeft = isThere[bins] === 1 ? isLeft[bins] === 1 : undefined
      split = { ...NOWHERE, feature: f, missingLeft, isLeft, isThere }
    }
    return true
  }

  const tryBatch = (count: number): number => {
    let differing = 0
    countBins(columns, response, node.rows, node.start, node.end, batch, count, histograms)
    for (let h = 0; h < count; h++) {
      const kind = columns.kinds[batch[h]!]!
      const at = h * SLOT * perBin
      const differs = 'low' in kind ? tryNumber(batch[h]!, at, kind) : tryCategory(batch[h]!, at)
      if (differs) differing++
    }
    return differing
  }

  const consider = (features: Int32Array, count: number): number => {
    let [differing, waiting] = [0, 0]
    for (let j = 0; j < count; j++) {
      const kind = columns.kinds[features[j]!]!
      if ('order' in kind) {
        if (trySorted(features[j]!, kind)) differing++
        continue
      }
      batch[waiting++] = features[j]!
      if (waiting < TOGETHER) continue
      differing += tryBatch(waiting)
      waiting = 0
    }
    return waiting > 0 ? differing + tryBatch(waiting) : differing
  }

  return {
    begin: (next) => {
      node = next
      split = undefined
      cut.score = -Infinity
    },
    consider,
    found: () => ({ split, score: cut.score }),
  }
}

/** By whose share the labels are ordered: for two classes and numbers the mean; for more each frequent class in turn. */
const BY_MEAN: readonly number[] = [2]

function orderings(total: Float64Array, width: number): readonly number[] {
  if (width === 3) return BY_MEAN
  const parts = Array.from({ length: width - 2 }, (_, k) => k + 2)
  return parts.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, MOST_ORDERS)
}

/** Halfway between the bins that hold rows on either side of a cut, but not within one that lies between them. */
function cutBin(low: Float64Array, high: Float64Array, left: number, right: number): number {
  const middle = halfway(high[left]!, low[right]!)
  let bin = left
  while (bin + 1 < right && low[bin + 1]! <= middle) bin++
  return bin
}

function cutValue(low: Float64Array, high: Float64Array, left: number, right: number, bin: number): number {
  const middle = halfway(high[left]!, low[right]!)
  return high[bin]! <= middle ? middle : halfway(high[bin]!, low[bin + 1]!)
}
