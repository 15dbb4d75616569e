import type { KMeansState } from '../../segment/kmeans/model.js'
import { call } from '../expression/expression.js'
import { type Named, select } from '../expression/query.js'
import { distancesQuery, featureOf, nearestOf, scaledName, scaledValue } from '../kmeans/nearest.js'
import { everything } from '../relation/relation.js'
import type { Scorer } from './scored.js'

/** The nearest centre of each row, the first of equally near ones. */
export const clusterQuery: Scorer = async ({ plan, model }) => {
  const { features, scaling, scaledCenters } = model as KMeansState
  const who = 'kmeans.predict'
  const scaled = select(plan.query, [
    ...everything(plan),
    ...features.map((name, j): Named => [
      scaledName(j),
      scaledValue(who, featureOf(plan.shape, name, who), scaling[j]!),
    ]),
  ])
  const { cluster, squared } = nearestOf(scaledCenters.length)
  return {
    query: distancesQuery(scaled, everything(plan), scaledCenters),
    added: { cluster, distance: call('sqrt', squared) },
  }
}
