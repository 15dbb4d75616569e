import type { Table } from '../../table/arrow.js'
import { type Fit, type FoldResult, runFolds } from '../validation/runFolds.js'
import { meanFigures } from '../validation/summary.js'
import { planValidation, type ValidationOptions } from '../validation/validate.js'
import type { Compared } from './compared.js'
import { type Difference, resampledTest } from './tests.js'

/** Compares ways to fit on the same folds, dealt anew for each repeat. */
export function compareByFolds(
  who: string,
  table: Table,
  fits: readonly Fit[],
  options: ValidationOptions<string, any>,
  repeats: number,
  interval: number,
): Compared {
  const results: FoldResult[][] = fits.map(() => [])
  let done = 0
  for (let r = 0; r < repeats; r++) {
    const seed = (options.seed ?? 1) + r
    const quiet = { ...options, seed, ...(r > 0 && { onProgress: undefined }) }
    const { measure, folds } = planValidation(who, table, quiet, fits[0]!)
    // One phase of all models and repeats.
    const total = repeats * fits.length * folds.length
    const onProgress = () => options.onProgress?.({ phase: 'folds', done: ++done, total })
    const progress = { signal: options.signal, onProgress }
    fits.forEach((fit, m) => {
      results[m]!.push(...runFolds(who, table, folds, fit, measure, progress).results)
    })
  }
  const sum = (of: (result: FoldResult) => number) =>
    results[0]!.reduce((total, result) => total + of(result), 0)
  const ratio = sum(({ testRows }) => testRows) / sum(({ trainRows }) => trainRows)
  const figures = results.map((own) => {
    const mean = meanFigures(own)
    return Object.fromEntries(Object.entries(mean).map(([name, value]) => [name, value ?? NaN]))
  })
  const names = Object.keys(figures[0]!).filter((name) => figures.every((own) => !Number.isNaN(own[name])))
  const of = (m: number, name: string) => Float64Array.from(results[m]!, (result) => result.figures[name]!)
  return {
    figures,
    compare: (a, b): Record<string, Difference> =>
      Object.fromEntries(
        names.map((name) => [name, resampledTest(of(a, name), of(b, name), ratio, interval)]),
      ),
  }
}
