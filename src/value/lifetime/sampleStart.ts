import { invertPositive } from '../../numeric/matrix.js'
import { minimize } from '../../numeric/minimize.js'
import type { Cells } from './collapse.js'
import type { Learnable } from './core.js'
import { objectiveOf, type Part } from './fitCore.js'
import type { Coefficient } from './profiles.js'

/** One cell in so many. */
const EVERY = 8
/** A search in fewer cells costs less than what it would save. */
const FEWEST = 800
/** A logarithm that far from the start is on its way to an edge. */
const FAR = 8

/** Where a search begins, and the inverse of about the curvature there. */
export interface Start {
  readonly start: Float64Array
  readonly inverse?: readonly Float64Array[] | undefined
}

/**
 * A start near the optimum: that of every eighth cell. Cells are in order, so that the sample is one of all kinds of customers, and the
 * same whatever the order of rows. Half as many passes over all cells are left.
 */
export function sampleStart(
  core: Learnable,
  parts: readonly Part[],
  coefficients: readonly Coefficient[],
  penalty: number,
  start: Float64Array,
): Start {
  if (parts.reduce((sum, { cells }) => sum + cells.size, 0) < FEWEST) return { start }
  const sample = parts.map(({ cells, profile }) => ({ cells: sampleOf(cells), profile }))
  const { objective, customers } = objectiveOf(core, sample, coefficients, penalty)
  if (!(customers > 0)) return { start }
  const found = minimize(objective, start, { tolerance: 1e-2, maxIterations: 60 })
  const inverse = invertPositive(found.hessian)
  const near = inverse && found.x.every((v, i) => Math.abs(v - start[i]!) < FAR)
  return near ? { start: found.x, inverse } : { start }
}

function sampleOf(cells: Cells): Cells {
  const size = Math.ceil((cells.size - (EVERY >> 1)) / EVERY)
  const place = (i: number): number => (EVERY >> 1) + EVERY * i
  const weights = new Float64Array(Math.max(0, size)).map((_, i) => cells.weights[place(i)]!)
  const codes = cells.codes.map((from) => new Int32Array(weights.length).map((_, i) => from[place(i)]!))
  return { ...cells, size: weights.length, weights, codes }
}
