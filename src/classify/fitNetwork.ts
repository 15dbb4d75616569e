import { ClienteleError } from '../error.js'
import { freezeDeep } from '../freeze.js'
import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt, describe } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { makeDesign } from '../learn/encode/design.js'
import { learnEncodings } from '../learn/encode/encoding.js'
import { learn, LEARN_OPTIONS, type Learned, type LearnOptions } from '../learn/learn.js'
import type { NetworkData } from './network/gradient.js'
import { networkLayers } from './network/layers.js'
import { MOST_UNITS, type NetworkModel, networkModel } from './network/model.js'
import { networkShape } from './network/shape.js'
import { train } from './network/train.js'

/** What `fitNetwork` can be told. */
export interface FitNetworkOptions<Names extends string = string>
  extends LearnOptions<Names>, ProgressOptions {
  /** Units of each hidden layer. Default [32, 16]. */
  readonly hidden?: readonly number[] | undefined
  /** How strongly weights are drawn to 0: half of it times the sum of their squares is added to the loss of all rows. Default 10. */
  readonly l2?: number | undefined
  /** The step of learning, above 0 and up to 1. Default 0.003. */
  readonly rate?: number | undefined
  /** Rows of a mini-batch. Default 64. */
  readonly batch?: number | undefined
  /** Passes over the rows at most. Default 200. */
  readonly epochs?: number | undefined
  /** The share of rows that is held out to see when learning gets no better, from 0 (none) to 0.5. Default 0.1. */
  readonly validation?: number | undefined
  /** How many epochs in a row may bring no better loss. Default 10. */
  readonly patience?: number | undefined
  /** A feature that is missing in some rows: 'indicator', an input of its own; or 'error'. Default 'indicator'. */
  readonly missingFeatures?: 'indicator' | 'error' | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

const WHO = 'fitNetwork'
const OPTIONS = LEARN_OPTIONS.concat([
  'hidden',
  'l2',
  'rate',
  'batch',
  'epochs',
  'validation',
  'patience',
  'missingFeatures',
  'seed',
  'onProgress',
  'signal',
])
/** What one row's worth of numbers may take. */
const MOST_NUMBERS = 10_000_000

/**
 * A small neural network (multilayer perceptron) for classes or numbers: where an outcome depends on combinations of numbers in a smooth way, it may
 * beat trees; on most customer tables boosting and logistic regression do as well, and say why.
 *
 * Columns are made as by `fitLogistic`: numbers are standardised, a category has a column a label, a gap one of its own. Units give max(0, sum);
 * learning is by Adam over mini-batches, the loss log loss for classes and squared error for numbers (standardised inside). A tenth of the rows is
 * held out; after ten epochs that bring no better loss on them, the numbers of the best epoch are kept.
 *
 * @param table - one row a customer
 * @param options - `target`, and what else: `positive`, `features`, `weights`, `hidden`, `l2`, `epochs`, `seed`
 * @returns a frozen model: `layers`, `fit` (loss by epoch), `predict(table)` adds `predicted` and, for classes, `probability`
 * @throws ClienteleError `option-invalid`; `column-missing`, `column-type`; `value-invalid` (constant target, missing targets unless
 * `missing: 'omit'`, values beyond 1e100); `rows-too-few`; `aborted`
 *
 * The same rows in another order are another start, and so perhaps another of many solutions. Kingma and Ba, Adam: a method for stochastic
 * optimization, 2015.
 *
 * Cost: epochs × rows × weights of what a row uses; 7,000 rows of 20 columns take a second or two.
 *
 * @example
 * ```ts
 * // Those leave who are either young or thrifty, but not both: no line divides them.
 * const rows = Array.from({ length: 400 }, (_, i) => ({ age: i % 20, spend: (i * 7) % 19 }))
 * const customers = fromRows(rows.map((row) => ({ ...row, left: row.age < 10 !== row.spend < 9 })))
 * const model = fitNetwork(customers, { target: 'left', l2: 0.01, rate: 0.01 })
 * const [young, both] = toRows(model.predict(fromRows([{ age: 3, spend: 15 }, { age: 3, spend: 3 }])))
 * console.log(young.predicted, both.predicted) // true false
 * ```
 */
export function fitNetwork<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitNetworkOptions<ColumnName<NoInfer<T>>>,
): NetworkModel {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { hidden = [32, 16], l2 = 10, rate = 0.003, batch = 64, epochs = 200 } = options
  const { validation = 0.1, patience = 10, missingFeatures = 'indicator', seed = 1 } = options
  checkHidden(hidden)
  checkNumber(WHO, 'l2', l2, 0, 1e100)
  checkNumber(WHO, 'rate', rate, 1e-12, 1)
  checkInteger(WHO, 'batch', batch, 1, 1_000_000)
  checkInteger(WHO, 'epochs', epochs, 1, 1_000_000)
  checkNumber(WHO, 'validation', validation, 0, 0.5)
  checkInteger(WHO, 'patience', patience, 1, 1_000_000)
  checkChoice(WHO, 'missingFeatures', missingFeatures, ['indicator', 'error'])
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const learned = learn(WHO, own, options)
  const { target, features, weights, counts } = learned
  const encodings = learnEncodings(WHO, features, weights, { dropFirst: false, missing: missingFeatures })
  const design = makeDesign(features, encodings, counts.rows)
  const output = scaleOf(learned)
  const data: NetworkData = { design, weights: meanOne(weights), ...wanted(learned, output) }
  const outputs = data.loss === 'classes' && 'codes' in target ? target.info.classes.length : 1
  const shape = networkShape(design.width, hidden, outputs)
  if (shape.size > MOST_NUMBERS) throw tooLarge(shape.size)
  const {
    theta,
    train: losses,
    validation: heldOut,
    ...trained
  } = train(data, shape, {
    epochs,
    batch,
    rate,
    l2,
    validation,
    patience,
    seed,
    onEpoch: (done) => report(WHO, options, { phase: 'epoch', done, total: epochs }),
  })
  return networkModel(
    freezeDeep({
      kind: 'network' as const,
      version: 1 as const,
      target: target.info,
      features: features.map(({ info }) => info),
      encodings,
      layers: networkLayers(shape, encodings, theta, output),
      fit: { ...counts, ...trained, loss: { train: losses, validation: heldOut } },
    }),
  )
}

const isUnits = (units: unknown): boolean =>
  Number.isInteger(units) && Number(units) >= 1 && Number(units) <= MOST_UNITS

function checkHidden(hidden: unknown): void {
  if (Array.isArray(hidden) && hidden.length <= 19 && hidden.every(isUnits)) return
  throw invalid(
    WHO,
    `hidden must be a list of up to 19 numbers of units from 1 to ${MOST_UNITS}, such as [32, 16], but got ${describe(hidden)}`,
  )
}

function tooLarge(size: number): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${WHO}: the network would have ${size} weights, but at most ${MOST_NUMBERS} can be learned; use fewer units, or leave out categories of many labels.`,
  )
}

/** Numbers are learned as distances from their mean in standard deviations. */
function scaleOf({ target, weights }: Learned): { center: number; scale: number } {
  if ('codes' in target) return { center: 0, scale: 1 }
  const feature = { info: { name: target.info.name, kind: 'number' } as const, values: target.values }
  const [encoding] = learnEncodings(WHO, [feature], weights, { dropFirst: false, missing: 'error' })
  return encoding as { kind: 'number'; center: number; scale: number; missing: boolean }
}

function wanted(
  { target }: Learned,
  { center, scale }: { center: number; scale: number },
): Pick<NetworkData, 'loss' | 'target'> {
  if ('values' in target) return { loss: 'squared', target: target.values.map((v) => (v - center) / scale) }
  return { loss: target.info.classes.length === 2 ? 'logistic' : 'classes', target: target.codes }
}

/** Weights with the mean 1, so that steps are as long as without. */
function meanOne(weights: Float64Array | undefined): Float64Array | undefined {
  const mean = weights && weights.reduce((sum, w) => sum + w, 0) / weights.length
  return weights && weights.map((w) => w / mean!)
}
