import { adopt } from '../../table/adopt.js'
import { invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { lossOf } from '../evaluation/binary.js'
import { likeliest } from '../evaluation/classes.js'
import { placements } from '../evaluation/delong.js'
import { pointFigures, taskOf } from '../evaluation/figures.js'
import {
  checkProbabilities,
  checkVaries,
  completeRows,
  takeOutcomes,
  type ScoredTable,
} from '../evaluation/scoredTable.js'
import {
  type PredictingModel,
  readScores,
  scoredBy,
  scoreNames,
  type ScoreOptions,
  targetOptions,
} from '../evaluation/scoreOptions.js'
import { pick, sortedRows } from '../evaluation/sortedRows.js'
import { readTarget } from '../../learn/target.js'
import type { Compared } from './compared.js'
import { delongTest, type Difference, mcnemarTest, pairedTest } from './tests.js'

/** Compares predictions of the same rows: columns of probabilities or fitted models. */
export function compareByRows(
  who: string,
  table: Table,
  models: readonly [string, PredictingModel | string][],
  options: ScoreOptions & { readonly threshold?: number | undefined },
  interval: number,
): Compared {
  if (options.weights !== undefined) {
    throw invalid(
      who,
      'weights are for models that are fitted here; tests of predictions take rows as they are, so leave weights out',
    )
  }
  const first = models.find(([, model]) => typeof model !== 'string')?.[1] as PredictingModel | undefined
  const target = readTarget(who, adopt(table, who), targetOptions(who, { ...options, model: first }))
  const columns = models.map(([, model]) => columnsOf(who, table, model, target.info))
  const width = columns[0]!.names.length
  const given = completeRows(
    who,
    {
      target,
      scores: columns.flatMap(({ scores }) => scores),
      names: columns.flatMap(({ names }) => names),
      weights: undefined,
      weightName: undefined,
    },
    options.missing ?? 'error',
  )
  const all = inOrder(given)
  const parts = models.map((_, m): ScoredTable => {
    const at = [m * width, (m + 1) * width] as const
    return { ...all, scores: all.scores.slice(...at), names: all.names.slice(...at) }
  })
  return {
    figures: parts.map((part) => pointFigures(who, part, options.threshold)),
    compare: comparison(who, parts, options.threshold ?? 0.5, interval),
  }
}

/** In an order that does not depend on the table's, so that sums are the same bits. */
function inOrder(all: ScoredTable): ScoredTable {
  const { target, scores } = all
  const outcomes = 'codes' in target ? Float64Array.from(target.codes) : target.values
  const order = sortedRows([outcomes, ...scores].map((values) => ({ values })))
  return { ...all, target: takeOutcomes(target, order), scores: scores.map((values) => pick(values, order)) }
}

function columnsOf(
  who: string,
  table: Table,
  model: PredictingModel | string,
  info: ScoredTable['target']['info'],
) {
  const own = typeof model === 'string' ? { probability: model, predicted: model } : {}
  const scored = typeof model === 'string' ? table : scoredBy(who, table, model)
  const names = scoreNames(info, own)
  return { names, scores: names.map((name) => readScores(who, scored, name)) }
}

/** What there is to compare of rows: each figure with its test, for two models. */
function comparison(who: string, parts: readonly ScoredTable[], threshold: number, interval: number) {
  const { target } = parts[0]!
  if ('values' in target) {
    const errors = parts.map(({ scores }) => scores[0]!.map((v, i) => target.values[i]! - v))
    return (a: number, b: number): Record<string, Difference> => ({
      mse: pairedTest(
        errors[a]!.map((e) => e * e),
        errors[b]!.map((e) => e * e),
        interval,
      ),
      mae: pairedTest(errors[a]!.map(Math.abs), errors[b]!.map(Math.abs), interval),
    })
  }
  parts.forEach((part) => checkProbabilities(who, part))
  const codes = checkVaries(who, parts[0]!)
  const isBinary = taskOf({ target }) === 'binary'
  const outcomes = Float64Array.from(codes)
  const places = isBinary ? parts.map(({ scores }) => placements(scores[0]!, outcomes)) : []
  const rows = parts.map(({ scores }) => rowFigures(codes, scores, threshold))
  return (a: number, b: number): Record<string, Difference> => ({
    ...(isBinary ? { auc: delongTest(places[a]!, places[b]!, interval) } : {}),
    accuracy: mcnemarTest(rows[a]!.right, rows[b]!.right, interval),
    logLoss: pairedTest(rows[a]!.losses, rows[b]!.losses, interval),
    brier: pairedTest(rows[a]!.squares, rows[b]!.squares, interval),
  })
}

function rowFigures(codes: Int32Array, scores: readonly Float64Array[], threshold: number) {
  const [only] = scores
  if (scores.length === 1) {
    return {
      right: Uint8Array.from(codes, (code, i) => Number(only![i]! >= threshold === (code === 1))),
      losses: Float64Array.from(codes, (code, i) => lossOf(code, only![i]!)),
      squares: Float64Array.from(codes, (code, i) => (code - only![i]!) ** 2),
    }
  }
  const chosen = likeliest(scores)
  return {
    right: Uint8Array.from(codes, (code, i) => Number(chosen[i] === code)),
    losses: Float64Array.from(codes, (code, i) => lossOf(1, scores[code]![i]!)),
    squares: Float64Array.from(codes, (code, i) =>
      scores.reduce((sum, values, k) => sum + (Number(k === code) - values[i]!) ** 2, 0),
    ),
  }
}
