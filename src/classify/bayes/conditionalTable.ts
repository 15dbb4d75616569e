import type { Dictionary, Float64, Table } from '../../table/arrow.js'
import { dictionary, float64, makeTable } from '../../table/build.js'
import type { NaiveBayesState } from './model.js'

/** How features are distributed in classes; null where a column does not apply. */
export type ConditionalColumns = {
  feature: Dictionary
  class: Dictionary
  /** The label of a category, or the bin of a number: `> 1 and <= 5`. */
  label: Dictionary
  /** The chance of the label in the class. */
  chance: Float64
  /** The mean of a number in the class. */
  mean: Float64
  /** Its standard deviation. */
  deviation: Float64
}

/** A row a feature, class and label. */
export function conditionalTable({ target, features, parts }: NaiveBayesState): Table<ConditionalColumns> {
  const rows = parts.flatMap((part, feature) => {
    const info = features[feature]!
    const labels =
      part.kind === 'normal' ? [''] : info.kind === 'category' ? info.labels : binLabels(part.cuts!)
    return target.classes.flatMap((_, c) =>
      labels.map((label, l) => {
        const isNormal = part.kind === 'normal'
        return {
          feature,
          class: c,
          label: isNormal ? undefined : label,
          chance: isNormal ? NaN : part.chances[c]![l]!,
          mean: isNormal ? part.means[c]! : NaN,
          deviation: isNormal ? Math.sqrt(part.variances[c]!) : NaN,
        }
      }),
    )
  })
  const numbers = (part: 'chance' | 'mean' | 'deviation') =>
    float64(Float64Array.from(rows, (row) => row[part]))
  const codes = (part: 'feature' | 'class') => Int32Array.from(rows, (row) => row[part])
  const words = [...new Set(rows.map(({ label }) => label))].filter((label) => label !== undefined)
  const place = new Map(words.map((label, i) => [label, i]))
  return makeTable({
    feature: dictionary(
      codes('feature'),
      features.map(({ name }) => name),
    ),
    class: dictionary(codes('class'), target.classes),
    label: dictionary(
      Int32Array.from(rows, ({ label }) => (label === undefined ? -1 : place.get(label)!)),
      words,
    ),
    chance: numbers('chance'),
    mean: numbers('mean'),
    deviation: numbers('deviation'),
  } as any) as Table<any>
}

function binLabels(cuts: readonly number[]): string[] {
  const bounds = [undefined, ...cuts, undefined]
  return Array.from({ length: cuts.length + 1 }, (_, i) => {
    const [low, high] = [bounds[i], bounds[i + 1]]
    const parts = [low === undefined ? '' : `> ${low}`, high === undefined ? '' : `<= ${high}`].filter(
      Boolean,
    )
    return parts.length === 0 ? 'any' : parts.join(' and ')
  })
}
