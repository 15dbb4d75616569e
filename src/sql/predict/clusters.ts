import { hidden } from '../../dialect/hidden.js'
import { ClienteleError } from '../../error.js'
import type { FittedScale } from '../../segment/features/scaling.js'
import type { KMeansState } from '../../segment/kmeans/model.js'
import {
  all,
  call,
  choose,
  column,
  type Expression,
  nothing,
  number,
  whole,
} from '../expression/expression.js'
import { type Named, select } from '../expression/query.js'
import { numberOf } from '../orders/columns.js'
import { everything } from '../relation/relation.js'
import type { Scorer } from './scored.js'

const [SCALED, FAR] = ['scaled_', 'far_'].map((name) => (k: number) => hidden(`${name}${k}`)) as [
  (k: number) => string,
  (k: number) => string,
]

/** The nearest centre of each row, the first of equally near ones. */
export const clusterQuery: Scorer = async ({ plan, model }) => {
  const { features, scaling, scaledCenters } = model as KMeansState
  const who = 'kmeans.predict'
  const scaled = select(plan.query, [
    ...everything(plan),
    ...features.map((name, j): Named => [
      SCALED(j),
      scaledValue(numberOf(plan.shape, name, who), scaling[j]!),
    ]),
  ])
  const distances = select(scaled, [
    ...everything(plan),
    ...scaledCenters.map((center, k): Named => [FAR(k), squaredTo(center)]),
  ])
  const far = scaledCenters.map((_, k) => column(FAR(k)))
  const isKnown = call('isThere', far[0]!)
  const cases = far.map((own, k): [Expression, Expression] => [
    all(...far.filter((_, other) => other !== k).map((other) => call('atMost', own, other))),
    whole(k),
  ])
  const nearest = choose([[call('not', isKnown), nothing('whole')], ...cases], nothing('whole'))
  const least = far.length === 1 ? far[0]! : call('least', ...far)
  const distance = choose([[isKnown, call('sqrt', least)]], nothing('number'))
  return { query: distances, added: { cluster: nearest, distance } }
}

function squaredTo(center: readonly number[]): Expression {
  const parts = center.map((value, j) => {
    const away = call('minus', column(SCALED(j)), number(value))
    return call('times', away, away)
  })
  return parts.length === 1 ? parts[0]! : call('plus', ...parts)
}

function scaledValue(value: Expression, scale: FittedScale): Expression {
  return scale.reduce((scaled, step): Expression => {
    if (step.step === 'log1p') return call('ln', call('plus', number(1), scaled))
    if (step.step === 'quantile') {
      throw new ClienteleError(
        'unsupported',
        "kmeans.predict: scale 'quantile' cannot be written as SQL; fit with another scale, or bring the rows here, model.predict(await relation.toTable()).",
      )
    }
    return call('divided', call('minus', scaled, number(step.center)), number(step.scale))
  }, value)
}
