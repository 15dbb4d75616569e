import { invalid } from '../options.js'
import { report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { freezeDeep } from '../freeze.js'
import { CELLS } from './boost/memory.js'
import { type BoostModel, boostModel } from './boost/model.js'
import { type BoostSettings, boostSettings, type FitBoostOptions } from './boost/options.js'
import { prepare } from './boost/prepare.js'
import { train, type Trained } from './boost/train.js'

const WHO = 'fitBoost'

/**
 * Learns who will do something, or how much, by gradient boosting: many small trees, each mending what those before it got wrong.
 * On tables of customers nothing else predicts better; what drives the answer is told by `importance` and `shapValues`.
 *
 * **Method.** Friedman, Greedy function approximation (2001), with Newton steps; trees grow leaf by leaf on histograms of at most 255
 * bins a feature (LightGBM: Ke et al. 2017), whose sums are of whole numbers (Shi et al. 2022), so that the model is the same, bit by bit, for
 * any number of threads. What leaves say is computed from exact gradients.
 *
 * **Features.** Numbers are cut where it gains most, and missing values sent to the side where they gain more; where none was
 * missing at fit, to the side with more rows. Categories (text, booleans) are split in two sets, by the order of their
 * gradients, G / (H + 10), where missing is a category of its own; with more than three labels sets are shrunk by another 10 of
 * `l2`. Labels that were not there at fit count as missing.
 *
 * @param table - one row a customer, with the target and the features
 * @param options - `target`, and how to learn
 * @returns a frozen model: `predict(table)` adds `predicted` and for classes `probability`; `importance`; `fit` has the losses by round
 * @throws ClienteleError `option-invalid`; `column-missing`, `column-type`; `value-invalid` (a constant target, missing ones unless `missing: 'omit'`,
 * negative numbers for 'poisson' and 'tweedie'); `rows-too-few`; `aborted`
 *
 * Cost: 100 trees of 31 leaves on a million rows of 20 features take some 10 s on one thread, 6 s on two; memory of
 * (features + 8) + features + 40 bytes a row, and 2 KiB × leaves × features.
 *
 * @example
 * ```ts
 * const customers = fromRows(
 *   Array.from({ length: 400 }, (_, i) => ({ tenure: i % 40, plan: i % 3 ? 'basic' : 'gold', churned: i % 40 < 10 && i % 3 > 0 })),
 * )
 * const model = fitBoost(customers, { target: 'churned' })
 * const [first, last] = [0, 39].map((row) => toRows(model.predict(customers))[row])
 * console.log(first.predicted, first.probability < 0.1, last.predicted) // false true false
 * console.log(toRows(model.importance).map(({ feature }) => feature)) // [ 'tenure', 'plan' ]
 * ```
 */
export function fitBoost<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: FitBoostOptions<ColumnName<NoInfer<T>>>,
): BoostModel {
  const settings = boostSettings(WHO, options)
  const own = adopt(table, WHO)
  const { learned, data, loss, excess } = prepare(WHO, own, options as FitBoostOptions, settings)
  checkRoom(settings, data.features.length)
  const { trees: total, stopping, threads } = settings
  const fitted = train(data, settings, loss, {
    rounds: total,
    patience: stopping?.rounds,
    threads,
    onRound: (done) => report(WHO, options, { phase: 'round', done, total }),
  })
  const features = learned.features.map(({ info }) => info)
  return boostModel(
    freezeDeep({
      kind: 'boost',
      version: 1,
      loss: loss.kind,
      target: learned.target.info,
      features,
      ensemble: {
        trees: fitted.trees,
        width: 1,
        base: loss.base.map((base, k) => base - (excess[k] ?? 0)),
        scale: 1,
      },
      gains: Array.from(fitted.gains),
      splits: Array.from(fitted.splits),
      fit: {
        ...learned.counts,
        rounds: fitted.trainLoss.length,
        bestRound: fitted.bestRound,
        loss: { train: fitted.trainLoss, validation: fitted.validationLoss },
        warnings: warningsOf(fitted, stopping !== undefined, total),
      },
    }),
  )
}

/** What should be known before the model is used. */
function warningsOf({ trees, trainLoss, bestRound }: Trained, isStopped: boolean, total: number): string[] {
  const warnings: string[] = []
  if (isStopped && bestRound === 0) {
    warnings.push(
      'rows held out were never predicted better than by one number for all; the features tell nothing of them',
    )
  } else if (trees.every(({ feature }) => feature.length === 1)) {
    warnings.push(
      'no split gained anything, so all rows are predicted alike; there are few rows, or the features tell nothing',
    )
  }
  if (isStopped && bestRound === total && trainLoss.length === total) {
    warnings.push(
      'the last round was the best on the rows held out; more trees, or a larger rate, would do better',
    )
  }
  return warnings
}

/** The most memory that histograms may take, in bytes. */
const MOST_ROOM = 2 ** 31

function checkRoom({ leaves }: BoostSettings, features: number): void {
  const room = leaves * features * CELLS * 8
  if (room <= MOST_ROOM) return
  throw invalid(
    WHO,
    `${leaves} leaves of ${features} features would take ${Math.ceil(room / 2 ** 30)} GiB for histograms, but at most 2 are taken; choose fewer leaves or features`,
  )
}
