import type { ChurnFit } from '../../churn/score/model.js'
import type { Table } from '../../table/arrow.js'
import { makeTable, float64 } from '../../table/build.js'
import { about } from '../../table/metadata.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { readStrings } from '../../table/strings.js'
import type { ChurnOutlook } from '../churnOutlook.js'
import { concentration, type ConcentrationFigures } from './concentration.js'

/** Who is leaving. `current` are the customers who have not lapsed by their own rhythm; money is null where customers have no clv. */
export interface LeavingFigures {
  /** Days without an order that count as having left. */
  readonly horizon: number
  readonly customers: number
  readonly current: number
  /** How many of the current customers will not order within the horizon: the sum of their probabilities. */
  readonly expected: number
  /** The probability from which on a customer is on the warning list; how many customers are on it, and what they have brought so far. */
  readonly enter: number
  readonly listed: number
  readonly listedRevenue: number
  /** How many would be on it, had they not ordered more recently than is usual for them. */
  readonly early: number
  /** Probability × clv of current customers, all together; and the fewest who hold half of it. */
  readonly atRisk: number | null
  readonly half: number | null
  readonly stages: readonly StageFigures[]
  /** The strongest reason of customers on the list, of all current ones where there are none: the most frequent first. */
  readonly reasons: readonly ReasonFigures[]
  /** What customers held out of learning say about the model. */
  readonly fit: ChurnFit
}

/** Customers in a stage of their life. */
export interface StageFigures {
  readonly stage: string
  readonly customers: number
  readonly expected: number
  readonly revenue: number
  readonly atRisk: number | null
}

/** Customers with a strongest reason. */
export interface ReasonFigures {
  readonly reason: string
  readonly customers: number
  readonly atRisk: number | null
}

const LAPSED = 'lapsed'
const STAGES = ['acquaintance', 'growth', 'stable', 'declining', LAPSED]

/** The figures of an outlook; undefined where it has a gap. */
export function leavingFigures(
  { found, horizon, enter }: ChurnOutlook,
  who: string,
): LeavingFigures | undefined {
  if (!found) return undefined
  const { model, scores } = found
  const { stage, probability, revenue, atRisk, driver, alert } = readScores(scores, who)
  const rows = [...stage.keys()]
  const current = rows.filter((row) => stage[row] !== LAPSED)
  const risk = (of: readonly number[]): number | null => (atRisk ? total(of, atRisk) : null)
  const listed = rows.filter((row) => alert[row] === 1)
  const explained = listed.length > 0 ? listed : current
  const reasons = [...new Set(explained.map((row) => driver[row]!))].filter((reason) => reason !== null)
  return {
    horizon,
    customers: rows.length,
    current: current.length,
    expected: total(current, probability),
    enter,
    listed: listed.length,
    listedRevenue: total(listed, revenue),
    early: Number(about(scores).counts['churnAlerts']?.['early'] ?? 0),
    atRisk: risk(current),
    half: stakes(scores, who)?.halfCustomers ?? null,
    stages: STAGES.map((name) => {
      const own = rows.filter((row) => stage[row] === name)
      return {
        stage: name,
        customers: own.length,
        expected: total(own, probability),
        revenue: total(own, revenue),
        atRisk: risk(own),
      }
    }).filter(({ customers }) => customers > 0),
    reasons: reasons
      .map((reason) => {
        const own = explained.filter((row) => driver[row] === reason)
        return { reason, customers: own.length, atRisk: risk(own) }
      })
      .toSorted((a, b) => b.customers - a.customers || (a.reason < b.reason ? -1 : 1)),
    fit: model.fit,
  }
}

/** The sum over some rows, missing values counting as 0. */
function total(rows: readonly number[], values: Float64Array): number {
  return rows.reduce((sum, row) => sum + (Number.isNaN(values[row]!) ? 0 : values[row]!), 0)
}

/** How what is at stake is spread over current customers; undefined where nothing is. */
export function stakes(scores: Table, who: string): Stakes | undefined {
  const { stage, atRisk } = readScores(scores, who)
  if (!atRisk) return undefined
  const own = atRisk.filter((value, row) => stage[row] !== LAPSED && value >= 0)
  const spread = own.length < 2 ? undefined : concentration(makeTable({ revenue: float64(own) }))
  return spread && { ...spread, most: own.toSorted().toReversed() }
}

/** What is at stake, and of each customer from the most on. */
export interface Stakes extends ConcentrationFigures {
  readonly most: Float64Array
}

function readScores(scores: Table, who: string) {
  const numbers = (name: string): Float64Array => readNumbers(findColumn(scores, name, who), who)
  const texts = (name: string): readonly (string | null)[] => readStrings(findColumn(scores, name, who))
  return {
    stage: texts('stage'),
    probability: numbers('churn_probability'),
    revenue: numbers('revenue'),
    atRisk: hasColumn(scores, 'value_at_risk') ? numbers('value_at_risk') : undefined,
    driver: texts('churn_driver'),
    alert: numbers('alert'),
  }
}
