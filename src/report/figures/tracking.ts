import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { DAYS_A_UNIT, readAbout, type Unit } from '../../table/metadata.js'
import { readNumbers } from '../../table/numbers.js'
import { dayNumber, iso } from './periods.js'

/** Repeat orders within one step of time, and since the beginning. */
export interface TrackingStep {
  /** The day on which it ends. */
  readonly to: string
  readonly actual: number
  readonly expected: number
  readonly actualTogether: number
  readonly expectedTogether: number
}

/** Repeat orders over time, seen and expected. */
export interface TrackingFigures {
  /** The last day that the model learned from. */
  readonly calibrationEnd: string
  /** The length of a step. */
  readonly days: number
  readonly steps: readonly TrackingStep[]
}

/** More steps than that are drawn together. */
const MOST_STEPS = 80
const TOGETHER = [1, 2, 4, 7, 13, 14, 28, 30, 61, 91, 122, 183, 365]

/** What `validateLifetime` found over time, in steps that a picture can show; one of them ends where calibration does. */
export function trackingFigures(tracking: Table, who: string): TrackingFigures {
  const { unit = 'day', calibrationEnd, counts } = readAbout(tracking, who)
  const calibration = Number(counts['validateLifetime']?.['calibration'])
  const end = calibrationEnd === undefined ? NaN : dayNumber(calibrationEnd)
  if (calibrationEnd === undefined || Number.isNaN(calibration + end)) {
    throw new ClienteleError(
      'unit-missing',
      `${who}: the table of tracking does not say when calibration ended; take it from validateLifetime as it is.`,
    )
  }
  // A last step that the holdout does not fill would look like a fall.
  const whole = calibration + Number(counts['validateLifetime']?.['holdout']) + 1e-6
  const numbers = (name: string) => readNumbers(findColumn(tracking, name, who), who)
  const time = numbers('time').filter((end) => !(end > whole))
  const actual = numbers('actual_cumulative')
  const expected = numbers('expected_cumulative')
  const together = TOGETHER.find((k) => time.length / k <= MOST_STEPS) ?? Math.ceil(time.length / MOST_STEPS)
  const steps: TrackingStep[] = []
  let [before, foreseen] = [0, 0]
  for (let i = Math.round(calibration - 1) % together; i < time.length; i += together) {
    const [seen, hoped] = [actual[i]!, expected[i]!]
    steps.push({
      to: iso(Math.round(end + (time[i]! - calibration) * daysOf(unit))),
      actual: seen - before,
      expected: hoped - foreseen,
      actualTogether: seen,
      expectedTogether: hoped,
    })
    before = seen
    foreseen = hoped
  }
  return { calibrationEnd, days: together * daysOf(unit), steps }
}

function daysOf(unit: Unit): number {
  return DAYS_A_UNIT[unit]
}
