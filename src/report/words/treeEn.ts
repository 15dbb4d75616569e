import { ALL } from '../../classify/tree/split.js'
import { inWords, numberWords } from '../../classify/tree/conditions.js'
import type { TreeWords } from './treeWords.js'

/** What charts of a tree say in English. */
export const treeEn: TreeWords = {
  about: (target) =>
    `A decision tree for ${target}: each line a group of customers, with its share and size.`,
  all: 'All customers',
  shareOf: (label) => `Share of ${label}, customers`,
  likeliest: 'Likeliest class, customers',
  meanOf: (target) => `Mean ${target}, customers`,
  condition(feature, { condition, others, sawMissing }) {
    const orMissing = sawMissing && condition.missing ? ' or missing' : ''
    if ('labels' in condition) {
      const { labels } = condition
      if (labels.length === 0) return `${feature} missing`
      if (others.length === 0) return `${feature} known`
      if (labels.length > 1 && others.length === 1) return `${feature} not ${others[0]}${orMissing}`
      return `${feature} ${labels.join(', ')}${orMissing}`
    }
    const { above, atMost } = condition
    if (above !== null && above >= ALL) return `${feature} missing`
    if (atMost !== null && atMost >= ALL) return `${feature} known`
    return above === null
      ? `${feature} at most ${numberWords(atMost!)}${orMissing}`
      : `${feature} above ${numberWords(above)}${orMissing}`
  },
  rule: (conditions) =>
    conditions.length === 0
      ? 'all customers'
      : conditions
          .map(({ condition, others, sawMissing }) => {
            const labels = 'labels' in condition ? [...condition.labels, ...others] : []
            return inWords(condition, { name: condition.feature, kind: 'category', labels }, sawMissing)
          })
          .join(' and '),
}
