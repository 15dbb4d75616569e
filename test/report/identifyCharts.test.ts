import { fromRows } from 'clientele'
import { chartCustomerSizes, chartMatchWeights, chartPair, chartThreshold } from 'clientele/report'
import { expect, test } from 'vitest'

const valuesOf = (layer: any): any[] => layer.data.values
const model = {
  fields: [
    {
      column: 'city',
      levels: ['missing', 'other', 'alike', 'same'],
      match: [0.125, 0.25, 0.5],
      strangers: [0.5, 0.25, 0.125],
    },
  ],
}
const steps = fromRows(
  [
    {
      step: 'prior',
      column: null,
      value_a: null,
      agreement: null,
      weight: -10,
      frequency_adjustment: null,
      total: -10,
    },
    {
      step: 'field',
      column: 'name',
      value_a: 'Zykov',
      agreement: 'same',
      weight: 9,
      frequency_adjustment: 4,
      total: 3,
    },
    {
      step: 'field',
      column: 'city',
      value_a: null,
      agreement: 'missing',
      weight: 0,
      frequency_adjustment: 0,
      total: 3,
    },
    {
      step: 'class',
      column: 'household',
      value_a: null,
      agreement: null,
      weight: -1,
      frequency_adjustment: null,
      total: 2,
    },
  ],
  { types: { value_a: 'utf8' } },
)
const curve = [0.1, 0.5].map((threshold) => ({
  threshold,
  expected_precision: 0.9,
  expected_recall: 0.8,
  expected_f1: 0.85,
}))

test('chartMatchWeights draws log₂ m/u of each level, the highest first', () => {
  const [layer] = (chartMatchWeights(model).spec as any).layer
  expect(valuesOf(layer)).toEqual([
    { label: 'city: same', weight: 2 },
    { label: 'city: alike', weight: 0 },
    { label: 'city: other', weight: -2 },
  ])
})

test('chartPair goes from step to step and shows no value of a record', () => {
  const { spec } = chartPair(steps)
  expect(valuesOf((spec as any).layer[0]).map(({ label, from, to }) => [label, from, to])).toEqual([
    ['before looking', 0, -10],
    ['name: same', -10, 3],
    ['household?', 3, 2],
    ['match weight', 0, 2],
  ])
  expect(JSON.stringify(spec)).not.toMatch(/Zykov/)
})

test('chartCustomerSizes counts customers by their records, ten and more together, and nobody’s records not', () => {
  const ids = [...Array.from({ length: 14 }, () => 1), 2, 2, 3, null]
  const chart = chartCustomerSizes(fromRows(ids.map((customer_id) => ({ customer_id }))))
  const counts = (chart.spec as any).data.values.map(({ customers }: any) => customers)
  expect(counts).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 1])
})

test('chartThreshold draws what is expected, what is true where it is known, and the threshold used', () => {
  const [expected, mark] = (chartThreshold(fromRows(curve), { threshold: 0.5 }).spec as any).layer
  expect(new Set(valuesOf(expected).map(({ name }) => name)).size).toBe(3)
  expect(valuesOf(mark)).toEqual([{ x: 0.5, label: 'used: 0.50' }])
  const both = fromRows(curve.map((row) => ({ ...row, precision: 0.7, recall: 0.6, f1: 0.65 })))
  const [lines] = (chartThreshold(both, { lang: 'zh' }).spec as any).layer
  expect(
    valuesOf(lines)
      .filter(({ known }) => known === 1)
      .map(({ y }) => y),
  ).toEqual([0.7, 0.7, 0.6, 0.6, 0.65, 0.65])
})

test.each(['en', 'zh'] as const)('each can be drawn in %s, wide and narrow', async (lang) => {
  for (const width of [720, 336]) {
    const charts = [
      chartMatchWeights(model, { lang, width }),
      chartPair(steps, { lang, width }),
      chartCustomerSizes(fromRows([{ customer_id: 1 }]), { lang, width }),
      chartThreshold(fromRows(curve), { lang, width }),
    ]
    for (const chart of charts) expect(await chart.toSvg()).toMatch(/^<svg/)
  }
})

test('explain what they need', () => {
  for (const wrong of [null, 7, {}] as any[]) {
    expect(() => chartMatchWeights(wrong)).toThrow(/chartMatchWeights: needs a linkage model/)
    expect(() => chartPair(wrong)).toThrow(/chartPair/)
  }
  expect(() => chartThreshold(fromRows(curve), { threshold: 2 })).toThrow(/threshold must be a number/)
})
