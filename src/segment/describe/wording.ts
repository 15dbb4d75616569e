import type { Box } from './box.js'

/** How a feature is spoken of. */
export interface Spoken {
  readonly name: string
  /** Whether all its values are whole numbers. */
  readonly isWhole: boolean
  /** All labels of a category. */
  readonly labels: readonly string[]
  /** Whether some values were missing. */
  readonly sawMissing: boolean
}

const MOST_LABELS = 8
/** Trees ask for this where only missing values are to go another way: no feature is beyond it. */
const ALL = 1e100

/** What a box asks, a part a feature: 'orders at most 1', 'days_since_last from 34 to 72', 'country is DE'; in the order of features. What asks nothing is left out. */
export function wordsOf(box: Box, features: readonly Spoken[]): string[] {
  return features.flatMap((feature) => {
    const { name } = feature
    const asked = box.get(name)
    if (!asked) return []
    const said =
      'labels' in asked ? labelWords(asked.labels, feature.labels) : rangeWords(asked, feature.isWhole)
    const { missing } = asked
    if (said === 'anything') return !feature.sawMissing || missing ? [] : [`${name} is known`]
    if (said === '') return [`${name} is missing`]
    return [`${name} ${said}${feature.sawMissing && missing ? ' or missing' : ''}`]
  })
}

function rangeWords(
  { above, atMost }: { above: number | null; atMost: number | null },
  isWhole: boolean,
): string {
  if (above !== null && above >= ALL) return ''
  const high = atMost !== null && atMost >= ALL ? null : atMost
  if (above === null && high === null) return 'anything'
  if (!isWhole) {
    const parts = [
      ...(above === null ? [] : [`above ${digits(above)}`]),
      ...(high === null ? [] : [`at most ${digits(high)}`]),
    ]
    return parts.join(' and ')
  }
  const from = above === null ? null : Math.floor(above) + 1
  const to = high === null ? null : Math.floor(high)
  if (from === null) return `at most ${to}`
  if (to === null) return `at least ${from}`
  return from === to ? `is ${from}` : `from ${from} to ${to}`
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function labelWords(labels: readonly string[], all: readonly string[]): string {
  if (labels.length === 0) return ''
  const others = all.filter((label) => !labels.includes(label))
  if (others.length === 0) return 'anything'
  if (labels.length === 1) return `is ${labels[0]}`
  if (others.length === 1) return `is not ${others[0]}`
  const isShorter = others.length < labels.length
  const shown = isShorter ? others : labels
  const rest = shown.length > MOST_LABELS ? ` … (${shown.length} in all)` : ''
  return `is ${isShorter ? 'none' : 'one'} of ${shown.slice(0, MOST_LABELS).join(', ')}${rest}`
}

/** The segment's rules as a sentence. */
export function rulesSentence(
  customers: number,
  rules: readonly string[],
  together: { readonly precision: number; readonly coverage: number },
): string {
  const size = `${customers.toLocaleString('en-US')} ${customers === 1 ? 'customer' : 'customers'}`
  if (rules.length === 0) return `${size}: no short rule tells them from the others.`
  const shown = rules.length > 3 ? [...rules.slice(0, 3), `${rules.length - 3} more`] : rules
  const it = rules.length === 1 ? 'it' : 'one'
  const [belong, meet] = [percent(together.precision), percent(together.coverage)]
  return `${size}: ${shown.join('; or ')}. ${belong} of those who meet ${it} belong here; ${meet} of the segment meet ${it}.`
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}
