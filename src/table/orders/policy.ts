import { ClienteleError } from '../../error.js'
import { checkChoice } from '../../options.js'
import { type AsOf, readAsOf } from '../asOf.js'
import { type Clock, isoDay } from '../days.js'
import type { About } from '../metadata.js'

/**
 * What becomes of refunds, rows with a negative amount, in `cleanOrders`, `summarize` and `cohorts`:
 *
 * - 'net': they take revenue off, but are no purchase. `cleanOrders` takes them off the lines that bought the goods and
 *   leaves none of them; the others have the day's or period's revenue lowered.
 * - 'keep': they are rows as any other: revenue is lowered, and each counts as an order.
 * - 'drop': they are left out, and purchases stay as they were.
 *
 * `cleanOrders` drops them unless told otherwise, and its policy travels with the orders: it is what `summarize` and
 * `cohorts` go by. For a table that was not cleaned these two take 'net', which neither overstates revenue nor
 * counts a return as a purchase.
 */
export type RefundPolicy = 'net' | 'keep' | 'drop'

const POLICIES: readonly string[] = ['net', 'keep', 'drop']

/** The policy that the option gives, else the table, else 'net'. */
export function readRefunds(who: string, given: RefundPolicy | undefined, known: About): RefundPolicy {
  const refunds = given ?? known.refunds ?? 'net'
  checkChoice(who, 'refunds', refunds, POLICIES)
  return refunds as RefundPolicy
}

/**
 * Up to when the orders are known, by the option, else by the table. Orders that were cleaned away as future cannot be
 * told from none: a later day would have their customers look as if they had left.
 */
export function readKnownAsOf(
  who: string,
  given: string | Date | undefined,
  known: About,
  clock: Clock,
): AsOf | undefined {
  const own = known.asOf === undefined ? undefined : readAsOf(known.asOf, clock, who)
  if (given === undefined) return own
  const asOf = readAsOf(given, clock, who)
  const dropped = Number(known.counts.cleanOrders?.future ?? 0)
  if (own && asOf.day > own.day && dropped > 0) {
    throw new ClienteleError(
      'contradiction',
      `${who}: asOf is ${isoDay(asOf.day)}, but cleanOrders left out ${dropped} lines after ${known.asOf}; clean the orders with the later asOf, or leave asOf out here.`,
    )
  }
  return asOf
}
