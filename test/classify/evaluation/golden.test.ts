import { calibrationCurve, derive, evaluate, rocCurve, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import golden from './golden.json' with { type: 'json' }
import { madeBinary, madeClasses, madeNumbers } from './made.js'

// Expected: scikit-learn 1.9.1, by golden.py.
const FIGURES = [
  'auc',
  'averagePrecision',
  'logLoss',
  'brier',
  'ks',
  'f1',
  'accuracy',
  'precision',
  'recall',
] as const

function expectClose(got: number | null | undefined, expected: number, digits = 13): void {
  expect(got! / expected).toBeCloseTo(1, digits)
}

describe.each(golden.binary)('yes or no, ties: $ties', (expected) => {
  const table = madeBinary(600, expected.ties)

  it.each(['plain', 'weighted'] as const)('every figure equals scikit-learn: %s', (form) => {
    const weights = form === 'weighted' ? ('w' as const) : undefined
    const found = evaluate(table, { target: 'did', weights, bootstrap: 0 })
    for (const name of FIGURES) expectClose(found[name].value, expected[form][name])
    expect(found.confusion).toEqual(expected[form].confusion)
  })

  it('the standard error of the AUC is that of DeLong over all pairs', () => {
    expectClose(evaluate(table, { target: 'did', bootstrap: 0 }).delong!.error, expected.delong, 12)
  })

  it('every point of the ROC curve equals scikit-learn', () => {
    const points = toRows(rocCurve(table, { target: 'did', all: true }))
    expect(points.map((point) => point.false_positive_rate)).toEqual(expected.roc.fpr)
    expect(points.map((point) => point.true_positive_rate)).toEqual(expected.roc.tpr)
    expect(points.slice(1).map((point) => point.threshold)).toEqual(expected.roc.thresholds)
  })

  it.each(['width', 'quantile'] as const)(
    'every bin of the calibration curve equals scikit-learn: %s',
    (method) => {
      const bins = toRows(calibrationCurve(table, { target: 'did', bins: 7, method }))
      const filled = bins.filter(({ rows }) => rows! > 0)
      expect(filled).toHaveLength(expected[method].observed.length)
      filled.forEach((bin, k) => {
        expectClose(bin.observed, expected[method].observed[k]!)
        expectClose(bin.predicted, expected[method].predicted[k]!)
      })
    },
  )
})

describe('several classes', () => {
  const table = madeClasses(300)

  it.each(['plain', 'weighted'] as const)('every figure equals scikit-learn: %s', (form) => {
    const expected = golden.classes[form]
    const weights = form === 'weighted' ? ('w' as const) : undefined
    const found = evaluate(table, { target: 'kind', task: 'classes', weights, bootstrap: 0 })
    for (const name of ['logLoss', 'brier', 'accuracy', 'f1', 'precision', 'recall'] as const) {
      expectClose(found[name].value, expected[name])
    }
    expectClose(found.auc.value, expected.aucs.reduce((a, b) => a + b) / 3)
    expect(toRows(found.confusion).map(({ rows }) => rows)).toEqual(expected.confusion)
  })

  it('the AUC weighted by prevalence equals scikit-learn', () => {
    const found = evaluate(table, { target: 'kind', task: 'classes', bootstrap: 0 })
    expectClose(found.auc.value, golden.classes.plain.auc)
    expectClose(found.aucWeighted.value, golden.classes.plain.aucWeighted)
  })
})

describe('numbers', () => {
  it.each(['plain', 'weighted'] as const)('every figure equals scikit-learn: %s', (form) => {
    const weights = form === 'weighted' ? ('w' as const) : undefined
    const found = evaluate(madeNumbers(300), { target: 'actual', task: 'number', weights, bootstrap: 0 })
    for (const name of ['rmse', 'mae', 'r2', 'poissonDeviance'] as const) {
      expectClose(found[name]!.value, golden.numbers[form][name])
    }
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(telco === undefined)('Telco', () => {
  it('every figure of a prediction by tenure and contract equals scikit-learn', async () => {
    const rows = await readTable(telco!)
    const scored = derive(rows as any, {
      probability: (row: any) =>
        12 / (12 + Number(row.tenure) + (row.Contract === 'Month-to-month' ? 0 : 20)),
    })
    const found = evaluate(scored as any, { target: 'Churn' })
    for (const name of FIGURES) expectClose(found[name].value, golden.telco[name])
    expect(found.confusion).toEqual(golden.telco.confusion)
    expectClose(found.delong!.error, golden.telco.delong, 12)
    // The two kinds of interval agree.
    expect(Math.abs(found.auc.low! - found.delong!.low)).toBeLessThan(0.001)
    expect(Math.abs(found.auc.high! - found.delong!.high)).toBeLessThan(0.001)
  })
})
