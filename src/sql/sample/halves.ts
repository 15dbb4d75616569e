import { resampledTest } from '../../classify/compare/tests.js'
import type { CrossValidation } from '../../classify/crossValidate.js'
import { splitTable } from '../../classify/splitTable.js'
import { snake } from '../../classify/validation/summary.js'
import type { Float64, Table, Utf8 } from '../../table/arrow.js'
import { addColumns, float64, makeTable, utf8 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** One row a figure: with half of the rows to learn from, with all, and what the second half brought. */
export type DoublingColumns = {
  figure: Utf8
  half: Float64
  whole: Float64
  difference: Float64
  difference_low: Float64
  difference_high: Float64
  p: Float64
}

/** One of two halves of a sample, of which each row stands for twice as many. */
export function halfOf(
  who: string,
  sample: Table,
  weights: string,
  split: {
    readonly seed: number
    readonly group: string | undefined
    readonly stratify: string | undefined
  },
  half: 'train' | 'test',
): Table {
  const own = splitTable(sample, { ...split, test: 0.5 })[half]
  const doubled = readNumbers(findColumn(own, weights, who), who).map((weight) => 2 * weight)
  return addColumns(own, { [weights]: float64(doubled) }, who, { replace: true })
}

/** What models of all rows have more than the mean of those of each half, figure by figure, over the same folds. */
export function doublingTable(
  who: string,
  [whole, first, second]: readonly [CrossValidation<any>, CrossValidation<any>, CrossValidation<any>],
  interval: number,
): Table<DoublingColumns> {
  const read = ({ folds }: CrossValidation<any>, name: string) =>
    readNumbers(findColumn(folds, name, who), who)
  const rowsOf = (name: string) => read(whole, name).reduce((total, rows) => total + rows, 0)
  const ratio = rowsOf('test_rows') / rowsOf('train_rows')
  const found = Object.keys(whole.mean).flatMap((name) => {
    const figure = snake(name)
    const [all, one, other] = [whole, first, second].map((run) => read(run, figure))
    const half = one!.map((value, f) => (value + other![f]!) / 2)
    // A figure that a fold has not.
    if (all!.some(Number.isNaN) || half.some(Number.isNaN)) return []
    return [{ figure, half: mean(half), whole: mean(all!), ...resampledTest(all!, half, ratio, interval) }]
  })
  const numbers = (of: (row: (typeof found)[number]) => number) => float64(Float64Array.from(found, of))
  return makeTable({
    figure: utf8(found.map(({ figure }) => figure)),
    half: numbers((row) => row.half),
    whole: numbers((row) => row.whole),
    difference: numbers((row) => row.difference),
    difference_low: numbers((row) => row.low),
    difference_high: numbers((row) => row.high),
    p: numbers((row) => row.p),
  })
}

/** Half of the root mean square difference of what models of two halves foretell. */
export function halvesError(
  who: string,
  names: readonly string[],
  halves: readonly CrossValidation<any>[],
  weights: Float64Array,
): number {
  let [squares, total] = [0, 0]
  for (const name of names) {
    const [a, b] = halves.map(({ predictions }) => readNumbers(findColumn(predictions, name, who), who))
    weights.forEach((weight, row) => {
      squares += weight * (a![row]! - b![row]!) ** 2
      total += weight
    })
  }
  return Math.sqrt(squares / total) / 2
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
