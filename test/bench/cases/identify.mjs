/**
 * Records of the shop to customers, beside Splink, which is told by hand what to compare and to block on; each in a process of its own.
 * Splink's F1 is at the threshold that the truth likes best; ours is at 'auto'. `RECORDS=50000` asks for that many alone; a million take minutes.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tableFromArrays } from 'apache-arrow'
import { candidatePairs, fitLinkage, indexRecords } from 'clientele'
import { readTable } from 'clientele/io'
import { inPython } from '../python.mjs'
import { recordFields, recordsFile } from '../records.mjs'

const SIZES = process.env.RECORDS ? [Number(process.env.RECORDS)] : [50_000, 100_000, 1_000_000]
const run = promisify(execFile)

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  for (const records of SIZES) {
    const path = recordsFile(records)
    const splink = inPython('identify_splink', { path, threads: 2 }, { alone: true })
    yield {
      job: `customers of ${records} records`,
      ours: { clientele: once(path, 1), 'clientele, 2 threads': once(path, 2) },
      peers: { 'Splink on DuckDB, 2 threads': splink },
    }
  }
  if (process.env.RECORDS) return
  yield await scoring(recordsFile(50_000))
  yield await finding(recordsFile(1_000_000), recordsFile(50_000))
}

/** @param {string} path @param {number} threads */
function once(path, threads) {
  return async () => {
    const script = join(import.meta.dirname, '..', 'identifyOnce.mjs')
    const { stdout } = await run(process.execPath, [script, path, String(threads)])
    return JSON.parse(stdout)
  }
}

/** Pairs of records that are nobody's in particular, so that little of what was compared comes again. @param {string} path */
async function scoring(path) {
  const records = await readTable(path)
  const fields = recordFields
  const model = fitLinkage(candidatePairs(records, { fields }), { records, fields })
  const each = 40
  const firsts = records.numRows - each
  const columns = {
    row_a: Int32Array.from({ length: each * firsts }, (_, p) => Math.floor(p / each)),
    row_b: Int32Array.from({ length: each * firsts }, (_, p) => Math.floor(p / each) + 1 + (p % each)),
  }
  const pairs = tableFromArrays(columns)
  return {
    job: `weights of ${each * firsts} pairs of ${records.numRows} records, one thread`,
    ours: {
      clientele: () => {
        const start = performance.now()
        model.predict(pairs, { records })
        const seconds = (performance.now() - start) / 1000
        return { seconds, note: `${(pairs.numRows / seconds / 1e6).toFixed(2)} M pairs a second and core` }
      },
    },
    peers: {},
  }
}

/** Asked for one record after the other, of those that are there. @param {string} path @param {string} few */
async function finding(path, few) {
  const some = await readTable(few)
  const fields = recordFields
  const model = fitLinkage(candidatePairs(some, { fields }), { records: some, fields })
  const records = await readTable(path)
  const index = indexRecords(records, { model })
  const asked = Array.from({ length: 1000 }, (_, i) => {
    const at = Math.floor((i * records.numRows) / 1000)
    return records.slice(at, at + 1)
  })
  return {
    job: `1,000 records looked up among ${records.numRows}, one by one`,
    ours: {
      clientele: () => {
        const times = asked.map((one) => {
          const start = performance.now()
          index.match(one)
          return performance.now() - start
        })
        times.sort((x, y) => x - y)
        const note = `median ${times[500]?.toFixed(1)} ms, 95 of 100 within ${times[950]?.toFixed(1)} ms`
        return { seconds: times.reduce((sum, one) => sum + one, 0) / 1000, note }
      },
    },
    peers: {},
  }
}
