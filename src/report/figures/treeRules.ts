import type { TreeModel } from '../../classify/tree/model.js'
import { leafConditions } from '../../classify/tree/rules.js'
import type { DrawnCondition } from '../words/treeWords.js'

/** What the rule of each leaf asks for, by the leaf's node. */
export function treeRules(tree: TreeModel): ReadonlyMap<number, readonly DrawnCondition[]> {
  const place = new Map(tree.features.map(({ name }, f) => [name, f]))
  const rules = new Map<number, readonly DrawnCondition[]>()
  for (const [leaf, conditions] of leafConditions(tree)) {
    const drawn = conditions.map((condition): DrawnCondition => {
      const f = place.get(condition.feature)!
      const info = tree.features[f]!
      const labels = 'labels' in condition ? new Set(condition.labels) : undefined
      const others = info.kind === 'category' ? info.labels.filter((label) => !labels?.has(label)) : []
      return { condition, others, sawMissing: tree.missingValues[f]! > 0 }
    })
    rules.set(leaf, drawn)
  }
  return rules
}
