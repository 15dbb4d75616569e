import type { Estimate } from '../../classify/evaluation/bootstrap.js'
import { CALIBRATION_COLUMNS, drawCalibration } from '../chartCalibration.js'
import { readCurves } from '../curves.js'
import type { Outcome } from '../explainOutcome.js'
import type { Section } from '../section.js'
import type { QualityName } from '../words/outcomeWords.js'
import type { OutcomeContext } from './context.js'

const FIGURES: { readonly [task in Outcome['task']]: readonly QualityName[] } = {
  binary: ['auc', 'topDecileLift', 'topFifthGain', 'accuracy', 'f1', 'ks', 'logLoss', 'brier'],
  classes: ['auc', 'aucWeighted', 'accuracy', 'f1', 'logLoss', 'brier'],
  number: ['r2', 'rmse', 'mae'],
}

/** How far the figures of customers that were not seen can be trusted. */
export function qualitySection({ outcome, words, format }: OutcomeContext): Section {
  const text = words.outcome.quality
  const { task, quality, treeQuality } = outcome
  const finding =
    quality.task === 'binary'
      ? text.binary(quality.auc.value)
      : quality.task === 'classes'
        ? text.classes(quality.accuracy.value)
        : text.number(quality.r2?.value ?? null)
  const main = FIGURES[task][0]!
  const difference = (of(main, quality)?.value ?? 0) - (of(main, treeQuality)?.value ?? 0)
  const leaks = outcome.model.fit.leakage.map(({ feature }) => feature)
  const curves = outcome.calibration
    ? readCurves('reportOutcome', outcome.calibration, CALIBRATION_COLUMNS)
    : []
  return {
    id: 'quality',
    finding,
    weight: 0.5,
    ...(leaks.length > 0 && { more: [{ text: text.leak(leaks), weight: 1 }] }),
    ...(outcome.calibration && {
      chart: (width: number) => drawCalibration(curves, { words, format, width }),
      howToRead: text.read,
    }),
    text: [...(leaks.length > 0 ? [text.leak(leaks)] : []), text.tree(difference)],
    table: {
      columns: [
        { label: text.columns.figure },
        { label: text.columns.boosting, numeric: true },
        { label: text.columns.interval, numeric: true },
        { label: text.columns.tree, numeric: true },
      ],
      rows: FIGURES[task].flatMap((name) => {
        const [ours, trees] = [of(name, quality), of(name, treeQuality)]
        if (!ours || !trees) return []
        return [
          [
            text.figure(name),
            print(ours.value),
            `${print(ours.low)} – ${print(ours.high)}`,
            print(trees.value),
          ],
        ]
      }),
    },
  }
}

function of(name: QualityName, from: Outcome['quality']): Estimate | null {
  return (from as unknown as Record<QualityName, Estimate | null>)[name]
}

function print(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}
