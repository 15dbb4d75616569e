import type { TreeModel } from '../classify/tree/model.js'
import { ClienteleError } from '../error.js'
import { nextAbove } from '../numeric/neighbours.js'
import { invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { ML_CART, type MlCartNode, type MlCartTree } from './mlCart.js'

const WHO = 'toMlCart'

/**
 * A tree of this library as ml-cart writes its own: `DecisionTreeClassifier.load(toMlCart(model))`, or `DecisionTreeRegression.load`, for code
 * that goes on with it. Rows are lists of the model's features in their order; classes are numbers in the order of `model.target.classes`.
 *
 * ml-cart knows numbers only, and no missing values: it predicts what this model does for rows without them (and takes the
 * first class where two are equally likely).
 *
 * @param model - what `fitTree` gives, learned from numbers
 * @returns a plain object: JSON for `load`
 * @throws ClienteleError `option-invalid`; `unsupported` where the tree asks for categories, or decides by costs or class weights
 *
 * Cost: linear in the number of nodes.
 *
 * @example
 * ```ts
 * // import { DecisionTreeClassifier } from 'ml-cart'
 * const customers = fromRows([2, 5, 40].map((tenure) => ({ tenure, left: tenure < 10 })))
 * const tree = toMlCart(fitTree(customers, { target: 'left' }))
 * // DecisionTreeClassifier.load(tree).predict([[3]]) // [ 1 ]
 * console.log(tree.root.splitColumn, tree.root.left?.distribution) // 0 [ [ 0, 1 ] ]
 * ```
 */
export function toMlCart(model: TreeModel): MlCartTree {
  if (model?.kind !== 'tree' || !model.ensemble) {
    throw invalid(WHO, `model must be what fitTree gives, but got ${describe(model)}`)
  }
  const { ensemble, target, features, costs } = model
  const nodes = ensemble.trees[0]!
  const asked = new Set(nodes.feature.filter((f) => f >= 0))
  const category = features.find(({ kind }, f) => kind === 'category' && asked.has(f))
  if (category) {
    throw unsupported(
      `the tree asks for the category '${category.name}', but ml-cart knows numbers only; fit it with other features`,
    )
  }
  if (costs) {
    throw unsupported(
      'the tree decides by costs or class weights, but ml-cart takes the likeliest class; fit it without them',
    )
  }
  const made: MlCartNode[] = []
  // From the end, since children come after their parents.
  for (let n = nodes.feature.length - 1; n >= 0; n--) {
    made[n] =
      nodes.feature[n]! < 0
        ? { distribution: distributionOf(n) }
        : {
            splitColumn: nodes.feature[n]!,
            // Here at most that goes left; there, less than this.
            splitValue: nextAbove(nodes.threshold[n]!),
            left: made[nodes.left[n]!],
            right: made[nodes.right[n]!],
          }
  }
  const kind = target.task === 'classes' ? 'classifier' : 'regression'
  const gainFunction = target.task === 'classes' ? 'gini' : 'regression'
  const options = { gainFunction, splitFunction: 'mean', minNumSamples: 1, maxDepth: model.fit.depth, kind }
  return { options, root: made[0]!, name: ML_CART[target.task] }

  function distributionOf(n: number): unknown {
    if (target.task === 'number') return nodes.value[n]!
    const { length } = target.classes
    return [
      length === 2 ? [1 - nodes.value[n]!, nodes.value[n]!] : nodes.value.slice(n * length, (n + 1) * length),
    ]
  }
}

function unsupported(sentence: string): ClienteleError {
  return new ClienteleError('unsupported', `${WHO}: ${sentence}.`)
}
