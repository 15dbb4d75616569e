import type { BoostModel, BoostState } from '../../classify/boost/model.js'
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
  wordOf,
} from '../../modelJson.js'
import type { BuyingModel, BuyingState } from '../../value/lifetime/buyingModel.js'
import { STAGES } from '../stages/stageOf.js'
import { type ChurnModel, churnModel, type ChurnState } from './model.js'
import { CHURN_WARNINGS } from './warnings.js'

const share = numberIn(0, 1)
const count = wholeIn(0, Number.MAX_SAFE_INTEGER)
const name = text(10_000)

/** Names to values of one kind, with any of some names or, without these, any at all. */
function recordOf<T>(reader: Reader<T>, names?: readonly string[]): Reader<{ readonly [name: string]: T }> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw malformed(place, 'an object')
    const read = Object.entries(value).map(([key, part]): [string, T] => {
      if (names && !names.includes(key)) throw malformed(place, `an object of ${names.join(', ')}`)
      return [key, reader(part, `${place}.${key}`)]
    })
    return Object.freeze(Object.fromEntries(read))
  }
}

const ROLES = ['customer', 'time', 'amount', 'quantity', 'price', 'order']

const percentiles: Reader<readonly number[]> = (value, place) => {
  const cuts = listOf(share, 101, 101)(value, place)
  if (cuts.some((cut, k) => k > 0 && cut < cuts[k - 1]!)) throw malformed(place, 'rising')
  return cuts
}

const quality = objectOf({
  model: text(100),
  auc: share,
  aucLow: nullOr(share),
  aucHigh: nullOr(share),
  topDecileLift: numberIn(0),
  logLoss: numberIn(0),
  brier: share,
})

const days = listOf(text(20), 1, 100)

const fit = objectOf({
  trainCutoffs: nullOr(days),
  testCutoff: nullOr(text(20)),
  finalCutoffs: nullOr(days),
  trainRows: count,
  testRows: count,
  trainChurn: share,
  testChurn: share,
  models: listOf(quality, 1, 100),
  comparisons: listOf(
    objectOf({
      against: text(100),
      difference: numberIn(-1, 1),
      low: numberIn(),
      high: numberIn(),
      p: share,
    }),
    0,
    100,
  ),
  calibration: objectOf({
    slope: nullOr(numberIn()),
    intercept: nullOr(numberIn()),
    predicted: share,
    observed: share,
    hosmerLemeshow: objectOf({ statistic: numberIn(0), freedom: count, p: share }),
    groups: listOf(
      objectOf({
        rows: count,
        predicted: share,
        observed: share,
        observedLow: share,
        observedHigh: share,
      }),
      1,
      10,
    ),
  }),
  lift: listOf(
    objectOf({
      rows: numberIn(0),
      left: numberIn(0),
      lift: numberIn(0),
      cumulativeShare: share,
      cumulativeGain: share,
    }),
    1,
    10,
  ),
  best: text(100),
  verdict: text(10_000),
  warnings: listOf(
    objectOf({
      code: wordOf(...CHURN_WARNINGS),
      message: text(100_000),
      model: nullOr(text(100)),
      reason: nullOr(text(100_000)),
      predicted: nullOr(share),
      observed: nullOr(share),
    }),
    0,
    100,
  ),
})

/** Any object; what restores it checks it. */
const within: Reader<object> = (value, place) => {
  const kind: unknown = (value as { kind?: unknown } | null)?.kind
  if (typeof value === 'object' && value !== null && (kind === 'boost' || kind === 'bgNbd')) return value
  throw malformed(place, 'a model of kind boost or bgNbd')
}

/** Restores a model from JSON that is not to be trusted; `load` restores the models within. */
export function readChurnModel(json: unknown, place: string, load: (json: object) => unknown): ChurnModel {
  const state = objectOf({
    kind: wordOf('churn'),
    version: wordOf(1),
    mode: wordOf('orders', 'contracts'),
    target: name,
    horizon: nullOr(wholeIn(1, 1_000_000)),
    active: nullOr(wholeIn(1, 1_000_000)),
    sources: nullOr(
      objectOf({
        roles: recordOf(name, ROLES),
        windows: listOf(wholeIn(1, 1_000_000), 1, 50),
        product: nullOr(name),
        discount: nullOr(name),
        channel: nullOr(name),
        promised: nullOr(name),
        delivered: nullOr(name),
        tickets: flag,
        contacts: flag,
        customers: nullOr(listOf(name, 0, 10_000)),
        refunds: nullOr(wordOf('net', 'keep', 'drop')),
      }),
    ),
    boost: within,
    buying: nullOr(within),
    sigmoid: objectOf({ slope: numberIn(), intercept: numberIn() }),
    typicalGap: nullOr(numberIn(0)),
    longestSilence: nullOr(numberIn(0)),
    percentiles: objectOf({ all: percentiles, stages: recordOf(percentiles, STAGES) }),
    fit,
  })(json, place)
  const ofOrders = state.mode === 'orders'
  for (const part of ['horizon', 'sources', 'typicalGap', 'longestSilence'] as const) {
    if ((state[part] !== null) !== ofOrders) throw malformed(part, ofOrders ? 'given' : 'null')
  }
  const boost = load(state.boost) as BoostModel
  if (boost.kind !== 'boost' || boost.target.task !== 'classes' || boost.target.classes.length !== 2) {
    throw malformed('boost', 'a boosted model of two classes')
  }
  const buying = state.buying === null ? undefined : (load(state.buying) as BuyingModel<'bgNbd'>)
  if (buying && (buying.kind !== 'bgNbd' || !ofOrders))
    throw malformed('buying', 'a model of kind bgNbd or null')
  const checked: ChurnState = {
    ...state,
    boost: boost.toJSON() as BoostState,
    buying: (buying?.toJSON() ?? null) as BuyingState<'bgNbd'> | null,
  }
  return churnModel(checked, { boost, buying })
}
