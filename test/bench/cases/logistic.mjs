/** Logistic regression with an L2 penalty, from a table to coefficients, beside scikit-learn: Telco, and a million rows of twenty numbers. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fitLogistic, fitNaiveBayes, fitNetwork } from 'clientele'
import { readTable } from 'clientele/io'
import { labelledFile } from '../labelled.mjs'
import { inPython } from '../python.mjs'

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  const telco = fileURLToPath(
    new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url),
  )
  if (existsSync(telco)) yield* telcoJobs(telco)
  yield millionJob(1_000_000, 20)
}

/** @param {string} path */
async function* telcoJobs(path) {
  const table = /** @type {any} */ (await readTable(path))
  const target = 'Churn'
  yield {
    job: 'logistic regression of 7,043 Telco customers by 19 columns, l2 1',
    ours: { clientele: () => void fitLogistic(table, { target }) },
    peers: {
      'scikit-learn, lbfgs': inPython('logistic_telco', { path, solver: 'lbfgs' }),
      'scikit-learn, newton-cholesky': inPython('logistic_telco', { path, solver: 'newton-cholesky' }),
    },
  }
  yield {
    job: 'network of 32 and 16 units on Telco, 20 epochs of batches of 64',
    ours: { clientele: () => void fitNetwork(table, { target, epochs: 20, patience: 20 }) },
    peers: { 'scikit-learn': inPython('network_telco', { path, epochs: 20 }) },
  }
}

/** @param {number} rows @param {number} width @returns {import('../main.mjs').Job} */
function millionJob(rows, width) {
  const { path, table } = labelledFile(rows, width)
  const target = 'y'
  /** @param {string} solver @param {number} threads */
  const peer = (solver, threads) => inPython('logistic_numbers', { path, width, solver, threads })
  return {
    job: `logistic regression of ${rows} × ${width}, l2 1`,
    ours: {
      clientele: () => void fitLogistic(table, { target }),
      'clientele, naive Bayes': () => void fitNaiveBayes(table, { target }),
    },
    peers: {
      'scikit-learn, lbfgs': peer('lbfgs', 1),
      'scikit-learn, newton-cholesky': peer('newton-cholesky', 1),
      'scikit-learn, newton-cholesky, 2 threads': peer('newton-cholesky', 2),
    },
  }
}
