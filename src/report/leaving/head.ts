import type { PageHead } from '../page/pageHtml.js'
import { share } from '../figures/customers.js'
import type { LeavingContext } from './sections.js'

/** What stands above the report of who leaves. */
export function leavingHead(
  { figures, words, format }: LeavingContext,
  source: string | undefined,
): PageHead {
  const { churn } = words
  const { current, expected, listed, atRisk, fit } = figures
  const { keys } = churn
  return {
    eyebrow: churn.eyebrow(source),
    headline: churn.headline(figures),
    covers: churn.covers(figures),
    keys: [
      [keys.current, format.count(current)],
      [keys.expected, format.count(Math.round(expected))],
      [keys.share, format.share(share(expected, current))],
      [keys.listed, format.count(listed)],
      ...(atRisk === null ? [] : [[keys.atRisk, format.moneyShort(atRisk)] as const]),
      [keys.auc, format.share(fit.models[0]!.auc)],
    ],
    where: churn.where,
  }
}
