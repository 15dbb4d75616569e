import { brief } from '../../print.js'
import { conditionOf, inWords } from './conditions.js'
import { nodeSays, sayWords } from './describeNode.js'
import type { TreeState } from './model.js'

/** The tree in words, a line a node, children further to the right; `most` lines at most. */
export function treeText(state: TreeState, most: number = Infinity): string {
  const { ensemble, target, features, rows, costs, missingValues } = state
  const nodes = ensemble.trees[0]!
  const lines: string[] = []
  const open = [{ node: 0, words: 'all', depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, words, depth } = next
    if (lines.length >= most)
      return [...lines, `… ${brief(nodes.feature.length - lines.length)} more nodes`].join('\n')
    const isLeaf = nodes.feature[node]! < 0
    const says = nodeSays(nodes, node, target, costs)
    const decision = isLeaf && target.task === 'classes' ? ` → ${says.predicted}` : ''
    const what = `${counted(rows[node]!)}, ${sayWords(says, target)}${decision}`
    lines.push(`${'  '.repeat(depth)}${words}: ${what}`)
    if (isLeaf) continue
    for (const goesLeft of [false, true]) {
      const f = nodes.feature[node]!
      const condition = conditionOf(nodes, node, goesLeft, features)
      open.push({
        node: goesLeft ? nodes.left[node]! : nodes.right[node]!,
        words: inWords(condition, features[f]!, missingValues[f]! > 0),
        depth: depth + 1,
      })
    }
  }
  return lines.join('\n')
}

function counted(rows: number): string {
  return `${brief(rows)} ${rows === 1 ? 'row' : 'rows'}`
}
