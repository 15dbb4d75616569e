import { designColumns } from '../../learn/encode/design.js'
import type { Encoding } from '../../learn/encode/encoding.js'

/**
 * The covariance of penalised coefficients as they are read: a label beside the mean of its feature's labels, and where each class has its
 * own scores, a class beside the mean of the classes. A penalty makes these means 0, and it alone: of what all labels share, which the
 * intercept could as well take over, the data say nothing, so that it must not count as not being sure of a label.
 */
export function centredCovariance(
  covariance: readonly Float64Array[],
  encodings: readonly Encoding[],
  scores: number,
  isFree: boolean,
): Float64Array[] {
  const groups = labelColumns(encodings)
  const width = covariance.length / scores
  const centre = (rows: readonly Float64Array[]) => {
    const centred = rows.map((row) => row.slice())
    for (let s = 0; s < scores; s++) centreLabels(centred.slice(s * width, (s + 1) * width), groups)
    if (isFree) for (let j = 0; j < width; j++) subtractMean(centred.filter((_, k) => k % width === j))
    return centred
  }
  return centre(transpose(centre(covariance)))
}

/** The columns, intercept counted, of each feature of which every row has one. */
function labelColumns(encodings: readonly Encoding[]): number[][] {
  const groups = new Map<number, number[]>()
  designColumns(encodings).forEach(({ feature }, c) => {
    if (encodings[feature]!.kind === 'category') groups.set(feature, [...(groups.get(feature) ?? []), c + 1])
  })
  return [...groups.values()]
}

/** What labels share goes over to the intercept. */
function centreLabels(rows: readonly Float64Array[], groups: readonly (readonly number[])[]): void {
  for (const group of groups) {
    const mean = subtractMean(group.map((j) => rows[j]!))
    mean.forEach((v, k) => (rows[0]![k]! += v))
  }
}

function subtractMean(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]!.length)
  for (const row of rows) row.forEach((v, k) => (mean[k]! += v / rows.length))
  for (const row of rows) mean.forEach((v, k) => (row[k]! -= v))
  return mean
}

function transpose(rows: readonly Float64Array[]): Float64Array[] {
  return rows.map((_, k) => Float64Array.from(rows, (row) => row[k]!))
}
