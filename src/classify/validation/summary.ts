import { float64, int32, makeTable } from '../../table/build.js'
import type { Table, Vector } from '../../table/arrow.js'
import type { FoldResult } from './runFolds.js'

/** The mean of each figure over the folds; null where a fold has none. */
export function meanFigures(results: readonly FoldResult[]): { [figure: string]: number | null } {
  return overFolds(results, mean)
}

/** The standard deviation of each figure over the folds. */
export function deviations(results: readonly FoldResult[]): { [figure: string]: number | null } {
  return overFolds(results, (values) => {
    const middle = mean(values)
    return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1))
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length
}

function overFolds(
  results: readonly FoldResult[],
  of: (values: readonly number[]) => number,
): { [figure: string]: number | null } {
  const names = Object.keys(results[0]!.figures)
  return Object.fromEntries(
    names.map((name) => {
      const figure = of(results.map(({ figures }) => figures[name]!))
      return [name, Number.isFinite(figure) ? figure : null]
    }),
  )
}

/** One row a fold. */
export function foldTable(results: readonly FoldResult[]): Table {
  const columns: [string, Vector][] = [
    ['fold', int32(Int32Array.from(results.keys(), (f) => f + 1))],
    ['train_rows', int32(Int32Array.from(results, ({ trainRows }) => trainRows))],
    ['test_rows', int32(Int32Array.from(results, ({ testRows }) => testRows))],
  ]
  for (const name of Object.keys(results[0]!.figures)) {
    columns.push([snake(name), float64(Float64Array.from(results, ({ figures }) => figures[name]!))])
  }
  return makeTable(new Map(columns))
}

/** 'topDecileLift' as 'top_decile_lift'. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
