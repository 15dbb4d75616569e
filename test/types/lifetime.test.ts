import { expect, expectTypeOf, test } from 'vitest'
import type { DateDay, Float64, Table } from 'apache-arrow'
import {
  type BuyingModel,
  type BuyingPredictOptions,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  fitSbg,
  fromRows,
  loadModel,
} from 'clientele'

const customers = fromRows([
  { frequency: 0, recency: 0, T: 6 },
  { frequency: 2, recency: 4, T: 6 },
])

test('parameters are numbers by the name that each kind of model gives them', () => {
  const model = fitBgNbd(customers, { penalty: 0.01 })
  expectTypeOf(model.kind).toEqualTypeOf<'bgNbd'>()
  expectTypeOf(model.parameters.alpha).toEqualTypeOf<number>()
  expectTypeOf(fitParetoNbd(customers, { penalty: 0.01 }).parameters.beta).toEqualTypeOf<number>()
  expectTypeOf(model.parameters.gamma).toEqualTypeOf<number | undefined>()
  const kept = loadModel(JSON.stringify(model), { kind: 'bgNbd' })
  expectTypeOf(kept.parameters.r).toEqualTypeOf<number>()
  expectTypeOf(model).toExtend<BuyingModel>()
})

// @ts-expect-error spend is explained by covariates of spend
const refused = () => fitGammaGamma(customers, { covariates: { purchase: ['T'] } })

test('covariates are those of what the model is about', () => {
  expect(refused).toThrow(/no option 'purchase'/)
})

type Names<T> = T extends Table<infer C> ? keyof C : never

const estimates = 'p_alive expected_purchases p_alive_at_horizon p_0 p_1 p_2 p_next_order next_order'.split(
  ' ',
)
const shop = fitBgNbd(customers, { penalty: 0.01, unit: 'week' })
const few = { unit: 'week', asOf: '2025-01-31' } as const

test('predict: the columns are those that the options ask for', () => {
  const now = shop.predict(customers)
  expectTypeOf<Names<typeof now>>().toEqualTypeOf<'frequency' | 'recency' | 'T' | 'p_alive'>()
  const much = shop.predict(customers, {
    ...few,
    horizon: { weeks: 2 },
    interval: 0.9,
    purchases: { to: 2 },
    atHorizon: true,
    nextOrder: true,
  })
  type Estimates =
    | 'p_alive'
    | 'expected_purchases'
    | 'p_alive_at_horizon'
    | `p_${0 | 1 | 2}`
    | 'p_next_order'
    | 'next_order'
  expectTypeOf<Names<typeof much>>().toEqualTypeOf<
    'frequency' | 'recency' | 'T' | Estimates | `${Estimates}_${'low' | 'high'}`
  >()
  expectTypeOf(much.getChild('next_order_low')!.type).toEqualTypeOf<DateDay>()
  expectTypeOf(much.getChild('p_2_high')!.type).toEqualTypeOf<Float64>()
  // The types say what is there.
  expect(much.schema.fields.map(({ name }) => name).sort()).toEqual(
    ['frequency', 'recency', 'T']
      .concat(...estimates.map((name) => [name, `${name}_low`, `${name}_high`]))
      .sort(),
  )
  const many = shop.predict(customers, { ...few, horizon: { weeks: 2 }, purchases: { to: 99 } })
  expectTypeOf<'p_0' | 'p_57' | 'p_99'>().toExtend<Names<typeof many>>()
  expectTypeOf<'p_100'>().not.toExtend<Names<typeof many>>()
  // @ts-expect-error only with a horizon
  expect(now.getChild('expected_purchases')).toBeNull()
})

test('predict: as gives columns and their intervals new names', () => {
  const named = shop.predict(customers, { interval: 0.9, as: { p_alive: 'there', p_alive_low: 'at_least' } })
  expectTypeOf<Names<typeof named>>().toEqualTypeOf<
    'frequency' | 'recency' | 'T' | 'there' | 'at_least' | 'there_high'
  >()
  expect(named.schema.fields.map(({ name }) => name).slice(3)).toEqual(['there', 'at_least', 'there_high'])
})

test('predict: what options that are not known before may add may be there', () => {
  const options: BuyingPredictOptions = few
  const some = shop.predict(customers, options)
  expectTypeOf<'expected_purchases' | 'p_12' | 'next_order_low'>().toExtend<Names<typeof some>>()
  expect(some.getChild('expected_purchases')).toBeNull()
  const unknown = shop.predict(customers as Table<any>, few)
  expect(unknown.getChild('whatever')).toBeNull()
  // @ts-expect-error there is no such option
  expect(() => shop.predict(customers, { horizn: { weeks: 2 } })).toThrow(/no option 'horizn'/)
})

test('models of contracts and of spend likewise', () => {
  const members = fromRows([
    { duration: 1, churned: 1 },
    { duration: 2, churned: 0 },
  ])
  const stay = fitSbg(members, { penalty: 0.1 }).predict(members, { horizon: { periods: 2 }, interval: 0.9 })
  expectTypeOf<Names<typeof stay>>().toEqualTypeOf<
    | 'duration'
    | 'churned'
    | 'p_alive'
    | `${'p_alive_at_horizon' | 'expected_renewals'}${'' | '_low' | '_high'}`
  >()
  const spent = fromRows([
    { frequency: 1, monetary_value: 20 },
    { frequency: 4, monetary_value: 35 },
  ])
  const spend = fitGammaGamma(spent, { penalty: 0.001 }).predict(spent, { as: { expected_spend: 'umsatz' } })
  expectTypeOf<Names<typeof spend>>().toEqualTypeOf<'frequency' | 'monetary_value' | 'umsatz'>()
})
