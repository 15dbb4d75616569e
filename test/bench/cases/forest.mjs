/** Random forests beside scikit-learn, with one thread and with two. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fitForest } from 'clientele'
import { readTable } from 'clientele/io'
import { labelledFile } from '../labelled.mjs'
import { inPython } from '../python.mjs'

const path = fileURLToPath(new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url))

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  if (existsSync(path)) {
    const table = /** @type {any} */ (await readTable(path))
    const features = table.schema.fields
      .map((/** @type {any} */ field) => field.name)
      .filter((/** @type {string} */ name) => name !== 'customerID' && name !== 'Churn')
    for (const minLeaf of [10, 1]) yield telcoJob(table, features, minLeaf)
  }
  yield largeJob(100_000, 20)
}

/** @param {any} table @param {string[]} features @param {number} minLeaf */
function telcoJob(table, features, minLeaf) {
  const options = { target: 'Churn', features, trees: 100, minLeaf }
  const args = { path, trees: 100, leaf: minLeaf }
  return {
    job: `forest of 100 trees of 7,043 Telco customers, leaves of ${minLeaf}`,
    ours: {
      clientele: () => void fitForest(table, options),
      'clientele, 2 threads': () => void fitForest(table, { ...options, threads: 2 }),
    },
    peers: {
      'scikit-learn': inPython('forest_telco', { ...args, threads: 1 }),
      'scikit-learn, 2 threads': inPython('forest_telco', { ...args, threads: 2 }),
    },
  }
}

/** @param {number} rows @param {number} width */
function largeJob(rows, width) {
  const file = labelledFile(rows, width)
  const table = /** @type {any} */ (file.table)
  const options = { target: 'y', trees: 10, minLeaf: 10 }
  const args = { path: file.path, width, trees: 10, leaf: 10 }
  return {
    job: `forest of 10 trees of ${rows} × ${width}, leaves of 10`,
    ours: {
      clientele: () => void fitForest(table, options),
      'clientele, 2 threads': () => void fitForest(table, { ...options, threads: 2 }),
    },
    peers: {
      'scikit-learn': inPython('forest_labelled', { ...args, threads: 1 }),
      'scikit-learn, 2 threads': inPython('forest_labelled', { ...args, threads: 2 }),
    },
  }
}
