import { checkInteger, checkOptions, invalid } from '../options.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table, Vector } from '../table/arrow.js'
import { addColumns, float64, makeTable } from '../table/build.js'
import { list } from '../table/column.js'
import { takeRows } from '../table/take.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { readScores, scoredBy, scoreNames } from './evaluation/scoreOptions.js'
import { type ExplainedModel, featuresOf } from './explain/featuresOf.js'
import { type Grid, gridOf } from './explain/grid.js'

/** What `partialDependence` can be told. */
export interface PartialDependenceOptions<Names extends string = string> extends ProgressOptions {
  /** The model that is to be explained. */
  readonly model: ExplainedModel
  /** One feature, or two for how they act together. */
  readonly features: readonly Names[]
  /** At how many values a number is looked at, from 2 to 1,000. Default 20. */
  readonly points?: number | undefined
  /** The values of a feature at which to look instead. */
  readonly values?: { readonly [feature in Names]?: readonly unknown[] } | undefined
  /** With more rows, as many evenly spread ones are asked about. Default 2,000. */
  readonly rows?: number | undefined
}

const WHO = 'partialDependence'

/**
 * How does the prediction move with a feature, all else being as it is? Every customer is given the same value and the model asked; the mean over all of
 * them is one point of the curve. With two features it is a surface.
 *
 * A number is looked at from its 5th to its 95th percentile (all values where there are at most `points`), a category at each of its labels. Where
 * features go together, such as tenure and total charges, some of the customers asked about cannot exist: read such curves with care.
 *
 * @param table - rows with the model's features
 * @param options - `model`, `features` (one or two), `points` (20), `values` (`{tenure: [1, 12, 24]}`), `rows` (2,000), `onProgress`, `signal`
 * @returns one row a value (or pair of values, the second changing fastest): a column for each feature, then the mean `probability` (`probability_<class>` each with more than two
 * classes, `predicted` for a number)
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `rows-too-few`
 *
 * Cost: predicting `rows` rows for every point.
 *
 * Friedman, J. (2001), Greedy function approximation: a gradient boosting machine.
 *
 * @example
 * ```ts
 * const customers = fromRows(Array.from({ length: 200 }, (_, i) => ({ tenure: i % 50, churned: (i * 7) % 50 > i % 50 })))
 * const model = fitLogistic(customers, { target: 'churned' })
 * const curve = toRows(partialDependence(customers, { model, features: ['tenure'], values: { tenure: [0, 40] } }))
 * console.log(curve[0].probability > curve[1].probability) // true
 * ```
 */
export function partialDependence<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: PartialDependenceOptions<ColumnName<NoInfer<T>>>,
): Table<any> {
  checkOptions(WHO, options, ['model', 'features', 'points', 'values', 'rows', 'onProgress', 'signal'])
  const { model, features, points = 20, values = {}, rows = 2000 } = options
  checkInteger(WHO, 'points', points, 2, 1000)
  checkInteger(WHO, 'rows', rows, 1, 100_000_000)
  if (typeof model?.predict !== 'function')
    throw invalid(WHO, 'model is needed: the one that is to be explained')
  if (!Array.isArray(features) || features.length < 1 || features.length > 2) {
    throw invalid(WHO, `features must be a list of one or two columns, but got ${describe(features)}`)
  }
  checkOptions(WHO, values, features, 'values')
  const given = adopt(table, WHO)
  const names = featuresOf(WHO, given, features, model, [])
  if (new Set(names).size < names.length)
    throw invalid(WHO, `features names '${names[0]}' twice; name another one`)
  const grids = names.map((name) => gridOf(WHO, given, name, points, (values as any)[name]))
  return curveOf(sampled(given, rows), grids, model, options)
}

function sampled(table: Table, most: number): Table {
  const n = table.numRows
  if (n <= most) return table
  return takeRows(
    table,
    Int32Array.from({ length: most }, (_, s) => Math.floor((s * n) / most)),
  )
}

function curveOf(
  table: Table,
  grids: readonly Grid[],
  model: ExplainedModel,
  progress: ProgressOptions,
): Table {
  const [first, second] = grids
  const inner = second?.size ?? 1
  const total = first!.size * inner
  const means: number[][] = []
  let names: readonly string[] = []
  for (let at = 0; at < total; at++) {
    const places = [Math.floor(at / inner), at % inner]
    const columns: Record<string, Vector> = {}
    grids.forEach((grid, g) => (columns[grid.name] = grid.constant(places[g]!, table.numRows)))
    const asked = addColumns(table, columns, WHO, { replace: true })
    const scored = scoredBy(WHO, asked, model)
    names = predictedNames(scored, model)
    means.push(names.map((name) => mean(readScores(WHO, scored, name))))
    report(WHO, progress, { phase: 'points', done: at + 1, total })
  }
  const result = new Map<string, Vector>()
  grids.forEach((grid, g) => {
    const at = means.map((_, k) => (g === 0 ? Math.floor(k / inner) : k % inner))
    result.set(grid.name, grid.column(at))
  })
  names.forEach((name, s) => result.set(name, float64(Float64Array.from(means, (own) => own[s]!))))
  return makeTable(result)
}

/** The columns of numbers that the model predicts. */
function predictedNames(scored: Table, { target }: ExplainedModel): readonly string[] {
  if (target !== undefined) return scoreNames(target, {})
  const names = scored.schema.fields.map(({ name }) => name)
  const found = names.filter((name) => name === 'probability' || name.startsWith('probability_'))
  if (found.length > 0) return found
  if (names.includes('predicted')) return ['predicted']
  throw invalid(WHO, `the model must add a column 'probability' or 'predicted' (its columns: ${list(names)})`)
}

/** From the least up, so that it does not depend on the order of rows. */
function mean(values: Float64Array): number {
  const known = values.filter((v) => !Number.isNaN(v)).sort()
  return known.reduce((sum, v) => sum + v, 0) / known.length
}
