/**
 * ∫₀^∞ exp(−delta·t) dE(t) for an expectation E(t) that grows from 0: by parts delta·∫ exp(−delta·t)·E(t) dt, on an even grid of
 * log t, where the integrand falls off exponentially to the left and faster to the right.
 */
export function discountedByTime(expectation: (t: number) => number, delta: number): number {
  const h = 0.25
  let sum = 0
  for (let v = 4; v > -19; v -= h) {
    const tau = Math.exp(v)
    const term = Math.exp(-tau) * tau * expectation(tau / delta)
    sum += term
    if (v < 0 && term < 1e-15 * sum) break
  }
  return sum * h
}
