import { describe, expect, test } from 'vitest'
import {
  compareLifetime,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitNbd,
  fitParetoNbd,
  fitSbg,
  summarize,
  validateLifetime,
} from 'clientele'
import { bgCore } from '#src/value/lifetime/bgCore'
import { collapseRows } from '#src/value/lifetime/collapse'
import { paretoCore } from '#src/value/lifetime/paretoCore'
import { sharedFile } from '../shared.js'
import { cdnowOrders, cdnowRoles } from '../value/cdnow.js'
import { cdnowCalibration, columnsTable, listsOf, numbersFrom } from '../value/lifetimeData.js'

const cdnow = cdnowCalibration()
const of = (...values: number[]) => Float64Array.of(...values)

describe('CDNOW, 2,357 customers over 39 weeks', () => {
  // Fader, Hardie & Lee (2005), Marketing Science 24(2), tables 2 and 3; Batislam et al. (2007) for MBG/NBD; further digits
  // by the Python package lifetimes 0.11.3 on the same file.
  test.each([
    ['BG/NBD', fitBgNbd, [0.242593, 4.413532, 0.792886, 2.425753], -9582.42556],
    ['MBG/NBD', fitMbgNbd, [0.524838, 6.182993, 0.891356, 1.613999], -9582.13268],
    ['Pareto/NBD', fitParetoNbd, [0.553275, 10.577612, 0.606214, 11.667914], -9594.97393],
    ['NBD', fitNbd, [0.384768, 12.072085], -9763.66022],
  ] as const)('%s', (_, fit, parameters, logLikelihood) => {
    const model = fit(cdnow)
    Object.values(model.parameters).forEach((v, i) => expect(Math.abs(v - parameters[i]!)).toBeLessThan(5e-6))
    expect(model.fit.logLikelihood).toBeCloseTo(logLikelihood, 5)
    expect(model.fit.converged && model.fit.kkt.first && model.fit.kkt.second).toBe(true)
    expect(model.fit.warnings).toEqual([])
  })

  test('standard errors of Pareto/NBD (R package CLVTools, its tests): .0476264 .8427222 .1872594 6.2105448', () => {
    const { r, alpha, s, beta } = fitParetoNbd(cdnow).fit.standardErrors as { [name: string]: number }
    expect(r).toBeCloseTo(0.0476264, 5)
    expect(alpha).toBeCloseTo(0.8427222, 5)
    // Their Hessian is numerical at a point a little off the optimum (beta 11.6715): see lifetimePeers.test.ts.
    expect(s! / 0.1872594).toBeCloseTo(1, 3)
    expect(beta! / 6.2105448).toBeCloseTo(1, 3)
  })

  test('Gamma-Gamma on 946 repeat buyers (Fader & Hardie 2013: 6.25 3.74 15.44): 6.2488 3.7446 15.4478, −4055.92324', () => {
    const { parameters, fit, independence } = fitGammaGamma(cdnow)
    expect(fit.customers).toBe(946)
    expect(parameters.p).toBeCloseTo(6.2488, 4)
    expect(parameters.q).toBeCloseTo(3.7446, 4)
    expect(parameters.v).toBeCloseTo(15.4478, 3)
    expect(fit.logLikelihood).toBeCloseTo(-4055.92324, 5)
    // Fader & Hardie's note: a correlation of 0.11.
    expect(independence.correlation).toBeCloseTo(0.11, 2)
  })

  test('a penalty of 0.01 gives the estimates of lifetimes 0.11.3', () => {
    const { r, alpha, a, b } = fitBgNbd(cdnow, { penalty: 0.01 }).parameters
    expect([r, alpha, a, b].map((v) => v!.toFixed(5))).toEqual(['0.24294', '4.43244', '0.28564', '0.65845'])
  })

  test('holdout: 1,653 orders expected, 1,882 seen, MAE .785', () => {
    const customers = summarize(cdnowOrders(), { ...cdnowRoles, unit: 'week', calibrationEnd: '1997-09-30' })
    const result = validateLifetime(customers, {
      model: fitBgNbd(customers),
      orders: cdnowOrders(),
      ...cdnowRoles,
    })
    expect(Math.round(result.expected)).toBe(1653)
    expect(result.actual).toBe(1882)
    expect(result.mae).toBeCloseTo(0.785, 3)
    const { actual_cumulative: seen, time } = listsOf(result.tracking)
    expect(time!.at(-1)).toBe(78)
    expect(seen!.at(-1)).toBe(2457 + 1882)
  })

  test('dropout is worth its parameters; NBD lies at the edge of BG/NBD', () => {
    const models = { none: fitNbd(cdnow), some: fitBgNbd(cdnow) }
    const { tests, best } = compareLifetime(cdnow, { models })
    expect(best).toBe('some')
    expect(tests).toHaveLength(1)
    expect(tests[0]).toMatchObject({ smaller: 'none', larger: 'some', freedom: 2, boundary: true })
    expect(tests[0]!.statistic).toBeCloseTo(2 * (9763.66022 - 9582.42556), 4)
  })
})

describe('BG/NBD for x = 2, tx = 30.43, T = 38.86', () => {
  const bg = bgCore('', 'bgNbd', 0, 1)
  test('1.2259 orders in 39 weeks at the estimates, 1.226 in the paper, P(alive) .726579', () => {
    const { r, alpha, a, b } = fitBgNbd(cdnow).parameters
    const fitted = of(r!, alpha!, a!, b!)
    expect(bg.alive(fitted, 2, 30.43, 38.86) * bg.expected(fitted, 2, 30.43, 38.86, 39)).toBeCloseTo(
      1.2259,
      4,
    )
    const paper = of(0.243, 4.414, 0.793, 2.426)
    expect(bg.alive(paper, 2, 30.43, 38.86) * bg.expected(paper, 2, 30.43, 38.86, 39)).toBeCloseTo(1.226, 3)
    expect(bg.alive(paper, 2, 30.43, 38.86)).toBeCloseTo(0.726579, 6)
  })
  test('a new customer at 1, 3, 32, 78 weeks: .05319 .15063 1.04374 1.85797', () => {
    const { r, alpha, a, b } = fitBgNbd(cdnow).parameters
    const at = [1, 3, 32, 78].map((t) => bg.expected(of(r!, alpha!, a!, b!), 0, 0, 0, t))
    const published = [0.05319, 0.15063, 1.04374, 1.85797]
    at.forEach((v, i) => expect(Math.abs(v - published[i]!)).toBeLessThan(1e-5))
  })
})

describe('Pareto/NBD where textbook formulas fail', () => {
  test('frequent buyers (.55, 10.58, .61, 11.67), T = tx = 200, t = 10: 6.206052 and 6.252872', () => {
    const theta = of(0.55, 10.58, 0.61, 11.67)
    const expected = (x: number) =>
      paretoCore.alive(theta, x, 200, 200) * paretoCore.expected(theta, x, 200, 200, 10)
    expect(expected(132)).toBeCloseTo(6.206052, 6)
    expect(expected(133)).toBeCloseTo(6.252872, 6)
  })
  test('DERT, delta .0027, for (7, 35, 77.86): 1.864183', () => {
    const theta = of(0.5629966, 12.559037, 0.4081095, 10.5148048)
    expect(
      paretoCore.alive(theta, 7, 35, 77.86) * paretoCore.discounted(theta, 7, 35, 77.86, 0.0027),
    ).toBeCloseTo(1.864183, 6)
  })
})

test('log-likelihood of a customer with r = .25, alpha = 4, a = .8, b = 2.5, T = 40', () => {
  expect(one(0, 0, 0)).toBeCloseTo(-0.599474, 6)
  expect(one(1, 0, 0)).toBeCloseTo(-0.417928, 6)
  expect(one(0, 200, 38)).toBeCloseTo(100.795693, 6)
  expect(one(1, 200, 38)).toBeCloseTo(100.78691, 6)
})

describe('donations: 11,104 donors, six opportunities (Fader, Hardie & Shang 2010)', () => {
  const path = sharedFile('donations/donations.csv')
  test.skipIf(path === undefined)('estimates, likelihood and P(alive at 7)', () => {
    const donors = numbersFrom(path!, ['frequency', 'recency', 'periods', 'weights'])
    const model = fitBgBb(donors, { T: 'periods', weights: 'weights' })
    const { alpha, beta, gamma, delta } = model.parameters
    expect([alpha, beta, gamma, delta].map((v) => v!.toFixed(6))).toEqual([
      '1.203522',
      '0.749716',
      '0.656718',
      '2.783442',
    ])
    expect(model.fit.logLikelihood).toBeCloseTo(-33225.58127, 5)
    expect(model.fit.customers).toBe(11104)
    const some = columnsTable({ frequency: [0, 2, 6], recency: [0, 4, 6], periods: [6, 6, 6] })
    const { p_alive } = listsOf(model.predict(some))
    expect(p_alive!.map((v) => v.toFixed(4))).toEqual(['0.1081', '0.5897', '0.9304'])
  })
})

describe('sBG on seven renewals (Fader & Hardie 2007, table 1)', () => {
  // Survivors in per cent after 0 … 7 years.
  test.each([
    ['high end', [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1], [0.66809, 3.8061]],
    ['regular', [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1], [0.70408, 1.18204]],
  ])('%s', (_, left, [alpha, beta]) => {
    const duration = [1, 2, 3, 4, 5, 6, 7, 7]
    const churned = [1, 1, 1, 1, 1, 1, 1, 0]
    const people = [...left.slice(1).map((v, i) => left[i]! - v), left[7]!]
    const model = fitSbg(columnsTable({ duration, churned, people }), { weights: 'people' })
    expect(model.parameters.alpha).toBeCloseTo(alpha!, 5)
    expect(model.parameters.beta).toBeCloseTo(beta!, 4)
  })
})

test('BG/CNBD-1 is BG/NBD, and CDNOW is not regular: k = 1 is chosen', () => {
  const chosen = fitBgCnbd(cdnow)
  expect(chosen.k).toBe(1)
  expect(chosen.parameters).toEqual(fitBgNbd(cdnow).parameters)
})

function one(first: 0 | 1, x: number, tx: number): number {
  const cells = collapseRows([of(x), of(tx), of(40)])
  return bgCore('', '', first, 1).likelihood(cells)(of(0.25, 4, 0.8, 2.5), of(0, 0, 0, 0))
}
