/** Step on the scale of log p/(1 − p): the trapezoidal rule then has fourteen digits, since densities vary by factors. */
const STEP = 0.3
/** exp(−42) of anything does not count. */
const REACH = 42
/** Below exp(−110) nothing changes but the density. */
const LEAST = -110
/** The variance of log p/(1 − p) of a distribution that is one point for any smooth f. */
const POINT = 1e-13

/** Nodes p, ascending, their weights, and the weight of all up to each. */
interface Nodes {
  readonly p: Float64Array
  readonly weight: Float64Array
  readonly below: Float64Array
}

const memo = new Map<string, Nodes>()

/**
 * The mean of f(p) for p of a Beta(a, b) distribution, to twelve digits whatever a and b are, for f that falls, smoothly on a
 * logarithmic scale and not faster than 1/p; below `flat` it is a constant. By the trapezoidal rule on the scale of log p/(1 − p), whose
 * nodes and weights are kept for each a and b.
 */
export function betaMean(a: number, b: number, f: (p: number) => number, flat: number = 0): number {
  if (1 / a + 1 / b < POINT) return f(a / (a + b))
  const { p, weight, below } = nodesOf(a, b)
  let sum = 0
  let i = p.length - 1
  for (; i > 0 && p[i]! > flat; i--) sum += weight[i]! * f(p[i]!)
  return sum + below[i]! * f(p[i]!)
}

function nodesOf(a: number, b: number): Nodes {
  const key = `${a} ${b}`
  const kept = memo.get(key)
  if (kept) return kept
  if (memo.size > 500) memo.clear()
  const nodes = makeNodes(a, b)
  memo.set(key, nodes)
  return nodes
}

function makeNodes(a: number, b: number): Nodes {
  const peak = Math.log(a / b)
  // As fine as the density is narrow.
  const h = Math.min(STEP, 0.5 * Math.sqrt(1 / a + 1 / b))
  const logDensity = (logit: number): number =>
    logit > 0
      ? -b * logit - (a + b) * Math.log1p(Math.exp(-logit))
      : a * logit - (a + b) * Math.log1p(Math.exp(logit))
  const top = logDensity(peak)
  const left: number[] = []
  // f may grow as 1/p to the left, and the mean with it.
  for (let s = peak - h; s > LEAST && logDensity(s) - top + Math.max(0, peak - s) > -REACH; s -= h)
    left.push(s)
  const logits = left.reverse()
  for (let s = peak; s < REACH + 1 && logDensity(s) - top > -REACH; s += h) logits.push(s)
  const weight = Float64Array.from(logits, (s) => Math.exp(logDensity(s) - top))
  // Beyond both ends the density is exponential: the remainders of geometric series.
  const before = weight[0]! / Math.expm1(a * h)
  const after = weight.at(-1)! / Math.expm1(b * h)
  weight[0]! += logits[0]! < LEAST + 2 * h ? before : 0
  weight[weight.length - 1]! += after
  const total = weight.reduce((sum, w) => sum + w, 0)
  const below = new Float64Array(weight.length)
  let sum = 0
  for (let i = 0; i < weight.length; i++) {
    weight[i]! /= total
    below[i] = sum += weight[i]!
  }
  return { p: Float64Array.from(logits, (s) => 1 / (1 + Math.exp(-s))), weight, below }
}
