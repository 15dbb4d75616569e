import { brief } from '../../print.js'
import type { IdentifyFit } from './identifyFit.js'
import { describeUsed } from '../fields/planFields.js'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** An identification as it prints. */
export function describeIdentity(fit: IdentifyFit): string {
  const { records, customers, identical, pairsCompared, threshold, expected, reach, fields, notes } = fit
  return [
    `${brief(records)} records of ${brief(customers)} customers, from ${brief(pairsCompared)} pairs that were compared`,
    ...(identical > 0 ? [`${brief(identical)} records are the same as another in all fields`] : []),
    `expected at threshold ${threshold}: precision ${percent(expected.precision)}, recall ${percent(expected.recall)}, F1 ${percent(expected.f1)}`,
    `share of true pairs that were compared: ${percent(reach.share)}`,
    ...fields.map((field) => `  ${describeUsed(field)}`),
    ...notes,
  ].join('\n')
}
