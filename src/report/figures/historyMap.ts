import type { Table } from '../../table/arrow.js'
import { float64, makeTable } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readAbout, type Unit, withAbout } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import type { BuyingModel } from '../../value/lifetime/buyingModel.js'
import { readHistories } from '../../value/lifetime/customers.js'
import type { Horizon } from '../../value/lifetime/horizon.js'

/** What a model says of one kind of history. */
export interface HistoryField {
  /** Repeat orders. */
  readonly repeats: number
  /** Time since the last order. */
  readonly quiet: number
  readonly value: number
}

/** A map of histories. */
export interface HistoryMap {
  readonly unit: Unit | undefined
  readonly fields: readonly HistoryField[]
}

const REPEATS = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000]
const STEPS = [1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 60, 90, 120, 180, 365, 730, 1461, 3652]
const MOST_COLUMNS = 13

/**
 * What a model says of customers by repeat orders and by the time since the last: of those with a repeat order as if known as long as the
 * oldest customer of the table, of the others as if their only order were that long ago.
 */
export function historyMap(
  table: Table,
  model: BuyingModel,
  horizon: Horizon | undefined,
  who: string,
): HistoryMap {
  const { frequency, T } = model.columns
  const known = readAbout(table, who)
  const unit = known.unit ?? model.unit ?? undefined
  const discrete = model.kind === 'bgBb'
  const [counts, , times] = readHistories(table, model.columns, discrete, who)
  const xs = counts.filter((x) => x >= 0)
  const oldest = times.reduce((a, b) => (b > a ? b : a), 0)
  const often = xs.sort()[Math.floor(0.99 * xs.length)] ?? 0
  const rows = REPEATS.filter((x) => x <= Math.max(3, often)).slice(0, 10)
  const step = STEPS.find((step) => oldest / step <= MOST_COLUMNS) ?? Math.ceil(oldest / MOST_COLUMNS)
  const ago = Array.from({ length: Math.floor(oldest / step) + 1 }, (_, i) => i * step)
  const whole = (value: number) => (discrete ? Math.floor(value) : value)
  const cells = rows.flatMap((repeats) =>
    ago
      .map((quiet) => {
        const last = whole(oldest) - quiet
        return repeats === 0
          ? { repeats, quiet, recency: 0, T: quiet }
          : { repeats, quiet, recency: last, T: whole(oldest) }
      })
      .filter(({ repeats, recency }) => repeats === 0 || (recency > 0 && !(discrete && recency < repeats))),
  )
  const values = (pick: (cell: (typeof cells)[number]) => number) => float64(Float64Array.from(cells, pick))
  const histories = makeTable(
    {
      [frequency]: values(({ repeats }) => repeats),
      [model.columns.recency]: values(({ recency }) => recency),
      [T]: values(({ T }) => T),
    },
    withAbout(new Map(), { roles: {}, counts: {}, ...(unit && { unit }) }),
  )
  const predicted = model.predict(histories, { horizon })
  const column = findColumn(predicted, horizon === undefined ? 'p_alive' : 'expected_purchases', who)
  const found = readNumbers(column, who)
  return { unit, fields: cells.map(({ repeats, quiet }, i) => ({ repeats, quiet, value: found[i]! })) }
}
