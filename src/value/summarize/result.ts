import type { DateDay, Float64, Int32, TimestampMillisecond, Vector } from '../../table/arrow.js'
import { date, float64, int32, timestampInPlace } from '../../table/build.js'
import type { Ends, PlainColumns } from './columns.js'

/** The columns of a summary. */
export type Summary = {
  /** Of the type of the orders' column. */
  customer_id: any
  first_order: DateDay | TimestampMillisecond
  last_order: DateDay | TimestampMillisecond
  orders: Int32
  revenue: Float64
  days_since_last: Int32
  frequency: Int32
  recency: Float64
  T: Float64
  monetary_value: Float64
  first_day_revenue: Float64
}

/** The columns that `calibrationEnd` adds. */
export type HoldoutSummary = Summary & {
  holdout_frequency: Int32
  holdout_duration: Float64
  holdout_revenue: Float64
  holdout_monetary_value: Float64
}

/** The columns as vectors. */
export function toVectors(
  columns: PlainColumns,
  { asOf, end, daysAUnit, bareDates, zone }: Ends,
): { [name: string]: Vector } {
  const { bought, holdoutRevenue } = columns
  const present = bought.includes(0) ? bought : undefined
  const times = (values: Float64Array) => (bareDates ? date(values) : timestampInPlace(values, present, zone))
  const duration = new Float64Array(holdoutRevenue.length).fill((asOf - end) / daysAUnit)
  return {
    first_order: times(columns.first),
    last_order: times(columns.last),
    orders: int32(columns.orders),
    revenue: float64(columns.revenue),
    days_since_last: int32(columns.daysSinceLast, present),
    frequency: int32(columns.frequency, present),
    recency: float64(columns.recency),
    T: float64(columns.T),
    monetary_value: float64(columns.monetaryValue),
    first_day_revenue: float64(columns.firstDayRevenue),
    ...(columns.hasHoldout && {
      holdout_frequency: int32(columns.holdoutFrequency),
      holdout_duration: float64(duration),
      holdout_revenue: float64(holdoutRevenue),
      holdout_monetary_value: float64(columns.holdoutMonetaryValue),
    }),
  }
}
