import { expect, test } from 'vitest'
import {
  compareLifetime,
  fitBdw,
  fitBgBb,
  fitBgCnbd,
  fitBgNbd,
  fitNbd,
  fitParetoNbd,
  fitSbg,
  loadModel,
  summarize,
} from 'clientele'
import { float64, makeTable } from '#src/table/build'
import { takeRows } from '#src/table/take'
import { cdnowOrders, cdnowRoles } from './cdnow.js'
import { cdnowCalibration, columnsTable, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()
const refused = (table: any, models: any, options = {}) => {
  try {
    return compareLifetime(table, { models, ...options }).best
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('models of different units are refused, and those of other units than the table', () => {
  const days = makeTable(
    Object.fromEntries(
      Object.entries(listsOf(cdnow)).map(([name, values]) => [
        name,
        float64(Float64Array.from(values, (v) => (name === 'recency' || name === 'T' ? 7 * v : v))),
      ]),
    ),
  )
  const [weekly, daily] = [fitBgNbd(cdnow, { unit: 'week' }), fitNbd(days, { unit: 'day' })]
  expect(refused(cdnow, { weekly, daily })).toBe('contradiction')
  // Neither says its unit: the likelihood tells.
  expect(refused(cdnow, { a: fitBgNbd(cdnow), b: fitNbd(days) })).toBe('contradiction')
  const summary = summarize(cdnowOrders(), { ...cdnowRoles, unit: 'day', asOf: '1997-09-30' })
  expect(refused(summary, { weekly })).toBe('contradiction')
})

const of = (calibrationEnd: string) =>
  summarize(cdnowOrders(), { ...cdnowRoles, unit: 'week', calibrationEnd })

test('models of another calibration, as many customers though they are, are refused', () => {
  const [early, late] = [of('1997-08-31'), of('1997-09-30')]
  expect(early.numRows).toBe(late.numRows)
  expect(refused(late, { some: fitBgNbd(late), none: fitNbd(early) })).toBe('contradiction')
  expect(refused(late, { some: fitBgNbd(late), none: fitNbd(late) })).toBe('some')
})

test('the same customers in another order, with a penalty, from JSON, with regular buyers', () => {
  const back = takeRows(
    cdnow,
    Int32Array.from({ length: 2357 }, (_, i) => 2356 - i),
  )
  const models = {
    bg: loadModel(JSON.stringify(fitBgNbd(cdnow, { penalty: 0.001 }))),
    pareto: fitParetoNbd(cdnow),
    regular: fitBgCnbd(cdnow, { k: 2 }),
  }
  expect(refused(back, models)).toBe('bg')
})

test('weights are those of the fit', () => {
  const members = columnsTable({
    duration: [1, 2, 3, 4, 5, 5],
    churned: [1, 1, 1, 1, 1, 0],
    people: [131, 126, 90, 60, 42, 551],
  })
  const options = { weights: 'people' }
  const models = { sbg: fitSbg(members, options), bdw: fitBdw(members, options) }
  expect(refused(members, models)).toBe('contradiction')
  expect(compareLifetime(members, { models, ...options }).tests).toHaveLength(1)
})

test('models of different kinds of data are refused', () => {
  const donors = columnsTable({ frequency: [0, 2, 3, 6, 1], recency: [0, 4, 6, 6, 2], T: [6, 6, 6, 6, 6] })
  const models = { bb: fitBgBb(donors, { penalty: 0.01 }), bg: fitBgNbd(donors, { penalty: 0.01 }) }
  expect(refused(donors, models)).toBe('contradiction')
})

test('a chance that is next to nothing is printed as less than something', () => {
  const comparison = compareLifetime(cdnow, { models: { some: fitBgNbd(cdnow), none: fitNbd(cdnow) } })
  expect(String(comparison)).toMatch(/some over none: χ²\(2\) = 362\.\d+, p < 0\.0001$/)
})
