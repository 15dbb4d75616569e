import { wilson } from '../../numeric/wilson.js'

/** A share and the bounds of its interval; these are null where nothing was counted. */
export interface ShareEstimate {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** A figure with what each block contributes to its error. */
export type Figure = { readonly value: number; readonly residuals: Float64Array; readonly units: number }

/** Σ numerator / Σ denominator over blocks; 1 where there is nothing to be wrong about. */
export function ratio(numerator: Float64Array, denominator: Float64Array): Figure {
  const sum = total(denominator)
  const value = sum > 0 ? total(numerator) / sum : 1
  let units = 0
  for (const one of denominator) if (one > 0) units++
  return {
    value,
    units,
    residuals: numerator.map((one, block) => (sum > 0 ? (one - value * denominator[block]!) / sum : 0)),
  }
}

/** 2pr / (p + r). */
export function harmonicMean(p: Figure, r: Figure): Figure {
  const sum = p.value + r.value
  const value = sum > 0 ? (2 * p.value * r.value) / sum : 0
  const [byP, byR] = sum > 0 ? [2 * (r.value / sum) ** 2, 2 * (p.value / sum) ** 2] : [0, 0]
  return {
    value,
    units: Math.max(p.units, r.units),
    residuals: p.residuals.map((one, block) => byP * one + byR * r.residuals[block]!),
  }
}

/**
 * Wilson's interval with as many cases as would give a simple share the variance that blocks give this one (Korn and Graubard 1998);
 * where nothing is wrong, or nothing right, as many as there are blocks that count.
 */
export function estimate({ value, residuals, units }: Figure, interval: number): ShareEstimate {
  if (units === 0) return { value, low: null, high: null }
  let squares = 0
  for (const one of residuals) squares += one * one
  const variance = (squares * units) / Math.max(1, units - 1)
  const cases = variance > 0 ? (value * (1 - value)) / variance : units
  if (!(cases > 0)) return { value, low: null, high: null }
  const [low, high] = wilson(value * cases, cases, interval)
  return { value, low: Math.min(low, value), high: Math.max(high, value) }
}

export function total(values: Float64Array): number {
  let sum = 0
  for (const one of values) sum += one
  return sum
}
