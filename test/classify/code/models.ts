import {
  calibrate,
  fitBoost,
  fitForest,
  fitLogistic,
  fitNaiveBayes,
  fitNetwork,
  fitTree,
  fromRows,
} from 'clientele'

export const types = { age: 'float64', plan: 'dictionary', member: 'bool', visits: 'int32' } as const

/** Rows with all that a table may hold: gaps, NaN, booleans, text with quotes. */
export function customers(rows: number, seed = 7): any[] {
  let state = seed
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: rows }, () => {
    const age = pick([null, NaN, 20 + 50 * random(), -0, 0, 33.3])
    const plan = pick([null, "o'hare", 'a"b', 'back\\slash', 'ünï', '', 'plain'])
    const score = 0.03 * (age || 0) + (plan === 'plain' ? 1 : -0.5)
    return {
      age,
      plan,
      member: pick([null, true, false]),
      visits: pick([null, 0, 1, 2, 3, 100]),
      left: random() < 1 / (1 + Math.exp(-score)),
      kind: pick(['x', 'y', "z'"]),
      spent: Math.floor(20 * random() * (age && age > 40 ? 3 : 1)),
    }
  })
}

export const table = fromRows(customers(400), { types })
export const later = fromRows(
  customers(300, 99).map((row, i) => ({ ...row, plan: i % 9 ? row.plan : 'new' })),
  { types },
)
const features = ['age', 'plan', 'member', 'visits']
const two = { target: 'left', features } as const
const costs = { true: { false: 5 }, false: { true: 1 } }
const dear = { x: { y: 1, "z'": 9 }, y: { x: 2, "z'": 1 }, "z'": { x: 3, y: 1 } }
const three = { target: 'kind', features } as const

export const models: { readonly [title: string]: any } = {
  'logistic, l2': fitLogistic(table, two),
  'logistic, l1': fitLogistic(table, { ...two, l1: 8 }),
  'logistic, plain': fitLogistic(table, { ...two, l2: 0 }),
  'logistic, three classes': fitLogistic(table, three),
  'logistic, three classes, plain': fitLogistic(table, { ...three, l2: 0 }),
  'logistic, no gaps before': fitLogistic(
    fromRows(
      customers(400).filter((row) => row.age && row.plan !== null && row.visits !== null),
      { types },
    ),
    two,
  ),
  'naive Bayes': fitNaiveBayes(table, two),
  'naive Bayes, bins': fitNaiveBayes(table, { ...two, numbers: 'bins' }),
  'naive Bayes, three classes': fitNaiveBayes(table, three),
  tree: fitTree(table, { ...two, minLeaf: 3 }),
  'tree, unpruned': fitTree(table, { ...two, maxDepth: Infinity, minLeaf: 1 }),
  'tree, costs': fitTree(table, { ...two, costs }),
  'tree, three classes': fitTree(table, { ...three, minLeaf: 3 }),
  'tree, three classes, costs': fitTree(table, { ...three, minLeaf: 3, costs: dear }),
  'tree of numbers': fitTree(table, { target: 'spent', features, minLeaf: 3 }),
  forest: fitForest(table, { ...two, trees: 20 }),
  'forest, three classes': fitForest(table, { ...three, trees: 8 }),
  'forest of numbers': fitForest(table, { target: 'spent', features, trees: 8 }),
  boost: fitBoost(table, { ...two, trees: 40 }),
  'boost, three classes': fitBoost(table, { ...three, trees: 20 }),
  'boost of numbers': fitBoost(table, { target: 'spent', features, trees: 20 }),
  'boost, Poisson': fitBoost(table, { target: 'spent', features, loss: 'poisson', trees: 20 }),
  network: fitNetwork(table, { ...two, hidden: [6, 4], epochs: 5 }),
  'network, three classes': fitNetwork(table, { ...three, hidden: [5], epochs: 5 }),
  'network of numbers': fitNetwork(table, { target: 'spent', features, hidden: [5], epochs: 5 }),
  'network without hidden layers': fitNetwork(table, { ...two, hidden: [], epochs: 5 }),
  'calibrated, sigmoid': calibrate(later, { model: fitTree(table, two) }),
  'calibrated, isotonic': calibrate(later, { model: fitLogistic(table, two), method: 'isotonic' }),
  'calibrated, three classes': calibrate(later, { model: fitNaiveBayes(table, three), method: 'isotonic' }),
}

/** What a model's `predict` adds. */
export const added = (model: any): string[] =>
  model.target.task === 'number'
    ? ['predicted']
    : model.target.classes.length === 2
      ? ['predicted', 'probability']
      : ['predicted', ...model.target.classes.map((label: string) => `probability_${label}`)]
