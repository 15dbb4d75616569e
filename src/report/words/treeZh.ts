import { ALL } from '../../classify/tree/split.js'
import { numberWords } from '../../classify/tree/conditions.js'
import type { TreeWords } from './treeWords.js'

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
}
