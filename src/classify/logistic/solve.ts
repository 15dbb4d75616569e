import { cholesky, choleskySolve, type Matrix } from '../../numeric/matrix.js'
import { everyRow, every } from '../../learn/encode/design.js'
import { lossAt, type Loss, type Problem, scoresOf } from './likelihood.js'
import { penalised, type Penalty } from './penalty.js'
import { descendCoordinates } from './coordinates.js'

/** What fitting found; everything in units of the design. */
export interface Solution {
  /** Score by score: the intercept, then a coefficient a column. */
  readonly theta: Float64Array
  /** The log-likelihood, without the penalty. */
  readonly logLikelihood: number
  /** Second derivatives of the negative log-likelihood, without the penalty. */
  readonly hessian: Matrix
  readonly iterations: number
  readonly converged: boolean
}

/** How to fit. */
export interface SolveOptions {
  readonly maxIterations: number
  /** Columns (of all scores) that stay 0. */
  readonly dropped: ReadonlySet<number>
  readonly onIteration: (iteration: number) => void
}

/** Steps this short, in standard errors, are the last. */
const NEAREST = 1e-9
/** So are these where rounding lets steps become no shorter. */
const NEAR = 1e-6
/** And these where rows are many: what is left after such a step is its square over the square root of the rows, nine digits further. */
const NEAR_OF_MANY = 1e-3
/** Above so many rows a start is sought among some of them. */
const MANY_ROWS = 50_000
const SAMPLE = 30_000

/**
 * The least penalised loss, by Newton's method: each step goes to the minimum of the quadratic approximation plus the penalty, found by
 * Cholesky's factors, or with `l1` by coordinate descent (Friedman, Hastie and Tibshirani 2010; Lee, Sun and Saunders 2014). Second
 * derivatives, which cost several times as much as the gradient, are taken anew only where steps with the old ones
 * don't get ten times shorter. Large tables start from the solution of an even sample, and go on with its second
 * derivatives: they are taken of all rows only at the end.
 */
export function solve(problem: Problem, penalty: Penalty, options: SolveOptions): Solution {
  const { design } = problem
  if (design.rows > MANY_ROWS)
    return descend(problem, penalty, solveSample(problem, penalty, options), options)
  const theta = new Float64Array(scoresOf(problem) * (design.width + 1))
  return descend(problem, penalty, { theta }, options)
}

/** Where to begin, and about how the loss curves there, where that is known. */
interface Start {
  readonly theta: Float64Array
  readonly hessian?: Matrix
}

function solveSample(problem: Problem, penalty: Penalty, options: SolveOptions): Start {
  const step = Math.floor(problem.design.rows / SAMPLE)
  if (step < 2) return { theta: new Float64Array(scoresOf(problem) * (problem.design.width + 1)) }
  const design = everyRow(problem.design, step)
  const { rows } = design
  const sample = {
    ...problem,
    design,
    codes: every(problem.codes, step, rows),
    weights: problem.weights && every(problem.weights, step, rows),
  }
  // What the sample does not tell must not run away.
  const held = { ...penalty, l1: penalty.l1 / step, l2: penalty.l2 / step + 0.1 }
  const zero = new Float64Array(scoresOf(problem) * (design.width + 1))
  const plan = { ...options, maxIterations: 30, onIteration: () => {} }
  const { theta, hessian } = descend(sample, held, { theta: zero }, plan)
  return { theta, hessian: hessian.map((row, j) => row.map((v, k) => step * (v + (j === k ? 0.1 : 0)))) }
}

function descend(problem: Problem, penalty: Penalty, start: Start, options: SolveOptions): Solution {
  const many = problem.design.rows > MANY_ROWS
  const at = (theta: Float64Array, withHessian: boolean) => {
    const loss = lossAt(problem, theta, withHessian)
    return { loss, ...penalised(loss, theta, penalty) }
  }
  let { theta } = start
  let here = at(theta, start.hessian === undefined)
  let hessian = start.hessian ?? here.loss.hessian!
  let lastLength = Infinity
  for (let iteration = 1; ; iteration++) {
    options.onIteration(iteration)
    const move = quadraticMove(here.loss, hessian, theta, penalty, options.dropped)
    const length = move && Math.sqrt(Math.max(0, curve(hessian, move)))
    const isFresh = here.loss.hessian !== undefined
    const isEnd = length !== undefined && isLast(length, lastLength, many)
    if (length === undefined || (isEnd && isFresh) || iteration >= options.maxIterations) {
      const last = move && isEnd ? moved(theta, move, 1) : theta
      const change = move && isEnd ? dot(here.loss.gradient, move) + (length * length) / 2 : 0
      const logLikelihood = -here.loss.value - change
      return { theta: last, logLikelihood, hessian, iterations: iteration, converged: isEnd }
    }
    if (!isFresh && (isEnd || length > lastLength / 10)) {
      here = at(theta, true)
      hessian = here.loss.hessian!
      lastLength = Infinity
      continue
    }
    lastLength = length
    const next = search(theta, move!, here.value, (point) => at(point, !many))
    theta = next.theta
    here = next.there
    hessian = here.loss.hessian ?? hessian
  }
}

function isLast(length: number, before: number, many: boolean): boolean {
  return length < (many ? NEAR_OF_MANY : NEAREST) || (length < NEAR && length > before / 2)
}

/** The first of the whole, half, quarter … move that does not raise the penalised loss. */
function search<There extends { readonly value: number }>(
  theta: Float64Array,
  move: Float64Array,
  value: number,
  at: (theta: Float64Array) => There,
): { theta: Float64Array; there: There } {
  for (let share = 1; ; share /= 2) {
    const point = moved(theta, move, share)
    const there = at(point)
    if (there.value <= value + 1e-12 * Math.abs(value) || share < 1e-10) return { theta: point, there }
  }
}

function moved(theta: Float64Array, move: Float64Array, share: number): Float64Array {
  return theta.map((v, j) => v + share * move[j]!)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, v, j) => sum + v * b[j]!, 0)
}

function curve(hessian: Matrix, move: Float64Array): number {
  let sum = 0
  for (let i = 0; i < move.length; i++) {
    if (move[i] === 0) continue
    for (let j = 0; j < move.length; j++) sum += move[i]! * hessian[i]![j]! * move[j]!
  }
  return sum
}

/** The way from `theta` to the minimum of the quadratic approximation; undefined where it has none. */
function quadraticMove(
  loss: Loss,
  hessian: Matrix,
  theta: Float64Array,
  penalty: Penalty,
  dropped: ReadonlySet<number>,
): Float64Array | undefined {
  if (penalty.l1 > 0) return descendCoordinates(loss.gradient, hessian, theta, penalty)
  const { gradient } = penalised(loss, theta, penalty)
  const kept = Array.from(theta.keys()).filter((j) => !dropped.has(j))
  const factor = factorOf(part(withPenalty(hessian, penalty), kept))
  if (!factor) return undefined
  const found = choleskySolve(
    factor,
    kept.map((j) => -gradient[j]!),
  )
  const move = new Float64Array(theta.length)
  kept.forEach((j, i) => (move[j] = found[i]!))
  return move
}

/** Cholesky's factor, of a slightly heavier diagonal where there is none: a shorter step still leads down. */
function factorOf(matrix: readonly Float64Array[]): Float64Array[] | undefined {
  for (const more of [0, 1e-12, 1e-9, 1e-6, 1e-3]) {
    const factor = cholesky(
      matrix.map((row, j) => row.map((v, k) => (j === k && more > 0 ? v * (1 + more) + more : v))),
    )
    if (factor) return factor
  }
  return undefined
}

/** Some rows and the same columns of a matrix. */
export function part(matrix: Matrix, kept: readonly number[]): Float64Array[] {
  return kept.map((j) => Float64Array.from(kept, (k) => matrix[j]![k]!))
}

/** Second derivatives with those of the penalty. */
export function withPenalty(hessian: Matrix, { l2, width, isFree }: Penalty): Float64Array[] {
  const m = width + 1
  return hessian.map((row, j) => {
    const sum = row.slice()
    if (j % m > 0) sum[j]! += l2
    // Intercepts of all classes may shift together: their sum is held at 0.
    else if (isFree) for (let k = 0; k < sum.length; k += m) sum[k]! += 1
    return sum
  })
}
