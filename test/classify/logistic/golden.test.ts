import { derive, fitLogistic, fromRows, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import golden from '../golden/linear.json' with { type: 'json' }

/** Equal to so many significant digits. */
function close(got: readonly (number | null)[], wanted: readonly (number | null)[], digits = 9): void {
  expect(got.length).toBe(wanted.length)
  got.forEach((value, i) => {
    const scale = Math.max(Math.abs(wanted[i]!), 1e-3)
    expect(Math.abs(value! - wanted[i]!) / scale, `${i}: ${value} for ${wanted[i]}`).toBeLessThan(
      10 ** -digits,
    )
  })
}

type Plain = typeof golden.telco
const column = (model: any, name: string): number[] => toRows(model.coefficients).map((row: any) => row[name])

function sameAsStatsmodels(model: any, wanted: Omit<Plain, 'pseudoR2' | 'p_model' | 'bic'>): void {
  expect(column(model, 'term')).toEqual(wanted.terms)
  close(column(model, 'coefficient'), wanted.coefficient)
  close(column(model, 'standard_error'), wanted.standard_error)
  close(column(model, 'p'), wanted.p)
  close(column(model, 'odds_ratio_low'), wanted.low)
  close(column(model, 'odds_ratio_high'), wanted.high)
  const { logLikelihood, nullLogLikelihood, aic } = model.fit
  close(
    [logLikelihood, nullLogLikelihood, aic],
    [wanted.logLikelihood, wanted.nullLogLikelihood, wanted.aic],
    10,
  )
}

/** Spector and Mazzeo 1980, as in Greene's Econometric Analysis: did a new way of teaching economics (psi) raise the grade? */
const SPECTOR = `2.66 20 0 0, 2.89 22 0 0, 3.28 24 0 0, 2.92 12 0 0, 4 21 0 1, 2.86 17 0 0, 2.76 17 0 0, 2.87 21 0 0,
  3.03 25 0 0, 3.92 29 0 1, 2.63 20 0 0, 3.32 23 0 0, 3.57 23 0 0, 3.26 25 0 1, 3.53 26 0 0, 2.74 19 0 0, 2.75 25 0 0,
  2.83 19 0 0, 3.12 23 1 0, 3.16 25 1 1, 2.06 22 1 0, 3.62 28 1 1, 2.89 14 1 0, 3.51 26 1 0, 3.54 24 1 1, 2.83 27 1 1,
  3.39 17 1 1, 2.67 24 1 0, 3.65 21 1 1, 4 23 1 1, 3.1 21 1 0, 2.39 19 1 1`

const spector = fromRows(
  SPECTOR.split(',').map((line) => {
    const [gpa, tuce, psi, grade] = line.trim().split(' ').map(Number)
    return { gpa: gpa!, tuce: tuce!, psi: psi!, grade: grade! }
  }),
)

describe('logistic regression finds what others published', () => {
  it('Greene, table 21.1: grades of 32 students', () => {
    const model = fitLogistic(spector, { target: 'grade', l2: 0 })
    close(
      column(model, 'coefficient'),
      [-13.02134685811569, 2.82611259488932, 0.0951576613179094, 2.378687655093354],
      13,
    )
    close(
      column(model, 'standard_error'),
      [4.931324213602736, 1.2629410756290917, 0.1415542056736946, 1.064564254497131],
      13,
    )
    close([model.fit.logLikelihood], [-12.889634222131415], 13)
    close([model.fit.pseudoR2], [0.3740382953726187], 10)
  })
})

const telcoFile = sharedFile('telco/Telco-Customer-Churn.csv')
const creditFile = sharedFile('classic/germancredit.csv')
const telco = telcoFile ? await readTable(telcoFile) : undefined
const credit = creditFile ? await readTable(creditFile) : undefined
const SOME = golden.telco.features

describe.skipIf(!telco || !credit)('logistic regression finds what statsmodels and scikit-learn find', () => {
  it('without a penalty: coefficients, standard errors, p, intervals and likelihood of 7,043 customers', () => {
    const model = fitLogistic(telco!, { target: 'Churn', features: SOME, l2: 0 })
    sameAsStatsmodels(model, golden.telco)
    const { pseudoR2, p, bic } = model.fit
    close([pseudoR2, p!, bic], [golden.telco.pseudoR2, golden.telco.p_model, golden.telco.bic], 10)
  })

  it('a row of weight 2 counts as two', () => {
    const weighted = derive(telco!, { weight: (row: any) => 1 + (row.tenure % 3) })
    const options = { target: 'Churn', features: SOME, weights: 'weight', l2: 0 } as const
    sameAsStatsmodels(fitLogistic(weighted, options), golden.telcoWeighted)
  })

  it('of a thousand credits by twenty features', () => {
    const [target, positive] = golden.creditTarget as [string, string]
    const model = fitLogistic(credit!, { target, positive, l2: 0 })
    sameAsStatsmodels(model, golden.credit)
  })

  it('of three kinds of contract, each beside the first', () => {
    const features = ['tenure', 'MonthlyCharges', 'Partner']
    const model = fitLogistic(telco!, { target: 'Contract', features, l2: 0 })
    close(column(model, 'coefficient'), golden.multinomial.coefficient)
    close(column(model, 'standard_error'), golden.multinomial.standard_error)
    close([model.fit.logLikelihood], [golden.multinomial.logLikelihood], 11)
  })

  it('with l2 what LogisticRegression finds with C = 1 / l2', () => {
    const model = fitLogistic(telco!, { target: 'Churn', features: SOME, l2: 2 })
    expect(column(model, 'term').slice(1)).toEqual(golden.ridge.terms)
    close(column(model, 'coefficient').slice(1), golden.ridge.coefficient)
    const rows = toRows(model.predict(telco!)).slice(0, 5)
    close(
      rows.map((row: any) => row.probability),
      golden.ridge.probability.map(([, p]) => p!),
    )
  })

  it('with l2 and three classes', () => {
    const features = ['tenure', 'MonthlyCharges', 'Partner']
    const model = fitLogistic(telco!, { target: 'Contract', features, l2: 2 })
    const names = ['Month-to-month', 'One year', 'Two year'].map((c) => `probability_${c}`)
    const rows: any[] = toRows(model.predict(telco!)).slice(0, 5)
    close(
      rows.flatMap((row) => names.map((name) => row[name])),
      golden.ridgeMultinomial.probability.flat(),
      6,
    )
  })

  it.each([
    ['lasso', { l1: 10, l2: 0 }],
    ['elastic', { l1: 5, l2: 5 }],
  ] as const)('%s: the same coefficients, and the same ones 0', (name, penalty) => {
    const [target, positive] = golden.creditTarget as [string, string]
    const model = fitLogistic(credit!, { target, positive, ...penalty })
    const wanted = golden[name].coefficient
    close(column(model, 'coefficient').slice(1), wanted, 6)
    expect(column(model, 'coefficient').slice(1).map(Math.sign)).toEqual(wanted.map(Math.sign))
    expect(wanted.filter((v) => v === 0).length).toBeGreaterThan(5)
  })
})
