/** `node identifyOnce.mjs path threads`: records to customers in a process of its own, so that its memory is known; prints what it took as JSON. */
import { identify } from 'clientele'
import { readTable } from 'clientele/io'
import { recordFields } from './records.mjs'

const [path = '', threads = '1'] = process.argv.slice(2)
const table = await readTable(path)
const before = process.cpuUsage()
const start = performance.now()
const { records, fit } = identify(table, { fields: recordFields, threads: Number(threads) })
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
console.log(
  JSON.stringify({
    seconds,
    cpu: (user + system) / 1e6,
    peak: process.resourceUsage().maxRSS / 1024,
    f1: pairF1(),
    expected: fit.expected.f1,
  }),
)

/** F1 of the pairs that are together, by whose the records are; pairs that were never compared count as missed. */
function pairF1() {
  const found = [...(records.getChild('customer_id') ?? [])]
  const truth = [...(table.getChild('person_id') ?? [])]
  const both = found.map((id, i) => `${id} ${truth[i]}`)
  return (2 * pairs(both)) / (pairs(found) + pairs(truth))
}

/** @param {unknown[]} labels */
function pairs(labels) {
  const sizes = new Map()
  let sum = 0
  for (const label of labels) {
    const size = sizes.get(label) ?? 0
    sum += size
    sizes.set(label, size + 1)
  }
  return sum
}
