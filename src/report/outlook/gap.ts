import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'

/** Why there is no forecast, or no trial of it. */
export interface OutlookGap {
  /** Too few customers, too short a history (days), too few who bought again, no spend, no model that fits, nothing to try it on. */
  readonly why: 'customers' | 'history' | 'repeat' | 'spend' | 'fit' | 'orders'
  /** What there is, and the least that is needed. */
  readonly got?: number
  readonly needs?: number
  /** What the fitting function said. */
  readonly sentence?: string
}

const LEAST_CUSTOMERS = 50
const LEAST_REPEAT = 10

/** What customers lack for a model of buying, if anything; `days` is how long the history is. */
export function gapOf(
  customers: Table,
  days: number,
  leastDays: number,
  who: string,
): OutlookGap | undefined {
  if (days < leastDays) return { why: 'history', got: Math.round(days), needs: leastDays }
  const frequency = readNumbers(findColumn(customers, 'frequency', who), who)
  let [known, repeat] = [0, 0]
  for (const x of frequency) {
    if (!Number.isNaN(x)) known++
    if (x > 0) repeat++
  }
  if (known < LEAST_CUSTOMERS) return { why: 'customers', got: known, needs: LEAST_CUSTOMERS }
  return repeat < LEAST_REPEAT ? { why: 'repeat', got: repeat, needs: LEAST_REPEAT } : undefined
}
