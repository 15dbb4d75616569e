/** A decision tree beside scikit-learn and ml-cart: on real customers from their table, and on many generated ones. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { fitTree } from 'clientele'
import { readTable } from 'clientele/io'
import { labelledFile } from '../labelled.mjs'
import { inPython } from '../python.mjs'

const require = createRequire(new URL('../../peers/package.json', import.meta.url))
const path = fileURLToPath(new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url))

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  if (existsSync(path)) {
    const table = /** @type {any} */ (await readTable(path))
    const features = table.schema.fields
      .map((/** @type {any} */ field) => field.name)
      .filter((/** @type {string} */ name) => name !== 'customerID' && name !== 'Churn')
    yield telcoJob(table, features, 6, 50)
    yield telcoJob(table, features, Infinity, 1)
    yield await cartJob(table, features)
  }
  yield largeJob(100_000, 20, 10)
  yield largeJob(1_000_000, 20, 10)
}

/** @param {any} table @param {string[]} features @param {number} maxDepth @param {number} minLeaf */
function telcoJob(table, features, maxDepth, minLeaf) {
  const depth = Number.isFinite(maxDepth) ? maxDepth : null
  return {
    job: `CART of 7,043 Telco customers, ${depth === null ? 'unpruned' : `depth ${depth}, leaves of ${minLeaf}`}`,
    ours: { clientele: () => void fitTree(table, { target: 'Churn', features, maxDepth, minLeaf }) },
    peers: {
      'scikit-learn, labels as numbers before': inPython('tree_telco', {
        path,
        depth,
        leaf: minLeaf,
        encode: false,
      }),
      'scikit-learn, from the data frame': inPython('tree_telco', {
        path,
        depth,
        leaf: minLeaf,
        encode: true,
      }),
    },
  }
}

/** The same numbers to both; all customers would take ml-cart half a minute. @param {any} table @param {string[]} features */
async function cartJob(table, features) {
  const rows = table.toArray().slice(0, 1000)
  const numbers = features.filter((name) => ['tenure', 'MonthlyCharges', 'SeniorCitizen'].includes(name))
  const data = rows.map((/** @type {any} */ row) => numbers.map((name) => Number(row[name])))
  const labels = rows.map((/** @type {any} */ row) => (row.Churn === 'Yes' ? 1 : 0))
  const part = table.slice(0, 1000)
  const options = { target: 'Churn', features: numbers, maxDepth: Infinity, minLeaf: 1 }
  const cart = await mlCart()
  return {
    job: 'CART of 1,000 Telco customers by three numbers, unpruned',
    ours: { clientele: () => void fitTree(part, options) },
    peers: {
      'ml-cart': cart && (() => void new cart({ minNumSamples: 1, gainThreshold: 0 }).train(data, labels)),
    },
  }
}

/** ml-cart where the peers are installed. */
async function mlCart() {
  try {
    const module = await import(pathToFileURL(require.resolve('ml-cart')).href)
    return module.DecisionTreeClassifier
  } catch {
    return undefined
  }
}

/** @param {number} rows @param {number} width @param {number} depth */
function largeJob(rows, width, depth) {
  const file = labelledFile(rows, width)
  const table = /** @type {any} */ (file.table)
  const options = { target: 'y', maxDepth: depth, minLeaf: 20 }
  return {
    job: `CART of ${rows} × ${width}, depth ${depth}${rows > 100_000 ? ' (numbers in 255 bins; exact in scikit-learn)' : ''}`,
    ours: { clientele: () => void fitTree(table, options) },
    peers: { 'scikit-learn': inPython('tree_labelled', { path: file.path, width, depth, leaf: 20 }) },
  }
}
