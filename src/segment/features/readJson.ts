import { listOf, numberIn, objectOf, type Reader, text, wordOf, malformed } from '../../modelJson.js'
import type { FittedScale, FittedStep } from './scaling.js'

/** Reads the scaling of a model's features from JSON that is not to be trusted. */
export const readScaling: Reader<readonly FittedScale[]> = listOf(listOf(readStep, 0, 8), 0, 10_000)

/** Reads the names of features. */
export const readNames: Reader<readonly string[]> = listOf(text(), 0, 10_000)

/** Reads so many rows of so many numbers. */
export function rowsOf(rows: number, width: number): Reader<readonly (readonly number[])[]> {
  return listOf(listOf(numberIn(), width, width), rows, rows)
}

function readStep(value: unknown, place: string): FittedStep {
  const step = (value as { step?: unknown } | null)?.step
  if (step === 'log1p') return objectOf({ step: wordOf('log1p') })(value, place)
  if (step !== 'quantile') {
    const scale = numberIn(Number.MIN_VALUE)
    return objectOf({ step: wordOf('standard', 'robust'), center: numberIn(), scale })(value, place)
  }
  const fitted = objectOf({ step: wordOf('quantile'), quantiles: listOf(numberIn(), 2, 10_000) })(
    value,
    place,
  )
  if (fitted.quantiles.some((q, i) => i > 0 && q < fitted.quantiles[i - 1]!)) {
    throw malformed(`${place}.quantiles`, 'ascending')
  }
  return fitted
}
