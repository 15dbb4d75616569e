import { fitMixture, toRows } from 'clientele'
import { rowsTable, squared } from './plain.js'

/** Merges the pair that adds least to the sum of squares, over and over. */
export function plainWard(rows: readonly (readonly number[])[]): {
  heights: number[]
  labels: (k: number) => number[]
} {
  let clusters = rows.map((row, i) => ({ center: [...row], members: [i] }))
  const heights: number[] = []
  const levels = new Map([[rows.length, clusters]])
  while (clusters.length > 1) {
    let best = { cost: Infinity, a: 0, b: 0 }
    clusters.forEach((one, a) =>
      clusters.forEach((other, b) => {
        if (b <= a) return
        const [m, n] = [one.members.length, other.members.length]
        const cost = ((2 * m * n) / (m + n)) * squared(one.center, other.center)
        if (cost < best.cost) best = { cost, a, b }
      }),
    )
    const [one, other] = [clusters[best.a]!, clusters[best.b]!]
    const members = [...one.members, ...other.members]
    const center = one.center.map(
      (_, j) => members.reduce((sum, i) => sum + rows[i]![j]!, 0) / members.length,
    )
    clusters = [...clusters.filter((_, c) => c !== best.a && c !== best.b), { center, members }]
    heights.push(Math.sqrt(best.cost))
    levels.set(clusters.length, clusters)
  }
  const labels = (k: number) =>
    rows.map((_, i) => levels.get(k)!.findIndex(({ members }) => members.includes(i)))
  return { heights, labels }
}

/** The clusters of rows by a mixture of two. */
export function mixtureLabels(rows: number[][], covariance: 'full' | 'diagonal'): number[] {
  const { table, features } = rowsTable(rows)
  return labelsOf(fitMixture(table, { features, k: 2, covariance }).predict(table))
}

export const heightsOf = (model: any) => toRows<any>(model.dendrogram).map((row: any) => row.height as number)

export const labelsOf = (table: any) => toRows(table).map((row: any) => row.cluster as number)
