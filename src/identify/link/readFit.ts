import { flag, listOf, nullOr, numberIn, objectOf, type Reader, text, wholeIn } from '../../modelJson.js'
import type { LinkageFit } from './report.js'

const count = wholeIn(0, Number.MAX_SAFE_INTEGER)
const many = numberIn(0)
const correlation = nullOr(numberIn(-1.000001, 1.000001))

const twoNames: Reader<readonly [string, string]> = (value, place) =>
  listOf(text(1000), 2, 2)(value, place) as readonly [string, string]

/** Reads the report of learning from JSON that is not to be trusted. */
export const readFit: Reader<LinkageFit> = objectOf({
  records: count,
  pairs: count,
  space: many,
  matches: many,
  iterations: count,
  converged: flag,
  change: numberIn(0),
  logLikelihood: numberIn(),
  labels: objectOf({ matches: count, others: count }),
  passes: listOf(objectOf({ pairs: count, matches: many }), 0, 10_000),
  dependence: listOf(objectOf({ fields: twoNames, matches: correlation, strangers: correlation }), 0, 45),
  notes: listOf(text(5000), 0, 1000),
})
