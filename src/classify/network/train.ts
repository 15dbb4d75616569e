import { makeRandom, type Random } from '../../numeric/random.js'
import { makeScratch, type NetworkData, rowLoss } from './gradient.js'
import type { NetworkShape } from './shape.js'

/** How a network is trained. */
export interface TrainPlan {
  readonly epochs: number
  readonly batch: number
  readonly rate: number
  /** Half of this times the sum of squared weights is added to the loss of all rows. */
  readonly l2: number
  /** The share of rows held out to see when it gets no better; 0: none. */
  readonly validation: number
  /** How many epochs in a row may bring no better loss. */
  readonly patience: number
  readonly seed: number
  readonly onEpoch: (epoch: number) => void
}

/** What training found. */
export interface Trained {
  readonly theta: Float64Array
  readonly epochs: number
  readonly bestEpoch: number
  /** The mean loss of each epoch. */
  readonly train: number[]
  readonly validation: number[]
}

/** Less than this part of a loss is no progress. */
const BETTER = 1e-4

/** Adam (Kingma and Ba 2015) over mini-batches; the numbers of the best epoch are kept. */
export function train(data: NetworkData, shape: NetworkShape, plan: TrainPlan): Trained {
  const random = makeRandom(plan.seed)
  const order = shuffled(
    Int32Array.from({ length: data.design.rows }, (_, i) => i),
    random,
  )
  const held = plan.validation > 0 ? Math.max(1, Math.floor(order.length * plan.validation)) : 0
  const heldOut = order.slice(0, held)
  const rows = order.slice(held)
  const theta = startingPoint(shape, random)
  const adam = makeAdam(shape.size, plan.rate)
  const out: Trained = { theta: theta.slice(), epochs: 0, bestEpoch: 0, train: [], validation: [] }
  let [best, bestEpoch] = [Infinity, 0]
  let [progress, lastProgress] = [Infinity, 0]
  let epoch = 0
  while (epoch < plan.epochs && epoch - lastProgress < plan.patience) {
    epoch++
    plan.onEpoch(epoch)
    out.train.push(runEpoch(data, shape, plan, shuffled(rows, random), theta, adam))
    if (held > 0) out.validation.push(meanLoss(data, shape, theta, heldOut))
    const loss =
      held > 0 ? out.validation.at(-1)! : out.train.at(-1)! + penaltyOf(theta, shape, plan.l2 / rows.length)
    if (loss < progress * (1 - BETTER)) {
      progress = loss
      lastProgress = epoch
    }
    if (!(loss < best)) continue
    best = loss
    bestEpoch = epoch
    out.theta.set(theta)
  }
  return { ...out, epochs: epoch, bestEpoch }
}

function shuffled(rows: Int32Array, random: Random): Int32Array {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1))
    const kept = rows[i]!
    rows[i] = rows[j]!
    rows[j] = kept
  }
  return rows
}

/** Weights such that signals neither fade nor swell on their way (He et al. 2015); biases 0. */
function startingPoint({ inputs, units, weightsAt, size }: NetworkShape, random: Random): Float64Array {
  const theta = new Float64Array(size)
  units.forEach((count, l) => {
    const before = l === 0 ? inputs : units[l - 1]!
    const spread = Math.sqrt((l === units.length - 1 ? 1 : 2) / before)
    // In the first layer the rows of the intercept and of nothing stay 0.
    const [from, to] = l === 0 ? [count, (before - 1) * count] : [0, before * count]
    for (let i = from; i < to; i++) theta[weightsAt[l]! + i] = spread * random.normal()
  })
  return theta
}

/** One pass over all rows, batch by batch; the mean loss on the way. */
function runEpoch(
  data: NetworkData,
  shape: NetworkShape,
  { batch, l2 }: TrainPlan,
  rows: Int32Array,
  theta: Float64Array,
  step: Adam,
): number {
  const scratch = makeScratch(shape)
  const gradient = new Float64Array(shape.size)
  let [loss, total] = [0, 0]
  for (let start = 0; start < rows.length; start += batch) {
    const end = Math.min(start + batch, rows.length)
    gradient.fill(0)
    for (let i = start; i < end; i++) {
      loss += rowLoss(data, rows[i]!, shape, theta, scratch, gradient)
      total += data.weights === undefined ? 1 : data.weights[rows[i]!]!
    }
    finish(gradient, theta, shape, end - start, l2 / rows.length)
    step(theta, gradient)
  }
  return total > 0 ? loss / total : 0
}

/** From a batch's sum to its mean, with the penalty; what is nothing stays nothing. */
function finish(
  gradient: Float64Array,
  theta: Float64Array,
  { inputs, units, weightsAt, biasesAt }: NetworkShape,
  rows: number,
  penalty: number,
): void {
  for (let j = 0; j < gradient.length; j++) gradient[j]! /= rows
  units.forEach((count, l) => {
    const [from, to] = l === 0 ? [count, (inputs - 1) * count] : [weightsAt[l]!, biasesAt[l]!]
    for (let j = from; j < to; j++) gradient[j]! += penalty * theta[j]!
  })
  gradient.fill(0, (inputs - 1) * units[0]!, inputs * units[0]!)
}

/** What the weights, biases apart, add to the mean loss. */
function penaltyOf(
  theta: Float64Array,
  { inputs, units, weightsAt, biasesAt }: NetworkShape,
  l2: number,
): number {
  let squares = 0
  units.forEach((count, l) => {
    const [from, to] = l === 0 ? [count, (inputs - 1) * count] : [weightsAt[l]!, biasesAt[l]!]
    for (let j = from; j < to; j++) squares += theta[j]! * theta[j]!
  })
  return (l2 / 2) * squares
}

/** The mean loss of some rows, by weight. */
function meanLoss(data: NetworkData, shape: NetworkShape, theta: Float64Array, rows: Int32Array): number {
  const scratch = makeScratch(shape)
  let [loss, total] = [0, 0]
  for (let i = 0; i < rows.length; i++) {
    loss += rowLoss(data, rows[i]!, shape, theta, scratch, undefined)
    total += data.weights === undefined ? 1 : data.weights[rows[i]!]!
  }
  return total > 0 ? loss / total : 0
}

type Adam = (theta: Float64Array, gradient: Float64Array) => void

function makeAdam(size: number, rate: number): Adam {
  const [keep, keepSquares] = [0.9, 0.999]
  const mean = new Float64Array(size)
  const square = new Float64Array(size)
  let [fade, fadeSquares] = [1, 1]
  return (theta, gradient) => {
    fade *= keep
    fadeSquares *= keepSquares
    const scale = (rate * Math.sqrt(1 - fadeSquares)) / (1 - fade)
    for (let j = 0; j < size; j++) {
      const g = gradient[j]!
      mean[j] = keep * mean[j]! + (1 - keep) * g
      square[j] = keepSquares * square[j]! + (1 - keepSquares) * g * g
      theta[j]! -= (scale * mean[j]!) / (Math.sqrt(square[j]!) + 1e-8)
    }
  }
}
