import type { Design } from '../../learn/encode/design.js'
import type { NetworkShape } from './shape.js'

/** What the outputs are measured by. */
export type NetworkLoss = 'logistic' | 'classes' | 'squared'

/** What a network learns from. */
export interface NetworkData {
  readonly design: Design
  readonly loss: NetworkLoss
  /** The number of each row's class, or its number. */
  readonly target: Int32Array | Float64Array
  readonly weights: Float64Array | undefined
}

/** Scratch memory: what each unit gives, and how the loss changes with it. */
export interface Scratch {
  readonly values: readonly Float64Array[]
  readonly slopes: readonly Float64Array[]
}

export function makeScratch({ units }: NetworkShape): Scratch {
  return {
    values: units.map((count) => new Float64Array(count)),
    slopes: units.map((count) => new Float64Array(count)),
  }
}

/**
 * The loss of a row, by its weight; where a gradient is given, what the row adds to it is added. Units give max(0, sum), outputs their sum.
 */
export function rowLoss(
  data: NetworkData,
  row: number,
  shape: NetworkShape,
  theta: Float64Array,
  scratch: Scratch,
  gradient: Float64Array | undefined,
): number {
  forward(data.design, row, shape, theta, scratch)
  const weight = data.weights === undefined ? 1 : data.weights[row]!
  const loss = outputSlopes(data, row, scratch, weight)
  if (gradient) backward(data.design, row, shape, theta, scratch, gradient)
  return weight * loss
}

function forward(
  { dense, denseAt, slots }: Design,
  row: number,
  { units, weightsAt, biasesAt }: NetworkShape,
  theta: Float64Array,
  { values }: Scratch,
): void {
  const first = values[0]!
  const count = units[0]!
  for (let u = 0; u < count; u++) first[u] = theta[u]!
  for (let a = 0; a < dense.length; a++) addRow(theta, denseAt[a]! * count, dense[a]![row]!, first)
  for (let s = 0; s < slots.length; s++) addRow(theta, slots[s]![row]! * count, 1, first)
  for (let l = 1; l < units.length; l++) {
    const before = values[l - 1]!
    const here = values[l]!
    for (let u = 0; u < here.length; u++) here[u] = theta[biasesAt[l]! + u]!
    for (let i = 0; i < before.length; i++) {
      // A unit that is off says nothing.
      if (before[i]! > 0) addRow(theta, weightsAt[l]! + i * here.length, before[i]!, here)
      else before[i] = 0
    }
  }
}

function addRow(theta: Float64Array, at: number, x: number, out: Float64Array): void {
  for (let u = 0; u < out.length; u++) out[u]! += x * theta[at + u]!
}

/** The loss of a row, and how it changes with the outputs. */
function outputSlopes({ loss, target }: NetworkData, row: number, scratch: Scratch, weight: number): number {
  const outputs = scratch.values.at(-1)!
  const slopes = scratch.slopes.at(-1)!
  const wanted = target[row]!
  if (loss === 'squared') {
    const miss = outputs[0]! - wanted
    slopes[0] = weight * miss
    return (miss * miss) / 2
  }
  if (loss === 'logistic') {
    const score = outputs[0]!
    const decay = Math.exp(-Math.abs(score))
    slopes[0] = weight * ((score < 0 ? decay : 1) / (1 + decay) - wanted)
    return Math.max(score, 0) - wanted * score + Math.log1p(decay)
  }
  let most = -Infinity
  for (let k = 0; k < outputs.length; k++) most = Math.max(most, outputs[k]!)
  let sum = 0
  for (let k = 0; k < outputs.length; k++) sum += Math.exp(outputs[k]! - most)
  for (let k = 0; k < outputs.length; k++) {
    slopes[k] = weight * (Math.exp(outputs[k]! - most) / sum - (k === wanted ? 1 : 0))
  }
  return most + Math.log(sum) - outputs[wanted]!
}

function backward(
  { dense, denseAt, slots }: Design,
  row: number,
  { units, weightsAt, biasesAt }: NetworkShape,
  theta: Float64Array,
  { values, slopes }: Scratch,
  gradient: Float64Array,
): void {
  for (let l = units.length - 1; l > 0; l--) {
    const here = slopes[l]!
    const before = values[l - 1]!
    const back = slopes[l - 1]!
    for (let u = 0; u < here.length; u++) gradient[biasesAt[l]! + u]! += here[u]!
    for (let i = 0; i < before.length; i++) {
      back[i] = 0
      if (before[i]! <= 0) continue
      const at = weightsAt[l]! + i * here.length
      let slope = 0
      for (let u = 0; u < here.length; u++) {
        gradient[at + u]! += before[i]! * here[u]!
        slope += theta[at + u]! * here[u]!
      }
      back[i] = slope
    }
  }
  const first = slopes[0]!
  for (let u = 0; u < first.length; u++) gradient[u]! += first[u]!
  for (let a = 0; a < dense.length; a++) spread(gradient, denseAt[a]! * first.length, dense[a]![row]!, first)
  for (let s = 0; s < slots.length; s++) spread(gradient, slots[s]![row]! * first.length, 1, first)
}

function spread(gradient: Float64Array, at: number, x: number, slopes: Float64Array): void {
  for (let u = 0; u < slopes.length; u++) gradient[at + u]! += x * slopes[u]!
}
