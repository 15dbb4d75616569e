import { freezeDeep } from '../../freeze.js'
import { checkOptions } from '../../options.js'
import { brief, printable } from '../../print.js'
import { adopt } from '../../table/adopt.js'
import type { Float64 } from '../../table/arrow.js'
import { addColumns, float64, type NamingOptions } from '../../table/build.js'
import { markPredicted } from '../../table/predicted.js'
import type { TableLike, With } from '../../table/types.js'
import type { International } from '../international/international.js'
import { prepareFor } from './prepareFor.js'
import { readRowPairs } from '../pairs/readPairs.js'
import { probabilityOf } from './scorer.js'
import { scoringOf } from './scoring.js'
import type { LinkageState } from './state.js'

/** What scoring pairs can be told. */
export interface LinkagePredictOptions extends NamingOptions {
  /** The records that the pairs are of, with the columns that the model learned from. */
  readonly records: TableLike
  /** Packages for scripts and telephone numbers, where the model was learned with them. */
  readonly international?: International | undefined
}

/** The columns that scoring adds to pairs. */
export type LinkageColumns = { match_weight: Float64; match_probability: Float64 }

/** What tells whether two records are one person. */
export interface LinkageModel extends LinkageState {
  /**
   * The pairs with `match_weight` (log2 of the odds that both records are one person: 0 is even) and
   * `match_probability` added.
   */
  predict<T extends { [name: string]: any } = any>(
    pairs: TableLike<T>,
    options: LinkagePredictOptions,
  ): With<T, LinkageColumns>
  /** Everything, as plain JSON for `loadModel`. It holds values that more than one record has. */
  toJSON(): LinkageState
}

/** The model that a state makes. */
export function linkageModel(given: LinkageState): LinkageModel {
  const state = freezeDeep(inOrder(given))
  const predict = (pairs: TableLike, options: LinkagePredictOptions) => {
    const who = 'linkage.predict'
    checkOptions(who, options, ['records', 'international', 'as', 'replace'])
    const table = adopt(pairs, who)
    const records = adopt(options.records, who)
    const { a, b } = readRowPairs(table, records.numRows, who)
    const { score } = scoringOf(state, prepareFor(who, state, records, options.international))
    const weights = new Float64Array(a.length)
    const probabilities = new Float64Array(a.length)
    for (let p = 0; p < a.length; p++) {
      const logOdds = score(a[p]!, b[p]!)
      weights[p] = logOdds / Math.LN2
      probabilities[p] = probabilityOf(logOdds)
    }
    const added = { match_weight: float64(weights), match_probability: float64(probabilities) }
    return markPredicted(addColumns(table, added, who, options), table)
  }
  const model = {
    ...state,
    predict: predict as unknown as LinkageModel['predict'],
    toJSON: () => state,
  }
  return printable(model, () => describeModel(state))
}

function inOrder(state: LinkageState): LinkageState {
  const { kind, version, recipe, prior, fields, movers, classes, crowds, calibration, fit } = state
  return { kind, version, recipe, prior, fields, movers, classes, crowds, calibration, fit }
}

function describeModel({ fields, calibration, fit }: LinkageState): string {
  const { records, pairs, matches, iterations, converged, notes } = fit
  const end = converged ? 'converged' : 'not converged'
  const learned = `of ${brief(records)} records: ${brief(pairs)} pairs, ${brief(Math.round(matches))} matches expected, ${end} after ${iterations} iterations`
  const head = `linkage model ${records === 0 ? 'that was imported' : learned}`
  const lines = fields.map(({ column, kind, levels, match, strangers }) => {
    const weights = match.map((m, l) => `${levels[l + 1]!} ${bits(m / strangers[l]!)}`)
    return `  ${column} (${kind}): ${weights.toReversed().join(', ')}`
  })
  const labelled = calibration && [
    `labels make of these ${brief(calibration.slope)} times the sum ${bits(Math.exp(calibration.intercept))}`,
  ]
  return [head, 'weights in bits:', ...lines, ...(labelled ?? []), ...notes].join('\n')
}

function bits(ratio: number): string {
  const value = Math.log2(ratio)
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`
}
