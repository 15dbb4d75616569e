/** Boosting with the same settings from a table to a model, scoring and explaining, beside LightGBM and scikit-learn. */
import { fitBoost, shapValues } from 'clientele'
import { labelledFile } from '../labelled.mjs'
import { inPython } from '../python.mjs'

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  yield fitJob(45_000, 16)
  yield fitJob(200_000, 20)
  yield fitJob(1_000_000, 20)
  yield scoreJob(1_000_000, 20)
  yield shapJob(100_000, 20)
}

/** @param {number} rows @param {number} width */
function fitJob(rows, width) {
  const { path, table } = labelledFile(rows, width)
  const fit = (/** @type {number} */ threads) => () => void fitBoost(table, { target: 'y', threads })
  return {
    job: `boosting, 100 trees of 31 leaves, ${rows} × ${width}`,
    ours: { clientele: fit(1), 'clientele, 2 threads': fit(2) },
    peers: {
      LightGBM: inPython('boost_lightgbm', { path, width, threads: 1 }),
      'LightGBM, 2 threads': inPython('boost_lightgbm', { path, width, threads: 2 }),
      'scikit-learn, 2 threads': inPython('boost_sklearn', { path, width, threads: 2 }),
    },
  }
}

/** @param {number} rows @param {number} width */
function scoreJob(rows, width) {
  const { path, table } = labelledFile(rows, width)
  const model = fitBoost(labelledFile(45_000, width).table, { target: 'y' })
  return {
    job: `scoring ${rows} × ${width} with 100 trees of 31 leaves`,
    ours: {
      clientele: () => void model.predict(table),
      'clientele, 2 threads': () => void model.predict(table, { threads: 2 }),
    },
    peers: {
      LightGBM: inPython('score_lightgbm', { path, width, threads: 1 }),
      'LightGBM, 2 threads': inPython('score_lightgbm', { path, width, threads: 2 }),
    },
  }
}

/** @param {number} rows @param {number} width */
function shapJob(rows, width) {
  const { path, table } = labelledFile(rows, width)
  const model = fitBoost(table, { target: 'y' })
  return {
    job: `SHAP values of ${rows} × ${width}, 100 trees of 31 leaves`,
    ours: {
      clientele: () => void shapValues(table, { model }),
      'clientele, 2 threads': () => void shapValues(table, { model, threads: 2 }),
    },
    peers: {
      LightGBM: inPython('shap_lightgbm', { path, width, threads: 1 }),
      'LightGBM, 2 threads': inPython('shap_lightgbm', { path, width, threads: 2 }),
    },
  }
}
