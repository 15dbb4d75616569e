/** How long customers stay, beside lifelines. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fitCox, fitWeibull, kaplanMeier } from 'clientele'
import { fromColumns } from 'clientele/interop'
import { readTable } from 'clientele/io'
import { hash } from '../orders.mjs'
import { cache, inPython } from '../python.mjs'

const telco = fileURLToPath(
  new URL('../../../../shared/data/telco/Telco-Customer-Churn.csv', import.meta.url),
)
/** None of them makes up another. */
const TELCO_FEATURES = [
  'gender',
  'SeniorCitizen',
  'Partner',
  'Dependents',
  'Contract',
  'PaymentMethod',
  'InternetService',
  'MonthlyCharges',
]

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  if (existsSync(telco)) {
    const customers = /** @type {any} */ (await readTable(telco))
    const options = { duration: 'tenure', event: 'Churn', features: TELCO_FEATURES }
    yield {
      job: 'Cox of Telco: 7,043 customers, 12 columns',
      ours: { fitCox: () => fitCox(customers, options) },
      peers: { lifelines: inPython('cox_telco_lifelines', { path: telco, features: TELCO_FEATURES }) },
    }
  }
  const many = livesFile(10_000_000, 0, true)
  const life = { duration: 'duration', event: 'event' }
  yield {
    job: 'Kaplan–Meier of 10,000,000 rows, whole months',
    ours: { kaplanMeier: () => kaplanMeier(many.table, life) },
    peers: { lifelines: inPython('kaplan_meier_lifelines', { path: many.path }) },
  }
  const wide = livesFile(1_000_000, 10, false)
  const features = Array.from({ length: 10 }, (_, j) => `x${j}`)
  yield {
    job: 'Cox of 1,000,000 rows and 10 columns, no ties',
    ours: { fitCox: () => fitCox(wide.table, { ...life, features }) },
    peers: { lifelines: inPython('cox_lifelines', { path: wide.path, width: 10 }) },
  }
  const months = livesFile(1_000_000, 10, true)
  yield {
    job: 'Cox of 1,000,000 rows and 10 columns, whole months',
    ours: { fitCox: () => fitCox(months.table, { ...life, features }) },
    peers: { lifelines: inPython('cox_lifelines', { path: months.path, width: 10 }) },
  }
  const tied = livesFile(7043, 10, true)
  yield {
    job: 'Cox and Weibull of 7,043 rows and 10 columns, whole months',
    ours: {
      fitCox: () => fitCox(tied.table, { ...life, features }),
      fitWeibull: () => fitWeibull(tied.table, { ...life, features }),
    },
    peers: { 'lifelines, Cox': inPython('cox_lifelines', { path: tied.path, width: 10 }) },
  }
}

/** Durations, events and features, column by column, the same on every machine. @param {number} rows @param {number} width @param {boolean} whole */
function livesFile(rows, width, whole) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `lives-${rows}-${width}-${whole}.bin`)
  if (!existsSync(path)) {
    const made = new Float64Array(rows * (width + 2))
    for (let j = 0; j < width; j++) {
      for (let i = 0; i < rows; i++) made[(j + 2) * rows + i] = hash(i, j + 2) / 2 ** 31 - 1
    }
    for (let i = 0; i < rows; i++) {
      const effect = width > 0 ? 0.4 * (made[2 * rows + i] ?? 0) - 0.3 * (made[3 * rows + i] ?? 0) : 0
      const time = -24 * Math.log((hash(i, 0) + 0.5) / 2 ** 32) * Math.exp(-effect)
      made[i] = whole ? 1 + Math.floor(Math.min(time, 71)) : time
      made[rows + i] = Number(hash(i, 1) / 2 ** 32 < 0.6)
    }
    writeFileSync(path, made)
  }
  const bytes = readFileSync(path)
  /** @param {number} at */
  const column = (at) => new Float64Array(bytes.buffer, bytes.byteOffset + 8 * at * rows, rows)
  const features = Object.fromEntries(Array.from({ length: width }, (_, j) => [`x${j}`, column(j + 2)]))
  return { path, table: fromColumns({ duration: column(0), event: column(1), ...features }) }
}
