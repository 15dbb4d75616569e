/** The figures of a prediction beside scikit-learn's. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluate, liftTable } from 'clientele'
import { fromColumns } from 'clientele/interop'
import { hash } from '../orders.mjs'
import { cache, inPython } from '../python.mjs'

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  const rows = 1_000_000
  const { path, table } = scoredFile(rows)
  const target = 'did'
  yield {
    job: `AUC, average precision, log loss, Brier, F1, accuracy, precision, recall of ${rows} rows`,
    ours: {
      'evaluate, and KS, lift, gain, DeLong': () => evaluate(table, { target, bootstrap: 0 }),
      liftTable: () => liftTable(table, { target }),
    },
    peers: { 'scikit-learn': inPython('evaluate_sklearn', { path }) },
  }
  yield {
    job: 'bootstrap interval of the AUC of 7,043 rows, 1,000 samples',
    ours: {
      'evaluate, intervals of all figures': () =>
        evaluate(scoredFile(7043).table, { target, bootstrap: 1000 }),
    },
    peers: {
      'scikit-learn in a loop': inPython('bootstrap_sklearn', { path: scoredFile(7043).path, samples: 1000 }),
    },
  }
}

/** Probabilities and outcomes, the same on every machine. @param {number} rows */
function scoredFile(rows) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `scored-${rows}.bin`)
  if (!existsSync(path)) {
    const made = Float64Array.from({ length: 2 * rows }, (_, at) => hash(at >> 1, at & 1) / 2 ** 32)
    for (let i = 0; i < rows; i++) made[2 * i + 1] = Number((made[2 * i + 1] ?? 0) < (made[2 * i] ?? 0))
    writeFileSync(path, made)
  }
  const bytes = readFileSync(path)
  const scored = new Float64Array(bytes.buffer, bytes.byteOffset, 2 * rows)
  /** @param {number} at */
  const column = (at) => Float64Array.from({ length: rows }, (_, i) => scored[2 * i + at] ?? 0)
  return { path, table: fromColumns({ probability: column(0), did: column(1) }) }
}
