import type { FeatureInfo } from '../../learn/features.js'
import { ALL } from './split.js'
import type { TreeNodes } from './nodes.js'

/** What a path through a tree asks of one feature. */
export type Condition =
  | {
      readonly feature: string
      /** Values are above this; null: no such limit. */
      readonly above: number | null
      /** Values are at most this; null: no such limit. */
      readonly atMost: number | null
      /** Whether a missing value meets it. */
      readonly missing: boolean
    }
  | {
      readonly feature: string
      /** The value is one of these. */
      readonly labels: readonly string[]
      readonly missing: boolean
    }

/** What going left or right at a node asks. */
export function conditionOf(
  nodes: TreeNodes,
  node: number,
  goesLeft: boolean,
  infos: readonly FeatureInfo[],
): Condition {
  const info = infos[nodes.feature[node]!]!
  const missing = (nodes.missingLeft[node] === 1) === goesLeft
  if (info.kind === 'number') {
    const threshold = nodes.threshold[node]!
    const [above, atMost] = goesLeft ? [null, threshold] : [threshold, null]
    return { feature: info.name, above, atMost, missing }
  }
  const left = new Set(nodes.categories[node])
  const labels = info.labels.filter((_, label) => left.has(label) === goesLeft)
  return { feature: info.name, labels, missing }
}

/** The conditions of a path, one a feature, in the order in which features were first asked for. */
export function mergeConditions(path: readonly Condition[]): readonly Condition[] {
  const merged = new Map<string, Condition>()
  for (const next of path) {
    const before = merged.get(next.feature)
    merged.set(next.feature, before ? both(before, next) : next)
  }
  return [...merged.values()]
}

function both(a: Condition, b: Condition): Condition {
  const missing = a.missing && b.missing
  if ('labels' in a) {
    const allowed = new Set('labels' in b ? b.labels : [])
    return { feature: a.feature, labels: a.labels.filter((label) => allowed.has(label)), missing }
  }
  const other = b as Extract<Condition, { above: unknown }>
  return {
    feature: a.feature,
    above: a.above === null || (other.above !== null && other.above > a.above) ? other.above : a.above,
    atMost: a.atMost === null || (other.atMost !== null && other.atMost < a.atMost) ? other.atMost : a.atMost,
    missing,
  }
}

/** A condition in words; missing values are spoken of where some were missing at fit. */
export function inWords(condition: Condition, info: FeatureInfo, sawMissing: boolean): string {
  const { feature } = condition
  const known = 'labels' in condition ? labelWords(condition, info) : rangeWords(condition)
  if (known === '') return `${feature} is missing`
  if (known === 'known')
    return sawMissing && condition.missing ? `${feature} is anything` : `${feature} is known`
  return `${feature} ${known}${sawMissing && condition.missing ? ' or missing' : ''}`
}

/** '' where no value is in the range. */
function rangeWords({ above, atMost }: Extract<Condition, { above: unknown }>): string {
  if (above !== null && above >= ALL) return ''
  const parts: string[] = []
  if (above !== null) parts.push(`above ${numberWords(above)}`)
  if (atMost !== null && atMost < ALL) parts.push(`at most ${numberWords(atMost)}`)
  return parts.length === 0 ? 'known' : parts.join(' and ')
}

/** All digits of a half number, six of others. */
export function numberWords(x: number): string {
  return String(Number.isInteger(2 * x) ? x : Number(x.toPrecision(6)))
}

const MOST_LABELS = 8

function labelWords({ labels }: { labels: readonly string[] }, info: FeatureInfo): string {
  const all = info.kind === 'category' ? info.labels : []
  if (labels.length === 0) return ''
  if (labels.length === all.length) return 'known'
  if (labels.length === 1) return `is ${labels[0]}`
  const others = all.filter((label) => !labels.includes(label))
  if (others.length === 1) return `is not ${others[0]}`
  if (labels.length <= MOST_LABELS) return `is one of ${labels.join(', ')}`
  if (others.length <= MOST_LABELS) return `is none of ${others.join(', ')}`
  return `is one of ${labels.slice(0, MOST_LABELS).join(', ')} … (${labels.length} in all)`
}
