/** k-prototypes of real customers, beside kmodes. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fitKPrototypes } from 'clientele'
import { readTable } from 'clientele/io'
import { inPython } from '../python.mjs'

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  const telco = fileURLToPath(
    new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url),
  )
  if (existsSync(telco)) yield await prototypesJob(telco)
}

// kmodes takes seconds a round.
const ROUNDS = 5
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
    job: `k-prototypes of 7,043 Telco customers, k = 4, one start, at most ${ROUNDS} rounds`,
    ours: {
      clientele: () => void fitKPrototypes(table, { features, k: 4, starts: 1, maxIterations: ROUNDS }),
    },
    peers: {
      kmodes: inPython('kprototypes_kmodes', { path, k: 4, categories: CATEGORIES, rounds: ROUNDS }),
    },
  }
}
