/** k-means from the same centres to the same tolerance, k-prototypes, and silhouettes, beside scikit-learn, kmodes and ml-kmeans. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { fitKMeans, fitKPrototypes } from 'clientele'
import { readTable } from 'clientele/io'
import { learnFeatures } from '#src/segment/features/readFeatures'
import { clusterPoints } from '#src/segment/kmeans/cluster'
import { silhouette } from '#src/segment/measure/silhouette'
import { pointsFile } from '../points.mjs'
import { inPython } from '../python.mjs'

const require = createRequire(new URL('../../peers/package.json', import.meta.url))

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  yield await kmeansJob(1_000_000, 5, 8)
  yield await kmeansJob(200_000, 16, 20)
  yield silhouetteJob(50_000, 5, 8)
  const telco = fileURLToPath(
    new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url),
  )
  if (existsSync(telco)) yield await prototypesJob(telco)
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

const CATEGORIES = [
  'gender',
  'Partner',
  'Contract',
  'InternetService',
  'PaymentMethod',
  'TechSupport',
  'OnlineSecurity',
]

/** @param {string} path */
async function prototypesJob(path) {
  const table = /** @type {any} */ (await readTable(path))
  const features = ['tenure', 'MonthlyCharges', ...CATEGORIES]
  return {
    job: 'k-prototypes of 7,043 Telco customers, k = 4, one start',
    ours: { clientele: () => void fitKPrototypes(table, { features, k: 4, starts: 1 }) },
    peers: { kmodes: inPython('kprototypes_kmodes', { path, k: 4, categories: CATEGORIES }) },
  }
}
