import { fitCox, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { gehan } from '../survival/gehan.js'

const rossiFile = sharedFile('survival/rossi.csv')
const telcoFile = sharedFile('telco/Telco-Customer-Churn.csv')
const life = { duration: 'week', event: 'arrest' } as const
const numbers = (values: readonly unknown[], digits: number) => values.map((v) => Number(v).toFixed(digits))
const column = (model: ReturnType<typeof fitCox>, name: 'coefficient' | 'standard_error') =>
  toRows(model.coefficients).map((row) => row[name]!)

describe('Cox with Efron ties', () => {
  it('gives the placebo 1.572125 (se .412397) against 6-MP, likelihood ratio 16.35 (R survival 3.5: coxph)', () => {
    const model = fitCox(gehan, { duration: 'weeks', event: 'relapse', features: ['group'] })
    expect(numbers(column(model, 'coefficient'), 9)).toEqual(['1.572125149'])
    expect(numbers(column(model, 'standard_error'), 9)).toEqual(['0.412396718'])
    expect(model.fit.likelihoodRatio.statistic.toFixed(2)).toBe('16.35')
    expect(model.fit.likelihoodRatio.p!.toExponential(6)).toBe('5.260921e-5')
  })

  it.skipIf(!rossiFile)('is that of R survival 3.5 and lifelines on Rossi et al. (1980)', async () => {
    const model = fitCox(await readTable(rossiFile!), life)
    expect(numbers(column(model, 'coefficient'), 6)).toEqual([
      '-0.379422',
      '-0.057438',
      '0.313900',
      '-0.149796',
      '-0.433704',
      '-0.084871',
      '0.091497',
    ])
    expect(numbers(column(model, 'standard_error'), 8)).toEqual([
      '0.19137948',
      '0.02199947',
      '0.30799278',
      '0.21222430',
      '0.38186806',
      '0.19575667',
      '0.02864855',
    ])
    expect(model.fit.logLikelihood.toFixed(4)).toBe('-658.7477')
    expect(model.fit.concordance!.toFixed(10)).toBe('0.6403292471')
    const { terms, all } = model.fit.proportionalHazards
    expect(
      numbers(
        terms.map(({ statistic }) => statistic),
        6,
      ),
    ).toEqual(['0.062430', '5.973982', '2.068265', '4.224596', '1.011022', '0.018383', '0.520584'])
    expect(all.statistic.toFixed(5)).toBe('17.69442')
  })

  it.skipIf(!rossiFile)('has the robust and clustered errors of R', async () => {
    const table = await readTable(rossiFile!)
    expect(numbers(column(fitCox(table, { ...life, robust: true }), 'standard_error'), 8)).toEqual([
      '0.19554178',
      '0.02533615',
      '0.29232856',
      '0.21806032',
      '0.38024447',
      '0.19920083',
      '0.02897459',
    ])
  })

  it.skipIf(!rossiFile)('takes weights, late entries, strata and clusters as R does', async () => {
    const rows = toRows(await readTable(rossiFile!)).map((row, i) => ({
      ...row,
      weight: 1 + ((i + 1) % 3),
      entry: Math.min(Number(row.week) - 1, (i + 1) % 7),
      household: Math.floor((i + 1) / 3),
    }))
    const table = fromRows(rows)
    const options = {
      ...life,
      features: ['fin', 'age', 'prio'],
      weights: 'weight',
      entry: 'entry',
      strata: 'race',
    }
    const model = fitCox(table as any, options)
    expect(numbers(column(model, 'coefficient'), 10)).toEqual([
      '-0.4456846513',
      '-0.0641539880',
      '0.0981557181',
    ])
    expect(numbers(column(model, 'standard_error'), 10)).toEqual([
      '0.1352872555',
      '0.0147595855',
      '0.0187626940',
    ])
    expect(model.fit.logLikelihood.toFixed(8)).toBe('-1392.37959398')
    const clustered = fitCox(table as any, { ...options, cluster: 'household' })
    expect(numbers(column(clustered, 'standard_error'), 10)).toEqual([
      '0.2034751581',
      '0.0259367315',
      '0.0270792856',
    ])
    const one = fromRows([{ fin: 0, age: 24, prio: 3, race: 1 }])
    const staying = [10, 30, 52].map(
      (horizon) => toRows(model.predict(one as any, { horizon }))[0]!.survival!,
    )
    expect(numbers(staying, 9)).toEqual(['0.910909765', '0.794358964', '0.657817710'])
  })

  it.skipIf(!telcoFile)(
    'on the categories of Telco is that of lifelines 0.30.3 on the same one-hot columns, to its digits',
    async () => {
      const features = [
        'gender',
        'SeniorCitizen',
        'Partner',
        'Dependents',
        'Contract',
        'PaymentMethod',
        'InternetService',
        'MonthlyCharges',
      ]
      const model = fitCox(await readTable(telcoFile!), {
        duration: 'tenure',
        event: 'Churn',
        features,
      } as any)
      // CoxPHFitter on pandas.get_dummies of these columns, without the first level of each.
      const terms = {
        SeniorCitizen: ['-0.0699654', '0.0558414'],
        MonthlyCharges: ['-0.0301916', '0.0021326'],
        'gender = Male': ['-0.0773762', '0.0463951'],
        'Partner = Yes': ['-0.5485350', '0.0549023'],
        'Dependents = Yes': ['-0.0792960', '0.0683312'],
        'Contract = One year': ['-1.7343300', '0.0871138'],
        'Contract = Two year': ['-3.4446280', '0.1632298'],
        'PaymentMethod = Credit card (automatic)': ['-0.0639111', '0.0906024'],
        'PaymentMethod = Electronic check': ['0.6791107', '0.0707331'],
        'PaymentMethod = Mailed check': ['0.6267589', '0.0879973'],
        'InternetService = Fiber optic': ['1.4777210', '0.1008489'],
        'InternetService = No': ['-1.2601283', '0.1239714'],
      }
      const found = toRows(model.coefficients).map((row) => [
        row.term,
        numbers([row.coefficient, row.standard_error], 7),
      ])
      expect(Object.fromEntries(found)).toEqual(terms)
      expect(model.fit.logLikelihood.toFixed(6)).toBe('-14034.363265')
      expect(model.fit.concordance!.toFixed(6)).toBe('0.852272')
    },
  )
})

describe('a Cox model', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    months: 1 + ((i * 7) % 11),
    left: i % 3 > 0,
    plan: i % 2 ? 'yearly' : 'monthly',
    fee: (i * 5) % 13,
    same: 4,
  }))
  const contract = { duration: 'months', event: 'left' } as const

  it('says the same after JSON, on one row as among many, and nothing beyond what was observed', () => {
    const table = fromRows(rows)
    const model = fitCox(table, { ...contract, features: ['plan', 'fee'] })
    const restored = loadModel(JSON.stringify(model), { kind: 'cox' })
    const said = toRows(restored.predict(table, { horizon: 3, from: 'months' }))
    expect(said).toEqual(toRows(model.predict(table, { horizon: 3, from: 'months' })))
    const [alone] = toRows(model.predict(fromRows(rows.slice(5, 6)), { horizon: 3, from: 'months' }))
    expect(alone).toEqual(said[5])
    expect(said.every(({ months, survival }) => (survival === null) === Number(months) + 3 > 11)).toBe(true)
  })

  it.each([
    [
      { ...contract, features: ['plan', 'plan2'] },
      /'plan2 = .*' tells nothing that the other features do not/,
    ],
    [{ ...contract, features: ['leak'] }, /'leak' separates those who leave/],
    [
      { ...contract, event: 'never', features: ['fee'] },
      /column 'never' is no in all 40 rows, so nobody leaves/,
    ],
    [{ ...contract, features: ['fee'], strata: 'holes' }, /column 'holes' is missing in row 1/],
    [{ ...contract, features: ['fee'], duration: 'minus' }, /column 'minus' holds -1 in row 1/],
    [{ ...contract, features: ['months'] }, /features names 'months'/],
  ])('refuses %j', (options, message) => {
    const table = fromRows(
      rows.map((row, i) => ({
        ...row,
        plan2: row.plan,
        leak: row.left ? 1 : 0,
        never: false,
        holes: i ? 'a' : null,
        minus: -1,
      })),
    )
    expect(() => fitCox(table, options as any)).toThrow(message)
  })

  it('holds with a penalty what would grow without bound', () => {
    const table = fromRows(rows.map((row) => ({ ...row, leak: row.left ? 1 : 0 })))
    const [leak] = toRows(fitCox(table, { ...contract, features: ['leak'], l2: 1 }).coefficients)
    expect(leak!.coefficient).toBeGreaterThan(1)
  })

  it('refuses durations that are all the same, which tell nothing about when', () => {
    const table = fromRows(rows.map((row) => ({ ...row, same_time: 5 })))
    expect(() => fitCox(table, { ...contract, duration: 'same_time' })).toThrow(
      /'same_time' is 5 in all \d+ rows, .* fitLogistic/,
    )
  })

  it('of features that never differ has no terms', () => {
    const model = fitCox(fromRows(rows), { ...contract, features: ['same'] })
    expect(model.terms).toEqual([])
    expect(toRows(model.predict(fromRows(rows)))[0]!.hazard_ratio).toBe(1)
  })
})
