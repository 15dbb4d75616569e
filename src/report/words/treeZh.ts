import { ALL } from '../../classify/tree/split.js'
import { type Condition, numberWords } from '../../classify/tree/conditions.js'
import type { DrawnCondition, TreeWords } from './treeWords.js'

/** What charts of a tree say in Chinese. */
export const treeZh: TreeWords = {
  about: (target) => `${target} 的决策树：每行是一组客户，附其占比与人数。`,
  all: '全部客户',
  shareOf: (label) => `${label} 的占比、客户数`,
  likeliest: '最可能的类别、客户数',
  meanOf: (target) => `${target} 的均值、客户数`,
  condition(feature, { condition, others, sawMissing }) {
    const orMissing = sawMissing && condition.missing ? '或缺失' : ''
    if ('labels' in condition) {
      const { labels } = condition
      if (labels.length === 0) return `${feature} 缺失`
      if (others.length === 0) return `${feature} 已知`
      if (labels.length > 1 && others.length === 1) return `${feature} 不是 ${others[0]}${orMissing}`
      return `${feature} 是 ${labels.join('、')}${orMissing}`
    }
    const { above, atMost } = condition
    if (above !== null && above >= ALL) return `${feature} 缺失`
    if (atMost !== null && atMost >= ALL) return `${feature} 已知`
    return above === null
      ? `${feature} ≤ ${numberWords(atMost!)}${orMissing}`
      : `${feature} > ${numberWords(above)}${orMissing}`
  },
  rule: (conditions) => (conditions.length === 0 ? '全部客户' : conditions.map(inRule).join('，')),
}

/** All that a rule asks of one column. */
function inRule({ condition, others, sawMissing }: DrawnCondition): string {
  const { feature } = condition
  const known = 'labels' in condition ? labelWords(condition.labels, others) : rangeWords(condition)
  const orMissing = sawMissing && condition.missing
  if (known === 'known') return `${feature} ${orMissing ? '不限' : '已知'}`
  return known === '' ? `${feature} 缺失` : `${feature} ${known}${orMissing ? '或缺失' : ''}`
}

function rangeWords({ above, atMost }: Extract<Condition, { above: unknown }>): string {
  if (above !== null && above >= ALL) return ''
  const parts: string[] = []
  if (above !== null) parts.push(`> ${numberWords(above)}`)
  if (atMost !== null && atMost < ALL) parts.push(`≤ ${numberWords(atMost)}`)
  return parts.join(' 且 ') || 'known'
}

const MOST_LABELS = 8

function labelWords(labels: readonly string[], others: readonly string[]): string {
  if (labels.length === 0) return ''
  if (others.length === 0) return 'known'
  if (labels.length === 1) return `是 ${labels[0]}`
  if (others.length === 1) return `不是 ${others[0]}`
  if (labels.length <= MOST_LABELS) return `是 ${labels.join('、')} 之一`
  if (others.length <= MOST_LABELS) return `不是 ${others.join('、')}`
  return `是 ${labels.slice(0, MOST_LABELS).join('、')} 等 ${labels.length} 种之一`
}
