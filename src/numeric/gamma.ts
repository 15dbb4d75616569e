const HALF_LOG_TWO_PI = 0.9189385332046728

/** What Stirling's series adds to (x − ½)·log x − x + ½·log 2π, for x ≥ 8. */
function stirlingTail(x: number): number {
  const f = 1 / (x * x)
  return (
    (1 / 12 -
      f *
        (1 / 360 -
          f *
            (1 / 1260 -
              f * (1 / 1680 - f * (1 / 1188 - f * (691 / 360360 - f * (1 / 156 - f * 0.02955))))))) /
    x
  )
}

/** The logarithm of the gamma function, x > 0: Stirling's series above 8, the recurrence below. */
export function logGamma(x: number): number {
  let product = 1
  while (x < 10) {
    product *= x
    x += 1
  }
  const shifted = (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingTail(x)
  return product === 1 ? shifted : shifted - Math.log(product)
}

/** What the asymptotic series of digamma adds to log x, for x ≥ 8. */
function digammaTail(x: number): number {
  const f = 1 / (x * x)
  return (
    -0.5 / x -
    f *
      (1 / 12 -
        f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f * (1 / 132 - f * (691 / 32760 - f * (1 / 12)))))))
  )
}

/** The derivative of logGamma, x > 0. */
export function digamma(x: number): number {
  let sum = 0
  while (x < 10) {
    sum += 1 / x
    x += 1
  }
  return Math.log(x) + digammaTail(x) - sum
}

/** The second derivative of logGamma, x > 0. */
export function trigamma(x: number): number {
  let sum = 0
  while (x < 10) {
    sum += 1 / (x * x)
    x += 1
  }
  const f = 1 / (x * x)
  const series =
    1 / 6 - f * (1 / 30 - f * (1 / 42 - f * (1 / 30 - f * (5 / 66 - f * (691 / 2730 - (f * 7) / 6)))))
  return sum + 1 / x + f / 2 + (f / x) * series
}

/** log B(a, b), without the cancellation of three log-gammas where one argument is much the larger. */
export function logBeta(a: number, b: number): number {
  const small = a < b ? a : b
  const large = a < b ? b : a
  return logGamma(small) - logRising(large, small)
}

/**
 * log Γ(a + n) / Γ(a), a > 0, n ≥ 0: the logarithm of the rising factorial. Exact differences where a
 * is large, where subtracting log-gammas would leave nothing.
 */
export function logRising(a: number, n: number): number {
  if (n <= 16 && Number.isInteger(n)) {
    let product = 1
    for (let i = 0; i < n; i++) product *= a + i
    // Sixteen factors of 1e19 and more overflow.
    if (product < Infinity) return Math.log(product)
  }
  if (a < 10) return logGamma(a + n) - logGamma(a)
  return (a - 0.5) * Math.log1p(n / a) + n * (Math.log(a + n) - 1) + stirlingTail(a + n) - stirlingTail(a)
}

/** digamma(a + n) − digamma(a), a > 0, n ≥ 0: the derivative of logRising by a. */
export function digammaRise(a: number, n: number): number {
  if (n <= 16 && Number.isInteger(n)) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += 1 / (a + i)
    return sum
  }
  if (a < 10) return digamma(a + n) - digamma(a)
  return Math.log1p(n / a) + digammaTail(a + n) - digammaTail(a)
}
