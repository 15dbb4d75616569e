import type { Random } from '../../numeric/random.js'

/** One customer's numbers, by a stream of its own and the time it is known. */
export type Draw = (random: Random, T: number) => [number, number, number]

/**
 * What draws customers of a kind of model; `need` gives its parameters by name, and of contracts also `h`, by which covariates multiply
 * the hazard.
 */
export function drawer(kind: string, need: (name: string) => number, k: number, modified: boolean): Draw {
  if (kind === 'gammaGamma') {
    const [p, q, v] = [need('p'), need('q'), need('v')]
    return (random) => {
      const x = 1 + Math.floor(10 * random.uniform())
      const nu = random.gamma(q) / v
      return [x, random.gamma(p * x) / nu / x, 0]
    }
  }
  if (kind === 'sbg' || kind === 'bdw') {
    const [a, b, c] =
      kind === 'sbg' ? [need('alpha'), need('beta'), 1] : [need('gamma'), need('delta'), need('c')]
    const h = need('h')
    return (random, T) => {
      const log = h * Math.log1p(-random.beta(a, b))
      const most = Math.max(1, Math.floor(T))
      // Survives t renewals with probability (1 − θ)^(h·t^c).
      const left = Math.max(1, Math.ceil((Math.log(random.uniform()) / log) ** (1 / c)))
      return left <= most ? [left, 1, 0] : [most, 0, 0]
    }
  }
  if (kind === 'bgBb') {
    const [alpha, beta, gamma, delta] = [need('alpha'), need('beta'), need('gamma'), need('delta')]
    return (random, T) => {
      const [p, theta, n] = [random.beta(alpha, beta), random.beta(gamma, delta), Math.floor(T)]
      let [x, tx] = [0, 0]
      for (let i = 1; i <= n && random.uniform() >= theta; i++) {
        if (random.uniform() >= p) continue
        x++
        tx = i
      }
      return [x, tx, n]
    }
  }
  const [r, alpha] = [need('r'), need('alpha')]
  if (kind === 'nbd' || kind === 'paretoNbd') {
    const [s, beta] = kind === 'nbd' ? [1, 0] : [need('s'), need('beta')]
    return (random, T) => {
      const rate = random.gamma(r) / alpha
      const end = beta === 0 ? T : Math.min(T, (random.exponential() * beta) / random.gamma(s))
      return history(random, rate, end, T, 1, () => false)
    }
  }
  const [a, b] = [need('a'), need('b')]
  return (random, T) => {
    const rate = random.gamma(r) / alpha
    const p = random.beta(a, b)
    if (modified && random.uniform() < p) return [0, 0, T]
    return history(random, rate, T, T, k, () => random.uniform() < p)
  }
}

/** Orders as every k-th event at a rate, until a time or until dropping out. */
function history(
  random: Random,
  rate: number,
  end: number,
  T: number,
  k: number,
  dropsOut: () => boolean,
): [number, number, number] {
  let [x, tx] = [0, 0]
  for (;;) {
    let next = tx
    for (let j = 0; j < k; j++) next += random.exponential() / rate
    if (!(next <= end)) return [x, tx, T]
    x++
    tx = next
    if (dropsOut()) return [x, tx, T]
  }
}
