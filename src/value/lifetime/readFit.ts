import { listOf, malformed, nullOr, numberIn, objectOf, type Reader, text, wholeIn } from '../../modelJson.js'

const flag: Reader<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value
  throw malformed(place, 'true or false')
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
    conditionNumber: numberIn(0),
    standardErrors: objectOf(Object.fromEntries(names.map((name) => [name, nullOr(numberIn(0))]))),
    covariance: nullOr(listOf(listOf(numberIn(), size, size), size, size)),
    iterations: count,
    evaluations: count,
    converged: flag,
    warnings: listOf(text(), 0, 20),
    ...extra,
  })
}
