import {
  flag,
  listOf,
  malformed,
  nullOr,
  numberIn,
  objectOf,
  type Reader,
  text,
  wholeIn,
} from '../../modelJson.js'
import { eigen } from '../../numeric/matrix.js'
import { MOST_LOG } from './bounds.js'
import type { Learnable, Process } from './core.js'
import { type Coefficient, covariateColumns, type Covariates } from './profiles.js'

/** A parameter whose logarithm a fit can reach. */
const parameter: Reader<number> = numberIn(Math.exp(-MOST_LOG), Math.exp(MOST_LOG))

/** A model's parameters by name, and its coefficients. */
export function parametersReader(
  { names }: Pick<Learnable, 'names'>,
  coefficients: readonly Coefficient[],
): Reader<{ readonly [name: string]: number }> {
  return objectOf({
    ...Object.fromEntries(names.map((name) => [name, parameter])),
    ...Object.fromEntries(coefficients.map(({ name }) => [name, numberIn()])),
  })
}

/** The covariates of those processes, each column with its scaling. */
export function covariatesReader<P extends Process>(...processes: readonly P[]): Reader<Covariates<P>> {
  const names = listOf(text(), 0, 1000)
  const lists = Object.fromEntries(processes.map((process) => [process, names]))
  const scale = objectOf({ center: numberIn(-1e300, 1e300), scale: numberIn(1e-300, 1e300) })
  return (value, place) => {
    const { scaling: _, ...given } = objectOf({ ...lists, scaling: (v) => v })(value, place)
    const count = covariateColumns(given).length
    return objectOf({ ...lists, scaling: listOf(scale, count, count) })(value, place) as any
  }
}

/** Null, or the covariance of so many variables: symmetric, no variance below 0 in any direction. */
export function covarianceOf(size: number): Reader<readonly (readonly number[])[] | null> {
  const square = nullOr(listOf(listOf(numberIn(-1e30, 1e30), size, size), size, size))
  return (value, place) => {
    const rows = square(value, place)
    if (rows === null) return null
    const most = Math.max(...rows.map((row, i) => row[i]!))
    const even = rows.every((row, i) => row.every((v, j) => Math.abs(v - rows[j]![i]!) <= 1e-9 * most))
    const { values } = eigen(rows.map((row) => Float64Array.from(row)))
    if (even && values[0]! >= -1e-9 * most) return rows
    throw malformed(place, 'a covariance: symmetric, and nowhere negative')
  }
}

/** Null, or bootstrapped variables: the logarithms of `positive` parameters, then coefficients. */
export function drawsOf(positive: number, size: number): Reader<readonly (readonly number[])[] | null> {
  const [log, coefficient] = [numberIn(-MOST_LOG, MOST_LOG), numberIn(-1e3, 1e3)]
  const row = listOf(numberIn(), size, size)
  return nullOr(
    listOf(
      (value, place) =>
        Object.freeze(
          row(value, place).map((v, i) => (i < positive ? log : coefficient)(v, `${place}[${i}]`)),
        ),
      1,
      100_000,
    ),
  )
}

/** Reads a lifetime model's fit report, with more parts where a model has them. */
export function readFit<Extra extends Record<string, Reader<any>> = {}>(
  names: readonly string[],
  extra: Extra = {} as Extra,
): Reader<any> {
  const size = names.length
  const count = wholeIn(0, 2 ** 40)
  return objectOf({
    customers: numberIn(0),
    leftOut: count,
    distinct: count,
    logLikelihood: numberIn(),
    aic: numberIn(),
    bic: numberIn(),
    gradientNorm: numberIn(0),
    kkt: objectOf({ first: flag, second: flag }),
    conditionNumber: nullOr(numberIn(0)),
    standardErrors: objectOf(Object.fromEntries(names.map((name) => [name, nullOr(numberIn(0))]))),
    covariance: nullOr(listOf(listOf(numberIn(), size, size), size, size)),
    iterations: count,
    evaluations: count,
    converged: flag,
    warnings: listOf(text(), 0, 20),
    ...extra,
  })
}
