/**
 * Lifetime models of the CDNOW sample, of a million customers made of its copies, and of the master where it is there, beside
 * Python's lifetimes; fits of the sample and the million with and without collapsing equal rows.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { concat, fitBgNbd, fitParetoNbd, fromRows, summarize } from 'clientele'
import { readTable } from 'clientele/io'
import { bgCore } from '../../../dist/value/lifetime/bgCore.js'
import { keepRows } from '../../../dist/value/lifetime/collapse.js'
import { objectiveOf, startOf } from '../../../dist/value/lifetime/fitCore.js'
import { paretoCore } from '../../../dist/value/lifetime/paretoCore.js'
import { sampleStart } from '../../../dist/value/lifetime/sampleStart.js'
import { minimize } from '../../../dist/numeric/minimize.js'
import { inPython } from '../python.mjs'

const COPIES = 425
const master = new URL('../../../../shared/data/cdnow/CDNOW_master.txt', import.meta.url)

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  const path = fileURLToPath(new URL('../../../datasets/cdnow/calibration.csv', import.meta.url))
  const sample = await readTable(path)
  const million = concat(Array.from({ length: COPIES }, () => sample))
  const model = fitBgNbd(sample, { unit: 'week' })
  const bg = bgCore('fitBgNbd', 'bgNbd', 0, 1)
  yield {
    job: 'BG/NBD of 2,357 customers',
    ours: { clientele: () => fitBgNbd(sample), 'rows not collapsed': () => fitRows(bg, sample) },
    peers: { lifetimes: inPythonFit(path, 'BetaGeoFitter', 1) },
  }
  yield {
    job: 'Pareto/NBD of 2,357 customers',
    ours: { clientele: () => fitParetoNbd(sample), 'rows not collapsed': () => fitRows(paretoCore, sample) },
    peers: { lifetimes: inPythonFit(path, 'ParetoNBDFitter', 1) },
  }
  if (existsSync(master)) {
    const customers = summarizeMaster()
    yield {
      job: `BG/NBD of CDNOW's ${customers.numRows} customers, daily`,
      ours: { clientele: () => fitBgNbd(customers), 'rows not collapsed': () => fitRows(bg, customers) },
      peers: {},
    }
    yield {
      job: `Pareto/NBD of CDNOW's ${customers.numRows} customers, daily`,
      ours: { clientele: () => fitParetoNbd(customers) },
      peers: {},
    }
  }
  yield {
    job: 'BG/NBD of a million customers',
    ours: { clientele: () => fitBgNbd(million), 'rows not collapsed': () => fitRows(bg, million) },
    peers: { lifetimes: inPythonFit(path, 'BetaGeoFitter', COPIES) },
  }
  yield {
    job: 'expected orders of a million',
    ours: { clientele: () => model.predict(million, { horizon: { weeks: 39 }, unit: 'week' }) },
    peers: { lifetimes: inPython('lifetimes_expected', { path, copies: COPIES }) },
  }
}

/** The whole CDNOW file up to the end of calibration, in days. */
function summarizeMaster() {
  const [, ...lines] = readFileSync(master, 'utf8').trim().split(/\r?\n/)
  const orders = fromRows(
    lines.map((line) => {
      const [id, day, , amount] = line.trim().split(/\s+/)
      return { id, day: `${day?.slice(0, 4)}-${day?.slice(4, 6)}-${day?.slice(6)}`, amount: Number(amount) }
    }),
  )
  const roles = /** @type {const} */ ({ customer: 'id', time: 'day', amount: 'amount' })
  return summarize(orders, { ...roles, unit: 'day', asOf: '1997-09-30' })
}

/**
 * The same likelihood over rows as they are.
 * @param {import('../../../dist/value/lifetime/core.js').BuyingCore} core
 * @param {import('apache-arrow').Table} table
 */
function fitRows(core, table) {
  const columns = ['frequency', 'recency', 'T'].map((name) =>
    Float64Array.from(/** @type {Iterable<number>} */ (table.getChild(name)?.toArray() ?? []), Number),
  )
  const parts = [{ cells: keepRows(columns), profile: new Float64Array(0) }]
  const { start, inverse } = sampleStart(core, parts, [], 0, startOf(core, parts, []))
  return minimize(objectiveOf(core, parts, [], 0).objective, start, { inverse })
}

/** @param {string} path @param {string} model @param {number} copies */
function inPythonFit(path, model, copies) {
  return inPython('lifetimes_fit', { path, model, copies })
}
