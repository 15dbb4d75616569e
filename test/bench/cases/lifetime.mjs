/** Lifetime models of the CDNOW sample, and of a million customers made of its copies, beside Python's lifetimes. */
import { fileURLToPath } from 'node:url'
import { concat, fitBgNbd, fitParetoNbd } from 'clientele'
import { readTable } from 'clientele/io'
import { inPython } from '../python.mjs'

const COPIES = 425

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  const path = fileURLToPath(new URL('../../../datasets/cdnow/calibration.csv', import.meta.url))
  const sample = await readTable(path)
  const million = concat(Array.from({ length: COPIES }, () => sample))
  const model = fitBgNbd(sample, { unit: 'week' })
  yield {
    job: 'BG/NBD of 2,357 customers',
    ours: { clientele: () => fitBgNbd(sample) },
    peers: { lifetimes: inPythonFit(path, 'BetaGeoFitter', 1) },
  }
  yield {
    job: 'Pareto/NBD of 2,357 customers',
    ours: { clientele: () => fitParetoNbd(sample) },
    peers: { lifetimes: inPythonFit(path, 'ParetoNBDFitter', 1) },
  }
  yield {
    job: 'BG/NBD of a million customers',
    ours: { clientele: () => fitBgNbd(million) },
    peers: { lifetimes: inPythonFit(path, 'BetaGeoFitter', COPIES) },
  }
  yield {
    job: 'expected orders of a million',
    ours: { clientele: () => model.predict(million, { horizon: { weeks: 39 }, unit: 'week' }) },
    peers: { lifetimes: inPython('lifetimes_expected', { path, copies: COPIES }) },
  }
}

/** @param {string} path @param {string} model @param {number} copies */
function inPythonFit(path, model, copies) {
  return inPython('lifetimes_fit', { path, model, copies })
}
