// From records of several systems to one customer each, with answers from somebody who looked: node examples/one-customer-one-record.mjs
import { evaluateLinkage, fromRows, goldenRecord, identify, join, sampleForReview, toRows } from 'clientele'
import { readTable, writeTable } from 'clientele/io'

const all = (await readTable(new URL('../datasets/shop/customers.csv', import.meta.url))).slice(0, 500) // of the shop, the newsletter and the support desk
const truth = await readTable(new URL('../datasets/shop/truth_records.csv', import.meta.url))

const found = identify(all, { id: 'record_id' })
console.log(String(found))

// Which pairs teach most? In a spreadsheet somebody fills in is_match; here the truth does.
const review = sampleForReview(found.pairs, { records: found.records, size: 60 })
await writeTable(review, 'review.csv')
const person = new Map(toRows(truth).map((row) => [row.record_id, row.person_id]))
const answers = toRows(review).map(({ row_a, row_b, record_id_a, record_id_b, reason }) => ({
  row_a,
  row_b,
  reason,
  is_match: person.get(record_id_a) === person.get(record_id_b),
}))

// They teach as labels, and customers are held to them as constraints.
const told = identify(all, {
  id: 'record_id',
  labels: fromRows(answers),
  mustLink: fromRows(answers.filter(({ is_match }) => is_match)),
  cannotLink: fromRows(answers.filter(({ is_match }) => !is_match)),
})
for (const records of [found.records, told.records]) {
  const known = join(records, truth, { on: 'record_id' })
  const { precision, recall } = evaluateLinkage(known, { truth: 'person_id' }).pairwise
  const answered = records === told.records ? 'with' : 'without'
  console.log(
    `${answered} the answers: precision ${+precision.value.toFixed(2)}, recall ${+recall.value.toFixed(2)}`,
  )
}

await writeTable(goldenRecord(told.records, { id: 'record_id', time: 'created_on' }), 'golden.csv')
console.log('written: review.csv, golden.csv')
