import { cholesky, choleskySolve, zeros } from './matrix.js'

/** A function to be minimised: its value at x; the gradient is left in g. */
export type Objective = (x: Float64Array, g: Float64Array) => number

/** What minimising found. */
export interface Minimum {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  /** Second derivatives at x. */
  readonly hessian: readonly Float64Array[]
  readonly iterations: number
  readonly evaluations: number
  /** Whether the gradient vanishes and the curvature is that of a minimum. */
  readonly converged: boolean
}

/** How minimising goes. */
export interface MinimizeOptions {
  /** The largest gradient component that counts as zero. */
  readonly tolerance?: number
  readonly maxIterations?: number
  /** The longest step of any variable. */
  readonly maxStep?: number
  /** The inverse of about the Hessian at the start, where it is known. */
  readonly inverse?: readonly Float64Array[] | undefined
  /** Called once an iteration; may throw to stop. */
  readonly onIteration?: ((iteration: number) => void) | undefined
}

/** The largest absolute value. */
export function maxNorm(v: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]!))
  return most
}

/**
 * The minimum of a smooth function of a few variables: BFGS with backtracking (Nocedal & Wright 2006, chapter
 * 6), then Newton's steps with the Hessian by central differences of the gradient.
 */
export function minimize(
  objective: Objective,
  start: ArrayLike<number>,
  { tolerance = 1e-9, maxIterations = 300, maxStep = 2, inverse, onIteration }: MinimizeOptions = {},
): Minimum {
  let evaluations = 0
  const f: Objective = (x, g) => {
    evaluations++
    return objective(x, g)
  }
  const found = bfgs(f, start, {
    tolerance: Math.max(tolerance, 1e-8),
    maxIterations,
    maxStep,
    inverse,
    onIteration,
  })
  const polished = polish(f, found, tolerance)
  const converged = maxNorm(polished.gradient) < 1e-5 && cholesky(polished.hessian) !== undefined
  return { ...polished, iterations: found.iterations + polished.steps, evaluations, converged }
}

/** Sums over millions of terms differ so much, as a share, by rounding alone: there the value no longer tells, but the gradient does. */
const ROUNDING = 1e-12

interface Point {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
}

function bfgs(
  f: Objective,
  start: ArrayLike<number>,
  { tolerance, maxIterations, maxStep, inverse: known, onIteration }: Required<MinimizeOptions>,
): Point & { iterations: number } {
  const n = start.length
  let x = Float64Array.from(start)
  let g = new Float64Array(n)
  let value = f(x, g)
  let inverse = known?.map((row) => row.slice()) ?? identity(n)
  let iterations = 0
  let fresh = known === undefined
  for (; iterations < maxIterations && maxNorm(g) >= tolerance; iterations++) {
    onIteration?.(iterations)
    let direction = descend(inverse, g)
    let slope = dot(direction, g)
    if (!(slope < 0)) {
      inverse = identity(n)
      fresh = true
      direction = descend(inverse, g)
      slope = dot(direction, g)
    }
    const longest = maxNorm(direction)
    let step = Math.min(1, maxStep / longest, fresh ? 0.5 / longest : 1)
    const next = new Float64Array(n)
    const gradient = new Float64Array(n)
    let there = Infinity
    for (let halvings = 0; halvings < 50; halvings++, step /= 3) {
      for (let i = 0; i < n; i++) next[i] = x[i]! + step * direction[i]!
      there = f(next, gradient)
      if (there <= value + 1e-4 * step * slope) break
      if (Math.abs(there - value) <= ROUNDING * Math.abs(value) && maxNorm(gradient) <= maxNorm(g)) break
    }
    if (!(there <= value + ROUNDING * Math.abs(value))) {
      if (fresh) break
      inverse = identity(n)
      fresh = true
      continue
    }
    updateInverse(inverse, x, next, g, gradient, fresh)
    fresh = false
    const still = maxDifference(x, next) < 1e-13
    x = next
    g = gradient
    value = there
    if (still) break
  }
  return { x, value, gradient: g, iterations }
}

function identity(n: number): Float64Array[] {
  return zeros(n).map((row, i) => row.fill(1, i, i + 1))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function descend(inverse: readonly Float64Array[], g: Float64Array): Float64Array {
  return Float64Array.from(inverse, (row) => -dot(row, g))
}

function maxDifference(a: Float64Array, b: Float64Array): number {
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}

function updateInverse(
  inverse: Float64Array[],
  from: Float64Array,
  to: Float64Array,
  gFrom: Float64Array,
  gTo: Float64Array,
  fresh: boolean,
): void {
  const n = from.length
  const s = Float64Array.from(from, (v, i) => to[i]! - v)
  const y = Float64Array.from(gFrom, (v, i) => gTo[i]! - v)
  const ys = dot(y, s)
  if (!(ys > 1e-12 * Math.sqrt(dot(y, y) * dot(s, s)))) return
  if (fresh) for (let i = 0; i < n; i++) inverse[i]![i] = ys / dot(y, y)
  const hy = Float64Array.from(inverse, (row) => dot(row, y))
  const scale = (1 + dot(y, hy) / ys) / ys
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i]![j]! += scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / ys
    }
  }
}

/** The Hessian by central differences of the gradient, made symmetric. */
export function hessianAt(f: Objective, x: Float64Array, step = 1e-4): Float64Array[] {
  const n = x.length
  const h = zeros(n)
  const up = new Float64Array(n)
  const down = new Float64Array(n)
  const at = Float64Array.from(x)
  for (let i = 0; i < n; i++) {
    at[i] = x[i]! + step
    f(at, up)
    at[i] = x[i]! - step
    f(at, down)
    at[i] = x[i]!
    for (let j = 0; j < n; j++) {
      const second = (up[j]! - down[j]!) / (2 * step)
      h[i]![j]! += second / 2
      h[j]![i]! += second / 2
    }
  }
  return h
}

function polish(
  f: Objective,
  found: Point,
  tolerance: number,
): Point & { hessian: Float64Array[]; steps: number } {
  let { x, value, gradient } = found
  let hessian = hessianAt(f, x)
  let steps = 0
  while (steps < 5 && maxNorm(gradient) > tolerance) {
    const l = cholesky(hessian)
    if (!l) break
    const move = choleskySolve(l, gradient)
    if (!(maxNorm(move) < 1)) break
    const next = Float64Array.from(x, (v, i) => v - move[i]!)
    const there = new Float64Array(x.length)
    const nextValue = f(next, there)
    if (!(maxNorm(there) < maxNorm(gradient)) || nextValue > value + 1e-10 * Math.abs(value)) break
    steps++
    x = next
    value = nextValue
    gradient = there
    // A short step leaves the curvature as it was.
    if (maxNorm(move) > 1e-4) hessian = hessianAt(f, x)
  }
  return { x, value, gradient, hessian, steps }
}
