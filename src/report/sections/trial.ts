import { drawTracking } from '../drawTracking.js'
import type { ReportContext, Section } from '../section.js'

/** How far to trust the forecast: what it would have said earlier, beside what came. */
export function trialSection({ figures, words, format }: ReportContext): Section | undefined {
  const { lifetime } = figures
  if (!lifetime) return undefined
  const { trial, trialGap, correlation, spending } = lifetime
  const text = words.worth.trial
  const caveats = [
    ...(spending === 'mean' ? [text.flatSpend] : []),
    ...(correlation !== null && Math.abs(correlation) > 0.2 ? [text.correlated(correlation)] : []),
  ]
  if (!trial) {
    const missing = trialGap ? [text.missing(trialGap)] : []
    return { id: 'trial', finding: text.missingFinding, weight: 0, text: [...missing, ...caveats] }
  }
  const { tracking, byFrequency } = trial
  return {
    id: 'trial',
    finding: text.finding(trial),
    weight: 0.5,
    ...(tracking &&
      tracking.steps.length > 1 && {
        chart: (width: number) => drawTracking(tracking, { words, format, width }),
        howToRead: text.read,
      }),
    text: [text.orders(trial), text.order(trial), text.limits, ...caveats],
    table: {
      columns: [
        { label: text.columns.repeats },
        ...(['customers', 'expected', 'actual'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: byFrequency.map(({ group, customers, expected, actual }, i) => [
        i === byFrequency.length - 1 && group > 0 ? `${group}+` : String(group),
        format.count(customers),
        expected.toFixed(2),
        actual.toFixed(2),
      ]),
    },
  }
}
