import type { Dictionary, Float64, Int32, Table, Utf8 } from 'apache-arrow'
import { expectTypeOf, test } from 'vitest'
import {
  type AuditColumns,
  cleanOrders,
  type CleanOrdersOptions,
  cohorts,
  type Cohorts,
  type CohortsOptions,
  fitRfm,
  type FitRfmOptions,
  fromRows,
  type HoldoutSummary,
  mergeSummaries,
  type MergeSummariesOptions,
  type NamingOptions,
  pareto,
  type Pareto,
  type ParetoOptions,
  type ProgressOptions,
  type RefundPolicy,
  rfm,
  type RfmModel,
  type RfmOptions,
  summarize,
  type SummarizeOptions,
  type Summary,
  toRows,
} from 'clientele'

const orders = fromRows([{ client: 'ann', at: new Date(0), paid: 20 }])
const customers = fromRows([{ customer_id: 'ann', days_since_last: 1, orders: 2, revenue: 3 }])
const roles = { customer: 'client', time: 'at', amount: 'paid' } as const

// Compiled by the type check of the tests; run, so that the calls are held to be right as well.
test('summarize: columns by their names, the customer of its own type', () => {
  const found = summarize(orders, roles)
  const [ann] = toRows(found)
  expectTypeOf(ann!.customer_id).toEqualTypeOf<string | null>()
  expectTypeOf(ann!.revenue).toEqualTypeOf<number | null>()
  // @ts-expect-error only with calibrationEnd
  expectTypeOf(ann!.holdout_revenue)
  const held = toRows(summarize(orders, { ...roles, calibrationEnd: '1970-01-01' }))
  expectTypeOf(held[0]!.holdout_revenue).toEqualTypeOf<number | null>()
  expectTypeOf(held[0]!.customer_id).toEqualTypeOf<string | null>()
  expectTypeOf(summarize([orders], roles)).resolves.toEqualTypeOf<typeof found>()
  expectTypeOf<Summary['orders']>().toEqualTypeOf<Int32>()
  expectTypeOf<HoldoutSummary['customer_id']>().toBeAny()
  // @ts-expect-error there is no such column
  never(() => summarize(orders, { customer: 'nope' }))
  // @ts-expect-error there is no such column
  never(() => summarize([orders], { ...roles, amount: 'nope' }))
  // @ts-expect-error there is no such policy
  never(() => summarize(orders, { ...roles, refunds: 'maybe' }))
  never(() => summarize(orders as Table<any>, { customer: 'anything' }))
})

test('summarize: as gives columns their new names', () => {
  const [ann] = toRows(summarize(orders, { ...roles, as: { revenue: 'umsatz' } }))
  expectTypeOf(ann!.umsatz).toEqualTypeOf<number | null>()
  expectTypeOf(ann!.orders).toEqualTypeOf<number | null>()
  // @ts-expect-error it has another name now
  expectTypeOf(ann!.revenue)
  // @ts-expect-error there is no such column
  never(() => summarize(orders, { ...roles, as: { nope: 'x' } }))
  // @ts-expect-error there is no such column
  never(() => summarize(orders, { ...roles, as: { revenue: 'umsatz', nope: 'x' } }))
})

test('rfm, predict, cleanOrders and mergeSummaries: as gives what they add new names', () => {
  const as = { rfm: 'code', segment: 'group' } as const
  for (const scored of [rfm(customers, { as }), fitRfm(customers).predict(customers, { as })]) {
    const [ann] = toRows(scored)
    expectTypeOf(ann!.group).toEqualTypeOf<string | null>()
    expectTypeOf(ann!.r).toEqualTypeOf<number | null>()
    expectTypeOf(ann!.revenue).toEqualTypeOf<number | null>()
    // @ts-expect-error it has another name now
    expectTypeOf(ann!.segment)
  }
  // @ts-expect-error there is no such column
  never(() => rfm(customers, { as: { nope: 'x' } }))
  // @ts-expect-error there is no such column
  never(() => fitRfm(customers).predict(customers, { as: { revenue: 'x' } }))
  const lines = fromRows([{ client: 'ann', at: new Date(0), price: 20, pieces: 1 }])
  const sold = { customer: 'client', time: 'at', price: 'price', quantity: 'pieces' } as const
  const { orders: clean } = cleanOrders(lines, { ...sold, as: { amount: 'paid' } })
  expectTypeOf(toRows(clean)[0]!.paid).toEqualTypeOf<number | null>()
  // @ts-expect-error it has another name now
  expectTypeOf(toRows(clean)[0]!.amount)
  // @ts-expect-error cleanOrders adds no such column
  never(() => cleanOrders(lines, { ...sold, as: { orders: 'x' } }))
  const merged = mergeSummaries(summarize(day(1), roles), summarize(day(2), roles), { as: { T: 'age' } })
  expectTypeOf(toRows(merged)[0]!.age).toEqualTypeOf<number | null>()
  // @ts-expect-error there is no such column
  never(() => mergeSummaries(merged, merged, { as: { rfm: 'x' } }))
})

test('cleanOrders and cohorts: columns by their names, results with named parts', () => {
  const { orders: clean, audit } = cleanOrders(orders, roles)
  expectTypeOf(toRows(clean)[0]!.amount).toEqualTypeOf<number | null>()
  expectTypeOf(toRows(clean)[0]!.client).toEqualTypeOf<string | null>()
  expectTypeOf(audit).toEqualTypeOf<Table<AuditColumns>>()
  expectTypeOf(cohorts(orders, roles)).toEqualTypeOf<Cohorts>()
  // @ts-expect-error there is no such column
  never(() => cleanOrders(orders, { ...roles, product: 'nope' }))
  // @ts-expect-error there is no such column
  never(() => cohorts(orders, { ...roles, time: 'nope' }))
  // @ts-expect-error there is no such period
  never(() => cohorts(orders, { ...roles, period: 'day' }))
})

test('rfm, fitRfm and pareto: a column must be named where its default is not there', () => {
  expectTypeOf(toRows(rfm(customers))[0]!.segment).toEqualTypeOf<string | null>()
  expectTypeOf(toRows(rfm(customers))[0]!.customer_id).toEqualTypeOf<string | null>()
  expectTypeOf(fitRfm(customers)).toEqualTypeOf<RfmModel>()
  expectTypeOf(pareto(customers).best).toEqualTypeOf<Pareto<typeof customers.TType.dataTypes>['best']>()
  pareto(orders, { by: 'paid' })
  never(() => rfm(customers as Table<any>))
  never(() => pareto(customers as Table<any>))
  // @ts-expect-error there is no column revenue
  never(() => pareto(orders))
  // @ts-expect-error there is no column revenue
  never(() => pareto(orders, { bins: 5 }))
  // @ts-expect-error there is no such column
  never(() => pareto(customers, { by: 'nope' }))
  // @ts-expect-error there are no such columns
  never(() => rfm(orders))
  // @ts-expect-error there are no such columns
  never(() => fitRfm(orders, { monetary: 'paid' }))
  never(() => rfm(orders, { recency: 'paid', frequency: 'paid', monetary: 'paid' }))
})

const day = (n: number) => fromRows([{ client: 'ann', at: `2025-01-0${n}`, paid: 20 }])

test('mergeSummaries gives a summary', () => {
  const merged = mergeSummaries(summarize(day(1), roles), summarize(day(2), roles))
  expectTypeOf(toRows(merged)[0]!.revenue).toEqualTypeOf<number | null>()
})

test('options take undefined for their default, and names of columns where these are given', () => {
  expectTypeOf<SummarizeOptions<'a'>['customer']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<CleanOrdersOptions<'a'>['product']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<CohortsOptions<'a'>['time']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<FitRfmOptions<'a'>['recency']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<RfmOptions<'a'>['monetary']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<ParetoOptions<'a'>['by']>().toEqualTypeOf<'a' | undefined>()
  expectTypeOf<MergeSummariesOptions['unit']>().toEqualTypeOf<SummarizeOptions['unit']>()
  expectTypeOf<SummarizeOptions['refunds']>().toEqualTypeOf<RefundPolicy | undefined>()
  expectTypeOf<SummarizeOptions>().toExtend<ProgressOptions>()
  expectTypeOf<RfmOptions>().toExtend<NamingOptions>()
  expectTypeOf<AuditColumns['rule']>().toEqualTypeOf<Utf8>()
  expectTypeOf<Summary['revenue']>().toEqualTypeOf<Float64>()
  expectTypeOf<typeof orders.TType.dataTypes.client>().toEqualTypeOf<Dictionary<Utf8, Int32>>()
})

/** Calls that are only compiled. */
function never(_call: () => unknown): void {}
