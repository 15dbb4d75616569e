/**
 * `npm run bench [-- filter …] [-- --runs 7]`: each job here beside its peers in the same run. Runs are
 * interleaved, since the machine's speed drifts; a figure is the median; a ratio is to the faster peer.
 */
import { cpus, totalmem } from 'node:os'
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { stopPython } from './python.mjs'

/**
 * What a rival knows of how it did: its own time in seconds; of all its threads; its peak memory in MiB; how good its answer is, and how good it expected
 * it to be.
 * @typedef {{ seconds: number, cpu?: number, peak?: number, f1?: number, expected?: number, note?: string }} Took
 * A way to do the job; may return what it took, else it is timed from outside.
 * @typedef {() => unknown} Rival
 * @typedef {{ job: string, ours: Record<string, Rival>, peers: Record<string, Rival | undefined> }} Job
 */

/** Seconds after which once is enough. */
const SLOW = 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' } },
})

const files = readdirSync(new URL('cases/', import.meta.url)).filter((name) => name.endsWith('.mjs'))
const wanted = files.filter(
  (name) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
)
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
)
for (const name of wanted) {
  /** @type {{ jobs(): AsyncIterable<Job> | Iterable<Job> }} */
  const { jobs } = await import(new URL(`cases/${name}`, import.meta.url).href)
  for await (const job of jobs()) await compare(job, Number(values.runs))
}
stopPython()

/** @param {Job} job @param {number} runs */
async function compare({ job, ours, peers }, runs) {
  const there = Object.entries(peers).filter((entry) => entry[1] !== undefined)
  const rivals = /** @type {[string, Rival][]} */ ([...Object.entries(ours), ...there])
  /** @type {Map<string, number[]>} */
  const times = new Map(rivals.map(([name]) => [name, []]))
  /** @type {Set<string>} */
  const slow = new Set()
  /** @type {Map<string, string>} */
  const notes = new Map()
  // One round to warm up, then the rounds that count; who takes long is timed no further.
  for (let run = -1; run < runs; run++) {
    for (const [name, rival] of rivals) {
      if (slow.has(name)) continue
      const took = await time(rival)
      const { seconds } = took
      notes.set(name, noteOf(took))
      if (seconds > SLOW) slow.add(name)
      if (run >= 0 || seconds > SLOW) times.get(name)?.push(seconds)
    }
  }
  const medians = new Map([...times].map(([name, list]) => [name, median(list)]))
  const best = Math.min(...there.map(([name]) => medians.get(name) ?? Infinity))
  console.log(job)
  for (const [name, seconds] of medians) {
    const ratio = name in ours && Number.isFinite(best) ? `${(seconds / best).toFixed(2)} ×` : ''
    console.log(
      `  ${name.padEnd(36)} ${seconds.toFixed(3).padStart(9)} s  ${ratio.padEnd(9)}${notes.get(name)}`.trimEnd(),
    )
  }
  const absent = Object.keys(peers).filter((name) => peers[name] === undefined)
  if (absent.length > 0) console.log(`  not here: ${absent.join(', ')}`)
  console.log()
}

/** @param {Rival} rival @returns {Promise<Took>} */
async function time(rival) {
  const start = performance.now()
  const own = await rival()
  if (typeof own === 'object' && own !== null && 'seconds' in own) return /** @type {Took} */ (own)
  return { seconds: typeof own === 'number' ? own : (performance.now() - start) / 1000 }
}

/** @param {Took} took */
function noteOf({ cpu, peak, f1, expected, note = '' }) {
  const parts = [
    cpu === undefined ? '' : `${cpu.toFixed(1)} s of all cores`,
    peak === undefined ? '' : `${Math.round(peak)} MiB`,
    f1 === undefined ? '' : `F1 ${f1.toFixed(4)}`,
    expected === undefined ? '' : `expected ${expected.toFixed(4)}`,
    note,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** @param {number[]} list */
function median(list) {
  const sorted = list.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
