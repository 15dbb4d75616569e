import type { FeatureInfo } from '../../learn/features.js'
import type { Ensemble, TreeNodes } from '../tree/nodes.js'
import { type Code, constant, type Test } from './expression.js'
import { affine, type Named, sumInPieces } from './program.js'

/** What a tree says, as questions within questions; output `k` of `width`. */
function treeCode(nodes: TreeNodes, infos: readonly FeatureInfo[], width: number, k: number): Code {
  const codes: Code[] = []
  // Children come after their parents, so from the end each node finds its children done.
  for (let n = nodes.feature.length - 1; n >= 0; n--) {
    const [left, right] = [codes[nodes.left[n]!], codes[nodes.right[n]!]]
    codes[n] =
      nodes.feature[n]! < 0
        ? constant(nodes.value[n * width + k]!)
        : same(left!, right!)
          ? left!
          : { op: 'choose', cases: [[goesLeft(nodes, infos, n), left!]], otherwise: right! }
  }
  return codes[0]!
}

function same(one: Code, other: Code): boolean {
  return one.op === 'number' && other.op === 'number' && one.value === other.value
}

function goesLeft(nodes: TreeNodes, infos: readonly FeatureInfo[], n: number): Test {
  const feature = nodes.feature[n]!
  const info = infos[feature]!
  const orMissing = nodes.missingLeft[n] === 1
  const set = nodes.categories[n]
  if (!set || info.kind === 'number') return { op: 'atMost', feature, value: nodes.threshold[n]!, orMissing }
  return { op: 'oneOf', feature, labels: set.map((label) => info.labels[label]!), orMissing }
}

/** The outputs of trees that add up, in pieces. */
export function ensembleCode(
  { trees, width, base, scale }: Ensemble,
  infos: readonly FeatureInfo[],
): { steps: Named[][]; outputs: Code[] } {
  const steps: Named[] = []
  const outputs = base.map((begin, k) => {
    const own = width === base.length ? trees : trees.filter((_, t) => t % base.length === k)
    const said = own.map((nodes) => treeCode(nodes, infos, width, width === 1 ? 0 : k))
    const pieces = sumInPieces(`trees_${k + 1}`, said)
    steps.push(...pieces.steps)
    return affine(begin, scale, pieces.total)
  })
  return { steps: [steps], outputs }
}
