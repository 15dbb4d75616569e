/** What turns the log-odds of a mixture into those that labels bear out: intercept + slope · log-odds. */
export interface LinkageCalibration {
  readonly intercept: number
  readonly slope: number
}

/** How far (standard deviations) intercept and slope are taken to be from 0 and 1 before anybody looked at a pair. */
const PRIOR = { intercept: 0.5, slope: 0.25 }
/** One slip of the pen about a pair that is certain says no more than one about a pair at these log-odds. */
const FURTHEST = 9
/** More evidence never counts as less. */
const LEAST_SLOPE = 0.05
const MOST_STEPS = 50

/**
 * Intercept and slope of the log-odds by penalised maximum likelihood (Platt 1999; Cox 1958), with normal priors around 0 and 1. Null where no
 * answer is no: a list of known duplicates, picked for being that, says nothing about how often a model errs.
 *
 * @param known one a pair: 1 the same person, 0 not, −1 not known
 */
export function recalibrate(logOdds: Float32Array, known: Int8Array | undefined): LinkageCalibration | null {
  if (!known?.includes(0)) return null
  const labelled = Int32Array.from(known.keys()).filter((p) => known[p]! >= 0)
  const x = Float64Array.from(labelled, (p) => Math.max(-FURTHEST, Math.min(FURTHEST, logOdds[p]!)))
  const y = Float64Array.from(labelled, (p) => known[p]!)
  const free = climb(x, y, { intercept: 0, slope: 1 }, true)
  return free.slope >= LEAST_SLOPE ? free : climb(x, y, { intercept: 0, slope: LEAST_SLOPE }, false)
}

/** Newton's method, halving steps that go too far: the penalised likelihood has one maximum. */
function climb(
  x: Float64Array,
  y: Float64Array,
  start: LinkageCalibration,
  isSlopeFree: boolean,
): LinkageCalibration {
  let at = start
  let value = loss(x, y, at)
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(x, y, at, isSlopeFree)
    let [scale, next, lower] = [1, at, value]
    do {
      next = { intercept: at.intercept - scale * move.intercept, slope: at.slope - scale * move.slope }
      lower = loss(x, y, next)
      scale /= 2
    } while (!(lower <= value) && scale > 1e-9)
    if (!(lower < value)) break
    ;[at, value] = [next, lower]
    if (Math.abs(move.intercept) + Math.abs(move.slope) < 1e-10) break
  }
  return at
}

/** What is to be least: minus the logarithm of likelihood times priors. */
function loss(x: Float64Array, y: Float64Array, { intercept, slope }: LinkageCalibration): number {
  let sum = (intercept / PRIOR.intercept) ** 2 / 2 + ((slope - 1) / PRIOR.slope) ** 2 / 2
  for (let i = 0; i < x.length; i++) {
    const odds = intercept + slope * x[i]!
    sum += Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))) - y[i]! * odds
  }
  return sum
}

function newtonStep(
  x: Float64Array,
  y: Float64Array,
  { intercept, slope }: LinkageCalibration,
  isSlopeFree: boolean,
): LinkageCalibration {
  let [first, second] = [intercept / PRIOR.intercept ** 2, (slope - 1) / PRIOR.slope ** 2]
  let [aa, ab, bb] = [1 / PRIOR.intercept ** 2, 0, 1 / PRIOR.slope ** 2]
  for (let i = 0; i < x.length; i++) {
    const p = 1 / (1 + Math.exp(-intercept - slope * x[i]!))
    const spread = p * (1 - p)
    first += p - y[i]!
    second += (p - y[i]!) * x[i]!
    aa += spread
    ab += spread * x[i]!
    bb += spread * x[i]! * x[i]!
  }
  if (!isSlopeFree) return { intercept: first / aa, slope: 0 }
  const determinant = aa * bb - ab * ab
  return {
    intercept: (bb * first - ab * second) / determinant,
    slope: (aa * second - ab * first) / determinant,
  }
}

/** The log-odds as they are told. */
export function calibrated(logOdds: number, calibration: LinkageCalibration | null): number {
  return calibration === null ? logOdds : calibration.intercept + calibration.slope * logOdds
}
