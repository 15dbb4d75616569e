/** k-means from the same centres to the same tolerance, beside scikit-learn and ml-kmeans. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { fitKMeans } from 'clientele'
import { pointsFile } from '../points.mjs'
import { inPython } from '../python.mjs'

const require = createRequire(new URL('../../peers/package.json', import.meta.url))

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  yield await kmeansJob(1_000_000, 5, 8)
  yield await kmeansJob(200_000, 16, 20)
}

/** @param {number} rows @param {number} width @param {number} k */
async function kmeansJob(rows, width, k) {
  const { path, table, features, arrays } = pointsFile(rows, width, k)
  const start = arrays(k)
  const options = {
    features,
    k,
    start,
    scale: /** @type {const} */ ('none'),
    tolerance: 1e-6,
    maxIterations: 100,
  }
  const args = { path, width, k }
  const other = await mlKMeans()
  const points = other && arrays(rows)
  return {
    job: `k-means of ${rows} × ${width}, k = ${k}, same centres, same tolerance`,
    ours: {
      clientele: () => void fitKMeans(table, options),
      'clientele, 2 threads': () => void fitKMeans(table, { ...options, threads: 2 }),
    },
    peers: {
      'scikit-learn': inPython('kmeans_sklearn', { ...args, threads: 1 }),
      'scikit-learn, 2 threads': inPython('kmeans_sklearn', { ...args, threads: 2 }),
      'ml-kmeans':
        points &&
        (() => void other(points, k, { initialization: start, maxIterations: 100, tolerance: 1e-6 })),
    },
  }
}

/** ml-kmeans where the peers are installed. */
async function mlKMeans() {
  try {
    const { kmeans } = await import(pathToFileURL(require.resolve('ml-kmeans')).href)
    return kmeans
  } catch {
    return undefined
  }
}
