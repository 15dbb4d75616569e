import type { PageHead } from '../page/pageHtml.js'
import type { OutcomeContext } from './context.js'

/** What stands above the report of an outcome. */
export function outcomeHead(context: OutcomeContext, source: string | undefined): PageHead {
  const { outcome, words, format } = context
  const { target, positive, rows, missing, quality, model } = outcome
  const text = words.outcome
  const what =
    positive === null || positive === 'true' || positive === '1' ? target : `${target} = ${positive}`
  return {
    eyebrow: text.eyebrow(source),
    headline: text.headline(what, rows, quality.task === 'binary' ? quality.baseRate : null),
    covers: text.covers(model.features.length, missing),
    keys: [[text.keys.customers, format.count(rows)], ...figures(context), kinds(context)],
    where: text.where,
  }
}

function kinds({ outcome, words, format }: OutcomeContext): [string, string] {
  return [words.outcome.keys.kinds, format.count(outcome.tree.fit.leaves)]
}

/** The figures of quality that everybody understands. */
function figures({ outcome: { quality }, words, format }: OutcomeContext): [string, string][] {
  const { keys } = words.outcome
  if (quality.task === 'binary') {
    return [
      [keys.share, format.share(quality.baseRate)],
      [keys.ordered, format.share(quality.auc.value)],
      [keys.topLift, `× ${format.decimal(quality.topDecileLift.value)}`],
    ]
  }
  if (quality.task === 'classes') return [[keys.accuracy, format.share(quality.accuracy.value)]]
  return [[keys.explained, quality.r2 ? format.share(Math.max(0, quality.r2.value)) : '–']]
}
