/**
 * One row a customer from a hundred million orders of two million customers that are made as they are asked
 * for: only the summary is timed. It takes minutes; ORDERS=10000000 asks for fewer.
 */
import {
  Data,
  Field,
  Float64,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow'
import { summarize } from 'clientele'
import { hash } from '../orders.mjs'

const ORDERS = Number(process.env['ORDERS'] ?? 100_000_000)
const CUSTOMERS = 2_000_000
const BATCH = 1 << 20
const START = Date.UTC(2023, 0, 1)
const TWO_YEARS = 730 * 86_400_000
const roles = { customer: 'customer', time: 'time', amount: 'amount' }

const fields = [
  new Field('customer', new Utf8(), true),
  new Field('time', new TimestampMillisecond(), true),
  new Field('amount', new Float64(), true),
]
const schema = new Schema(fields)

/** Shared, so that nothing is copied for other threads. @param {number} bytes */
const memory = (bytes) => new SharedArrayBuffer(bytes)

/** Tables in order of time, and how many seconds it took to make them. */
function makeStream() {
  const stream = { seconds: 0, tables }
  // Each table is read before the next is asked for, so that all can use the same memory.
  const offsets = new Int32Array(memory(4 * BATCH + 4))
  for (let i = 0; i <= BATCH; i++) offsets[i] = 8 * i
  const ids = new Uint8Array(memory(8 * BATCH))
  const times = new BigInt64Array(memory(8 * BATCH))
  const halves = new Int32Array(times.buffer)
  const amounts = new Float64Array(memory(8 * BATCH))

  /** @param {number} from @param {number} rows */
  function fill(from, rows) {
    for (let i = 0; i < rows; i++) {
      const h = hash(from + i, 1)
      let customer = h % CUSTOMERS
      for (let k = 8 * i + 7; k > 8 * i; k--) {
        ids[k] = 48 + (customer % 10)
        customer = Math.floor(customer / 10)
      }
      ids[8 * i] = 67
      const ms = START + Math.floor(((from + i) / ORDERS) * TWO_YEARS)
      halves[2 * i] = (ms - Math.floor(ms / 4294967296) * 4294967296) | 0
      halves[2 * i + 1] = Math.floor(ms / 4294967296)
      amounts[i] = (h >>> 12) / 100
    }
  }

  function* tables() {
    for (let from = 0; from < ORDERS; from += BATCH) {
      const start = performance.now()
      const rows = Math.min(BATCH, ORDERS - from)
      fill(from, rows)
      const columns = [
        [offsets, ids],
        [undefined, times],
        [undefined, amounts],
      ].map(
        (buffers, c) =>
          new Data(/** @type {Field} */ (fields[c]).type, 0, rows, 0, /** @type {any} */ (buffers)),
      )
      const batch = new RecordBatch(schema, new Data(new Struct(fields), 0, rows, 0, undefined, columns))
      stream.seconds += (performance.now() - start) / 1000
      yield new Table(schema, [batch])
    }
  }
  return stream
}

/** @param {number} threads */
async function run(threads) {
  const stream = makeStream()
  const start = performance.now()
  await summarize(stream.tables(), { ...roles, threads })
  return (performance.now() - start) / 1000 - stream.seconds
}

/** @returns {Iterable<import('../main.mjs').Job>} */
export function* jobs() {
  const ours = { clientele: () => run(1), 'clientele, 2 threads': () => run(2) }
  yield { job: `summarize a stream of ${ORDERS / 1e6} M orders of 2 M customers`, ours, peers: {} }
  console.log(`  most memory so far: ${Math.round(process.resourceUsage().maxRSS / 1000)} MB\n`)
}
