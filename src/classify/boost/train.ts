import { makeTeam, type Team } from '../../parallel/team.js'
import type { TreeNodes } from '../tree/nodes.js'
import { type BoostData, type GrowthRules, type LossPlan, makeMemory } from './memory.js'
import { type BoostThread, createThread, type FittedTree, type Losses } from './thread.js'
import { toNodes } from './toNodes.js'

/** How long to boost. */
export interface TrainPlan {
  readonly rounds: number
  /** How many rounds in a row may bring no better validation loss; undefined: all rounds are made. */
  readonly patience: number | undefined
  readonly threads: number
  /** Called after each round. */
  readonly onRound?: ((done: number) => void) | undefined
}

/** What boosting gave. */
export interface Trained {
  /** The trees of the rounds up to the best one, in turn a tree an output. */
  readonly trees: readonly TreeNodes[]
  /** By round, mean losses on the rows trained on and on those for validation. */
  readonly trainLoss: readonly number[]
  readonly validationLoss: readonly number[]
  /** How many rounds are kept. */
  readonly bestRound: number
  /** By feature, what its splits in the kept trees gained, and how many they are. */
  readonly gains: Float64Array
  readonly splits: Float64Array
}

/** Threads are told of so many rounds at a time, since telling takes about as long as a small leaf. */
const ROUNDS = 5
/** Below so many cells, a second thread takes longer to be told than the work. */
const FEW_CELLS = 50_000

/** Boosts: rounds of trees, each fitted to the gradients that the ones before leave. */
export function train(data: BoostData, rules: GrowthRules, loss: LossPlan, plan: TrainPlan): Trained {
  const threads = data.rows * data.columns.length < FEW_CELLS ? 1 : plan.threads
  const job = { url: new URL('./thread.js', import.meta.url).href, createThread }
  const team: Team<BoostThread> = makeTeam(job, (count) => makeMemory(data, rules, loss, count), threads)
  const means = meansOf(data)
  const fitted: FittedTree[] = []
  const trainLoss: number[] = []
  const validationLoss: number[] = []
  let bestRound = 0
  try {
    let least = means(team.run('start')[0]!).validation
    const span = team.threads === 1 ? 1 : ROUNDS
    boosting: for (let from = 0; from < plan.rounds; from += span) {
      const to = Math.min(plan.rounds, from + span)
      for (const { trees, ...sums } of team.run('rounds', { from, to })[0]!) {
        const { train: own, validation } = means(sums)
        fitted.push(...trees)
        const done = trainLoss.push(own)
        if (plan.patience !== undefined) validationLoss.push(validation)
        if (plan.patience === undefined || validation < least) {
          least = validation
          bestRound = done
        }
        plan.onRound?.(done)
        if (plan.patience !== undefined && done - bestRound >= plan.patience) break boosting
        if (isNothingLeft(trees, rules)) break boosting
      }
    }
  } finally {
    team.dismiss()
  }
  const kept = fitted.slice(0, bestRound * loss.outputs)
  return { ...describeTrees(kept, data), trainLoss, validationLoss, bestRound }
}

/** Later trees would be stumps without a split, too. */
function isNothingLeft(trees: readonly FittedTree[], { rowSample, featureSample }: GrowthRules): boolean {
  return rowSample === 1 && featureSample === 1 && trees.every(({ splits }) => splits.length === 0)
}

function describeTrees(
  kept: readonly FittedTree[],
  { features }: BoostData,
): Pick<Trained, 'trees' | 'gains' | 'splits'> {
  const gains = new Float64Array(features.length)
  const splits = new Float64Array(features.length)
  for (const tree of kept) {
    for (const { feature, gain } of tree.splits) {
      gains[feature]! += gain
      splits[feature]!++
    }
  }
  return { trees: kept.map((tree) => toNodes(tree, features)), gains, splits }
}

/** Mean losses from sums. */
function meansOf({ rows, trainRows, weights }: BoostData): (sums: Losses) => Losses {
  const train = weights ? sumOf(weights, 0, trainRows) : trainRows
  const others = weights ? sumOf(weights, trainRows, rows) : rows - trainRows
  return (sums) => ({ train: sums.train / train, validation: sums.validation / others })
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]!
  return sum
}
