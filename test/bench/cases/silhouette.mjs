/** Exact silhouettes beside scikit-learn. */
import { learnFeatures } from '#src/segment/features/readFeatures'
import { clusterPoints } from '#src/segment/kmeans/cluster'
import { silhouette } from '#src/segment/measure/silhouette'
import { pointsFile } from '../points.mjs'
import { inPython } from '../python.mjs'

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  yield silhouetteJob(50_000, 5, 8)
}

/** @param {number} rows @param {number} width @param {number} k @returns {import('../main.mjs').Job} */
function silhouetteJob(rows, width, k) {
  const { path, table, features } = pointsFile(rows, width, k)
  const { points } = learnFeatures('bench', /** @type {any} */ (table), { features, scale: 'none' })
  const plan = { k, starts: 1, seed: 1, maxIterations: 100, tolerance: 0, threads: 1 }
  const { labels } = clusterPoints(points, plan)
  const all = Int32Array.from(labels.keys())
  /** @param {number} threads */
  const ours = (threads) => () => void silhouette(points, labels, k, all, threads)
  return {
    job: `exact silhouette of ${rows} × ${width}, k = ${k}`,
    ours: { clientele: ours(1), 'clientele, 2 threads': ours(2) },
    peers: {
      'scikit-learn': inPython('silhouette_sklearn', { path, width, k, threads: 1 }),
      'scikit-learn, 2 threads': inPython('silhouette_sklearn', { path, width, k, threads: 2 }),
    },
  }
}
