import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, bool } from '../../table/build.js'
import { isoDay } from '../../table/days.js'
import { fitBgNbd } from '../../value/fitBgNbd.js'
import type { BuyingModel } from '../../value/lifetime/buyingModel.js'
import type { FeaturesAt } from '../features/sources.js'
import { customersAt } from '../history/cutoffs.js'
import { checkHorizon, labelsAt } from '../history/labels.js'
import type { History } from '../history/readHistory.js'
import { stackParts } from '../history/stack.js'
import { checkStrays } from '../history/stray.js'
import { type ChurnWarning, withoutAlive } from './warnings.js'

/** Customers at a cut-off with their features, and whether they left within the horizon after it. */
export function tableAt(
  who: string,
  history: History,
  featuresAt: FeaturesAt,
  cutoff: number,
  active: number,
  horizon?: number,
): Table {
  const customers = customersAt(history, cutoff, active)
  const columns = featuresAt(customers, cutoff)
  const table = stackParts(who, history, [{ cutoff, customers, columns }], false, {
    customers: customers.length,
  })
  if (horizon === undefined) return table
  return addColumns(table, { churned: bool(labelsAt(history, customers, cutoff, horizon).churned) }, who)
}

/** Which days are learned from and tested on. */
export interface ChosenCutoffs {
  /** The first is the one that is named; the others lie near it, so that more is learned from the same customers. */
  readonly train: readonly number[]
  readonly test: number
  /** What the model that is kept learns from. */
  readonly final: readonly number[]
}

const YEAR = 365
/** Further days that are learned from, before and after: whole weeks, so that the day of the week stays the same, and far enough that others are silent. */
const NEAR: readonly number[] = [28]
/** Where there is no season to match, what is learned from is the mean of several. */
const EARLIER: readonly number[] = [28, 56, 84]
/** So much history must lie before a cut-off a year earlier, and half of it before further ones: with less, nobody could have been silent for long. */
const LEAST_HISTORY = 180

/**
 * The later day tests, the earlier is learned from: a year earlier, so that what followed was the same season, where history reaches back far enough; else one
 * horizon earlier. Labels of the earlier end before the later begins.
 */
export function chooseCutoffs(
  who: string,
  { firstDay, asOfDay, strays }: History,
  horizon: number,
  given: number | undefined,
): ChosenCutoffs {
  if (Number.isNaN(firstDay)) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: there are no purchases to learn from; look at amounts, refunds and asOf.`,
    )
  }
  checkStrays(who, strays, ['end', 'start'])
  const test = given ?? asOfDay - horizon
  checkHorizon(who, test, horizon, asOfDay)
  if (horizon <= YEAR && test - YEAR - firstDay >= LEAST_HISTORY) {
    const around = (day: number): number[] => [day, ...NEAR.flatMap((off) => [day - off, day + off])]
    // Labels must end before what is to be foretold begins.
    const before = (days: number[], end: number): number[] => days.filter((day) => day + horizon <= end)
    return {
      train: before(around(test - YEAR), test),
      test,
      final: before(around(asOfDay - YEAR), asOfDay),
    }
  }
  const train = test - horizon
  if (train > firstDay) {
    const earlier = EARLIER.map((off) => train - off).filter((day) => day - firstDay >= LEAST_HISTORY / 2)
    return { train: [train, ...earlier], test, final: [train, test, ...earlier] }
  }
  throw new ClienteleError(
    'rows-too-few',
    `${who}: orders from ${isoDay(firstDay)} to ${isoDay(asOfDay)} leave no past before the earlier cut-off ${isoDay(train)}, which a horizon of ${horizon} days asks for; choose a shorter horizon, or give a longer history.`,
  )
}

/** The model of buying that says who is still alive; undefined with the reason where there is none. */
export function fitAlive(table: Table): {
  model: BuyingModel<'bgNbd'> | undefined
  warning: ChurnWarning | undefined
} {
  try {
    const model = fitBgNbd(table as never)
    return { model, warning: undefined }
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error
    return { model: undefined, warning: withoutAlive(error.message) }
  }
}

/** The features with what the model of buying says: `p_alive`, and `p_no_order`, the chance of none within the horizon. */
export function withAlive(
  who: string,
  table: Table,
  model: BuyingModel<'bgNbd'> | undefined,
  horizon: number,
): Table {
  if (!model) return table
  const predicted = model.predict(
    table as never,
    {
      horizon: { days: horizon },
      purchases: { to: 0 },
    } as never,
  ) as unknown as Table
  return addColumns(
    table,
    { p_alive: predicted.getChild('p_alive')!, p_no_order: predicted.getChild('p_0')! },
    who,
  )
}
