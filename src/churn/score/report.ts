import { evaluate } from '../../classify/evaluate.js'
import { calibrationCurve } from '../../classify/calibrationCurve.js'
import { compareModels } from '../../classify/compareModels.js'
import { fitLogistic } from '../../classify/fitLogistic.js'
import { liftTable } from '../../classify/liftTable.js'
import { ClienteleError } from '../../error.js'
import { chiSquareTail } from '../../numeric/normal.js'
import { brief } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, float64 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { toRows } from '../../table/toRows.js'

/** How well one way to foretell did on customers that it had not seen. */
export interface ChurnQuality {
  /** 'boost', 'logistic', 'tree', 'recency' (days since the last order alone; with contracts the tenure alone) 'p_alive' (BG/NBD alone) or 'p_no_order' (its chance of no order within the horizon). */
  readonly model: string
  readonly auc: number
  /** DeLong's interval; null where one class has one row only. */
  readonly aucLow: number | null
  readonly aucHigh: number | null
  readonly topDecileLift: number
  readonly logLoss: number
  readonly brier: number
}

/** By how much boosting's AUC is above that of another way, by DeLong's test. */
export interface ChurnComparison {
  readonly against: string
  readonly difference: number
  readonly low: number
  readonly high: number
  readonly p: number
}

/** Whether probabilities mean what they say. */
export interface ChurnCalibration {
  /** Of the logistic regression of what came on the log-odds of the probability: 1 and 0 where these are right. Null where there is none. */
  readonly slope: number | null
  readonly intercept: number | null
  /** The mean probability, and the share who left. */
  readonly predicted: number
  readonly observed: number
  /** Of ten groups; a small p says that probabilities are off. */
  readonly hosmerLemeshow: { readonly statistic: number; readonly freedom: number; readonly p: number }
  /** Ten groups of as many customers, from the least to the most probable; fewer where probabilities tie. */
  readonly groups: readonly CalibrationGroup[]
}

/** Customers of about one probability. */
export interface CalibrationGroup {
  readonly rows: number
  /** The mean probability, and the share who left with its 95 % interval. */
  readonly predicted: number
  readonly observed: number
  readonly observedLow: number
  readonly observedHigh: number
}

/** A tenth of the customers, the most probable first. */
export interface LiftTenth {
  readonly rows: number
  /** How many of them left, and how many times as many as among all. */
  readonly left: number
  readonly lift: number
  /** Of all customers, and of all who left, those up to here. */
  readonly cumulativeShare: number
  readonly cumulativeGain: number
}

/** What the holdout says. */
export interface HoldoutReport {
  readonly models: readonly ChurnQuality[]
  readonly comparisons: readonly ChurnComparison[]
  readonly calibration: ChurnCalibration
  /** How many of those who left are found among the most probable customers. */
  readonly lift: readonly LiftTenth[]
  /** The model with the greatest AUC. */
  readonly best: string
  /** In a sentence, whether boosting beats recency, and what predicts best. */
  readonly verdict: string
}

/** Judges the probabilities that stand in columns named `p_<model>`; the first is the one that is used. */
export function judge(test: Table, target: string, names: readonly string[]): HoldoutReport {
  const models = names.map((model) => qualityOf(test, target, model))
  const { differences } = compareModels(test as never, {
    target: target as never,
    models: Object.fromEntries(names.map((name) => [name, `p_${name}`])),
  })
  const own = names[0]!
  const comparisons = (toRows(differences) as any[])
    .filter((row) => row.figure === 'auc' && row.model === own)
    .map((row): ChurnComparison => ({
      against: row.versus,
      difference: row.difference,
      low: row.difference_low,
      high: row.difference_high,
      p: row.p,
    }))
  const best = models.reduce((a, b) => (b.auc > a.auc ? b : a)).model
  const calibration = calibrationOf(test, target, `p_${own}`)
  const lift = tenthsOf(test, target, `p_${own}`)
  return { models, comparisons, calibration, lift, best, verdict: verdictOf(models, comparisons, best) }
}

function tenthsOf(test: Table, target: string, probability: string): LiftTenth[] {
  const tenths = toRows(liftTable(test as never, { target, probability } as never)) as any[]
  return tenths
    .filter(({ rows }) => rows > 0)
    .map((row): LiftTenth => ({
      rows: row.rows,
      left: row.responders,
      lift: row.lift,
      cumulativeShare: row.cumulative_share,
      cumulativeGain: row.cumulative_gain,
    }))
}

function qualityOf(test: Table, target: string, model: string): ChurnQuality {
  const found = evaluate(test as never, { target, probability: `p_${model}`, bootstrap: 0 } as never) as any
  return {
    model,
    auc: found.auc.value,
    aucLow: found.delong?.low ?? null,
    aucHigh: found.delong?.high ?? null,
    topDecileLift: found.topDecileLift.value,
    logLoss: found.logLoss.value,
    brier: found.brier.value,
  }
}

function calibrationOf(test: Table, target: string, probability: string): ChurnCalibration {
  const bins = toRows(
    calibrationCurve(test as never, { target, probability, bins: 10, method: 'quantile' } as never),
  ) as any[]
  let [statistic, rows, predicted, observed] = [0, 0, 0, 0]
  const groups: CalibrationGroup[] = []
  for (const bin of bins) {
    if (!(bin.rows > 0)) continue
    groups.push({
      rows: bin.rows,
      predicted: bin.predicted,
      observed: bin.observed,
      observedLow: bin.observed_low,
      observedHigh: bin.observed_high,
    })
    rows += bin.rows
    predicted += bin.rows * bin.predicted
    observed += bin.rows * bin.observed
    const variance = (bin.predicted * (1 - bin.predicted)) / bin.rows
    statistic += (bin.observed - bin.predicted) ** 2 / Math.max(variance, 1e-12)
  }
  // On rows that were not learned from, as many degrees of freedom as groups.
  const freedom = groups.length
  const hosmerLemeshow = { statistic, freedom, p: chiSquareTail(statistic, freedom) }
  const { slope, intercept } = slopeOf(test, target, probability)
  return { slope, intercept, predicted: predicted / rows, observed: observed / rows, hosmerLemeshow, groups }
}

function slopeOf(
  test: Table,
  target: string,
  probability: string,
): Pick<ChurnCalibration, 'slope' | 'intercept'> {
  const log = readNumbers(findColumn(test, probability, 'fitChurn'), 'fitChurn').map((p) => {
    const within = Math.min(1 - 1e-6, Math.max(1e-6, p))
    return Math.log(within / (1 - within))
  })
  const table = addColumns(test, { log_odds: float64(log) }, 'fitChurn', { replace: true })
  try {
    const { coefficients } = fitLogistic(table as never, { target, features: ['log_odds'], l2: 0 } as never)
    const rows = toRows(coefficients) as any[]
    return {
      slope: rows.find((row) => row.feature === 'log_odds').coefficient,
      intercept: rows.find((row) => row.term === '(intercept)').coefficient,
    }
  } catch (error) {
    if (error instanceof ClienteleError) return { slope: null, intercept: null }
    throw error
  }
}

function verdictOf(
  models: readonly ChurnQuality[],
  comparisons: readonly ChurnComparison[],
  best: string,
): string {
  const aucOf = (name: string): string => models.find(({ model }) => model === name)!.auc.toFixed(3)
  const against = comparisons.find((one) => one.against === 'recency')
  const recency =
    against === undefined
      ? 'There is nothing simple to compare with'
      : against.low > 0
        ? `Boosting (AUC ${aucOf('boost')}) foretells better than recency alone (${aucOf('recency')})`
        : `Boosting (AUC ${aucOf('boost')}) does not beat recency alone (${aucOf('recency')}): the difference of ${brief(against.difference)} may be chance (${brief(against.low)} to ${brief(against.high)})`
  const other = best === 'boost' ? '' : `; the best on the holdout is ${best} (${aucOf(best)})`
  return `${recency}${lifetimeVerdict(models, comparisons)}${other}.`
}

/** What the model of buying says of the horizon is the rival; p_alive is beaten only where it tells anything at all. */
function lifetimeVerdict(models: readonly ChurnQuality[], comparisons: readonly ChurnComparison[]): string {
  const against = (name: string): string => {
    const one = comparisons.find((comparison) => comparison.against === name)
    const rival = models.find(({ model }) => model === name)
    if (!one || !rival) return ''
    const auc = rival.auc.toFixed(3)
    if (isDegenerate(rival)) {
      return `; ${name} (${auc}) is worse than chance here, so that beating it says nothing`
    }
    const by = `${auc}, difference ${brief(one.difference)}, ${brief(one.low)} to ${brief(one.high)}`
    return one.difference >= 0
      ? `; it foretells ${one.low > 0 ? 'better than' : 'about as well as'} ${name} (${by})`
      : `; ${name} (${by}) foretells ${one.high < 0 ? 'better' : 'about as well'}`
  }
  return against('p_no_order') + against('p_alive')
}

/** Whether all of the interval lies below what a coin would do. */
function isDegenerate({ auc, aucHigh }: ChurnQuality): boolean {
  return (aucHigh ?? auc) < 0.5
}
