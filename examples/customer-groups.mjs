// Which groups are there, who are they, by which rules are they known, and are they the same next month? node examples/customer-groups.mjs
import { writeFileSync } from 'node:fs'
import {
  chooseK,
  describeSegments,
  fitKMeans,
  join,
  loadModel,
  nameSegments,
  profile,
  summarize,
  toRows,
} from 'clientele'
import { readTable } from 'clientele/io'
import { chartChooseK, chartProfile, chartSegmentMap } from 'clientele/report'

const orders = await readTable(new URL('../datasets/cdnow/orders.csv', import.meta.url))
const customers = summarize(orders, { customer: 'customer_id', time: 'date', amount: 'amount' })

// Days, orders and money are skewed: compared by their logarithms, a few big spenders do not decide.
const grouping = {
  features: /** @type {const} */ (['days_since_last', 'orders', 'revenue']),
  scale: /** @type {const} */ (['log1p', 'standard']),
}
const choice = chooseK(customers, { ...grouping, k: { from: 2, to: 6 }, sample: 1000, resamples: 5 })
console.log(String(choice)) // what each measure recommends; the last word is yours
const model = fitKMeans(customers, { ...grouping, k: 4 })

const grouped = model.predict(customers)
const described = profile(grouped, { by: 'cluster', features: grouping.features })
const names = nameSegments(described)
const named = join(grouped, names, { on: { cluster: 'segment' }, how: 'left' })
for (const { sentence } of toRows(described.segments)) console.log(sentence)
for (const { segment, rule, precision } of toRows(describeSegments(grouped, { by: 'cluster' }).rules)) {
  console.log(`${segment}: ${rule} (${Math.round(100 * (precision ?? 0))} % right)`)
}

// Next month the same groups, not new ones.
writeFileSync('groups.json', JSON.stringify(model))
const again = loadModel(JSON.stringify(model), { kind: 'kmeans' })
const before = toRows(grouped)
const same = toRows(again.predict(customers)).every(({ cluster }, i) => cluster === before[i]?.cluster)
console.log(`the same groups: ${same}`)

const charts = {
  choice: chartChooseK(choice),
  map: chartSegmentMap(named, { model, by: 'name' }),
  profile: chartProfile(described, { names, currency: 'USD' }),
}
for (const [name, chart] of Object.entries(charts)) writeFileSync(`${name}.svg`, await chart.toSvg())
console.log(`drawn: ${Object.keys(charts).join(', ')}`)
