import { drawCalibration } from '../chartCalibration.js'
import { drawLift } from '../chartLift.js'
import type { Curve } from '../curves.js'
import type { Section } from '../section.js'
import type { LeavingContext } from './sections.js'

/** How many of those who left stand among the most probable. */
export function gainsSection({ figures, words, format }: LeavingContext): Section {
  const text = words.churn.gains
  const tenths = figures.fit.lift
  const of = (read: (tenth: (typeof tenths)[number], i: number) => number): Float64Array =>
    Float64Array.from(tenths, read)
  const curve: Curve = {
    name: '',
    columns: {
      bin: of((_, i) => i + 1),
      lift: of(({ lift }) => lift),
      cumulative_share: of(({ cumulativeShare }) => cumulativeShare),
      cumulative_gain: of(({ cumulativeGain }) => cumulativeGain),
    },
  }
  const [first] = tenths
  return {
    id: 'gains',
    finding: text.finding(first!.cumulativeGain, first!.lift),
    weight: 0.5,
    chart: (width) => drawLift([curve], { words, format, width }),
    howToRead: text.read,
    table: {
      columns: [
        { label: text.columns.part },
        ...(['customers', 'left', 'lift', 'gain'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: tenths.map((tenth, i) => [
        format.count(i + 1),
        format.count(Math.round(tenth.rows)),
        format.count(Math.round(tenth.left)),
        format.decimal(tenth.lift),
        format.share(tenth.cumulativeGain),
      ]),
    },
  }
}

/** Whether probabilities mean what they say. */
export function honestSection({ figures, words, format }: LeavingContext): Section {
  const text = words.churn.honest
  const { groups } = figures.fit.calibration
  const of = (read: (group: (typeof groups)[number]) => number): Float64Array =>
    Float64Array.from(groups, read)
  const curve: Curve = {
    name: '',
    columns: {
      predicted: of(({ predicted }) => predicted),
      observed: of(({ observed }) => observed),
      observed_low: of(({ observedLow }) => observedLow),
      observed_high: of(({ observedHigh }) => observedHigh),
    },
  }
  return {
    id: 'honest',
    finding: text.finding(figures),
    weight: 0.55,
    chart: (width) => drawCalibration([curve], { words, format, width }),
    howToRead: text.read,
    text: [text.detail(figures)],
    table: {
      columns: [
        { label: text.columns.foretold, numeric: true },
        ...(['came', 'low', 'high', 'customers'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: groups.map((group) => [
        format.share(group.predicted),
        format.share(group.observed),
        format.share(group.observedLow),
        format.share(group.observedHigh),
        format.count(group.rows),
      ]),
    },
  }
}

/** Whether simpler ways do as well. */
export function rivalsSection({ figures, words }: LeavingContext): Section {
  const text = words.churn.rivals
  return {
    id: 'rivals',
    finding: text.finding(figures),
    weight: 0.45,
    text: [text.text],
    table: {
      columns: [
        { label: text.columns.model },
        ...(['auc', 'interval', 'lift', 'brier'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows: figures.fit.models.map((one) => [
        text.model(one.model),
        print(one.auc),
        `${print(one.aucLow)} – ${print(one.aucHigh)}`,
        one.topDecileLift.toFixed(2),
        print(one.brier),
      ]),
    },
  }
}

function print(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}
