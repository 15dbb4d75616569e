import { pick, sortedRows } from './sortedRows.js'

/** What was foretold of each row, and what came of it. */
export interface Scored {
  readonly scores: Float64Array
  /** 1 for the outcome that was foretold, 0 for another one. */
  readonly outcomes: Float64Array
  /** None where each row counts once. */
  readonly weights: Float64Array | undefined
}

/** Rows from the highest score down, in an order that does not depend on the table's. */
export interface Ranking extends Scored {
  /** 1 for the last row of each score. */
  readonly isLast: Uint8Array
}

/** Sorts rows by score; equal ones by outcome and weight, so that all that is counted is the same for any order of rows. */
export function rankRows({ scores, outcomes, weights }: Scored): Ranking {
  const keys = [{ values: scores, descending: true }]
  const order = weights
    ? sortedRows([...keys, { values: outcomes }, { values: weights }])
    : missesFirst(sortedRows(keys), scores, outcomes)
  const sorted = pick(scores, order)
  const isLast = new Uint8Array(order.length)
  for (let i = 0; i < order.length; i++) isLast[i] = Number(sorted[i] !== sorted[i + 1])
  return {
    scores: sorted,
    outcomes: pick(outcomes, order),
    weights: weights && pick(weights, order),
    isLast,
  }
}

/** Rows of one score such that those without the outcome come first: half the time of sorting by both. */
function missesFirst(order: Int32Array, scores: Float64Array, outcomes: Float64Array): Int32Array {
  const out = new Int32Array(order.length)
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]!]!
    let end = start
    let at = start
    for (; end < order.length && scores[order[end]!] === score; end++) {
      if (outcomes[order[end]!] === 0) out[at++] = order[end]!
    }
    for (let z = start; at < end; z++) if (outcomes[order[z]!] === 1) out[at++] = order[z]!
    start = end
  }
  return out
}

/** What has been counted down to each score: one entry a distinct score, from the highest down. */
export interface Steps {
  readonly scores: Float64Array
  /** The weight of rows of at least that score that had the outcome. */
  readonly hits: Float64Array
  /** The weight of those that had not. */
  readonly misses: Float64Array
}

/** Counts from the highest score down; tied rows are one step. */
export function countSteps({ scores, outcomes, weights, isLast }: Ranking): Steps {
  const size = isLast.reduce((sum, last) => sum + last, 0)
  const steps = {
    scores: new Float64Array(size),
    hits: new Float64Array(size),
    misses: new Float64Array(size),
  }
  let hits = 0
  let misses = 0
  for (let i = 0, g = 0; i < scores.length; i++) {
    const mass = weights ? weights[i]! : 1
    if (outcomes[i] === 1) hits += mass
    else misses += mass
    if (isLast[i] === 0) continue
    steps.scores[g] = scores[i]!
    steps.hits[g] = hits
    steps.misses[g++] = misses
  }
  return steps
}

/**
 * How many rows the best part of so many is: whole where rows are, rounded up so that the best row is in the first
 * part of any.
 */
export function rowsOfPart(total: number, part: number, parts: number): number {
  const exact = (part * total) / parts
  return Number.isInteger(total) ? Math.ceil(exact) : exact
}
