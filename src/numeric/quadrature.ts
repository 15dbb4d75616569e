// Gauss–Legendre on [−1, 1], sixteen points: the eight positive nodes and their weights.
const NODES = [
  0.09501250983763744, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003,
  0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
]
const WEIGHTS = [
  0.1894506104550685, 0.1826034150449236, 0.16915651939500254, 0.14959598881657674, 0.12462897125553388,
  0.09515851168249279, 0.062253523938647894, 0.027152459411754096,
]

/**
 * Visits nodes v ≥ 0 with their weights for the integral of exp(g) over (0, ∞), g concave: panels of sixteen
 * points, as wide as exp(g) is smooth, at most twice `widest`, until nothing is left. `shape(v)` gives g(v), and leaves its first
 * two derivatives in `slopes`. Stops at `limit`, and says whether it got there.
 */
export function visitDecay(
  shape: (v: number) => number,
  slopes: Float64Array,
  visit: (v: number, weight: number) => void,
  limit: number = Infinity,
  widest: number = 0.5,
): boolean {
  let highest = -Infinity
  for (let v = 0, panels = 0; v < limit && panels < 2000; panels++) {
    const g = shape(v)
    if (g > highest) highest = g
    if (g < highest - 40 && slopes[0]! < 0) return false
    const smooth = 5 / (Math.abs(slopes[0]!) + 2.5 * Math.sqrt(Math.abs(slopes[1]!)))
    const half = Math.min(widest, smooth, (limit - v) / 2)
    const middle = v + half
    for (let i = 0; i < 8; i++) {
      visit(middle - half * NODES[i]!, half * WEIGHTS[i]!)
      visit(middle + half * NODES[i]!, half * WEIGHTS[i]!)
    }
    v = limit - v <= 2 * half ? limit : v + 2 * half
  }
  return true
}

/** ∫₀^∞ (1 + u)^(−s)·e^(−zu) du, s ≥ 0, z > 0: Tricomi's U(1, 2 − s, z), e^z times the exponential integral E_s. */
export function tricomi(s: number, z: number): number {
  const slopes = new Float64Array(2)
  const shape = (v: number): number => {
    const grown = z * Math.exp(v)
    slopes[0] = 1 - s - grown
    slopes[1] = grown
    return (1 - s) * v - z * Math.expm1(v)
  }
  let sum = 0
  visitDecay(shape, slopes, (v, weight) => {
    sum += weight * Math.exp((1 - s) * v - z * Math.expm1(v))
  })
  return sum
}

/** Visits nodes and weights of Gauss–Legendre panels of at most that width between two bounds. */
export function visitPanels(
  from: number,
  to: number,
  width: number,
  visit: (v: number, weight: number) => void,
): void {
  const panels = Math.min(5000, Math.ceil((to - from) / width))
  const half = (to - from) / (2 * panels)
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half
    for (let i = 0; i < 8; i++) {
      visit(middle - half * NODES[i]!, half * WEIGHTS[i]!)
      visit(middle + half * NODES[i]!, half * WEIGHTS[i]!)
    }
  }
}
