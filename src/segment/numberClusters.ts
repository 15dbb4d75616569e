/** Clusters with their final numbers. */
export interface Numbered<Labels> {
  readonly labels: Labels
  readonly centers: readonly Float64Array[]
  readonly sizes: readonly number[]
}

/**
 * Numbers clusters from 0 by size, the largest first, those of equal size by their centres, feature by feature: so
 * that numbers don't depend on chance. The labels are renumbered in place.
 */
export function numberClusters<Labels extends Uint16Array | Int32Array>(
  labels: Labels,
  centers: readonly Float64Array[],
): Numbered<Labels> & { readonly order: readonly number[] } {
  const sizes = centers.map(() => 0)
  for (let i = 0; i < labels.length; i++) sizes[labels[i]!]!++
  const order = orderClusters(sizes, centers)
  const numbers = new Int32Array(order.length)
  order.forEach((old, now) => (numbers[old] = now))
  for (let i = 0; i < labels.length; i++) labels[i] = numbers[labels[i]!]!
  return { labels, centers: order.map((c) => centers[c]!), sizes: order.map((c) => sizes[c]!), order }
}

/** The present numbers of clusters in the order of their final ones. */
export function orderClusters(sizes: readonly number[], centers: readonly Float64Array[]): number[] {
  return [...centers.keys()].sort((a, b) => sizes[b]! - sizes[a]! || compareCenters(centers[a]!, centers[b]!))
}

function compareCenters(a: Float64Array, b: Float64Array): number {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return a[j]! - b[j]!
  return 0
}
