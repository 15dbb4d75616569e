import {
  fromRows,
  kaplanMeier,
  logRank,
  nelsonAalen,
  sortBy,
  survivalSummary,
  toRows,
  where,
} from 'clientele'
import { readTable } from 'clientele/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../../shared.js'
import { gehan } from './gehan.js'

const life = { duration: 'weeks', event: 'relapse' } as const
const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe('the product-limit curve', () => {
  it('is that of the 6-MP patients as Collett and Kleinbaum print it', () => {
    const curve = toRows(
      where(kaplanMeier(gehan, { ...life, by: 'group' }), { group: '6-MP', events: { from: 1 } }),
    )
    expect(curve.map((row) => row.time)).toEqual([6, 7, 10, 13, 16, 22, 23])
    expect(curve.map((row) => row.at_risk)).toEqual([21, 17, 15, 12, 11, 7, 6])
    expect(curve.map((row) => row.survival!.toFixed(4))).toEqual([
      '0.8571',
      '0.8067',
      '0.7529',
      '0.6902',
      '0.6275',
      '0.5378',
      '0.4482',
    ])
    expect(curve.map((row) => row.survival_error!.toFixed(4))).toEqual([
      '0.0764',
      '0.0869',
      '0.0963',
      '0.1068',
      '0.1141',
      '0.1282',
      '0.1346',
    ])
  })

  it.skipIf(!telco)('of Telco customers is .843200 at 12 months, .788736 at 24, .592790 at 72', async () => {
    const table = await readTable(telco!)
    const life = { duration: 'tenure', event: 'Churn' } as const
    const at = new Map(toRows(kaplanMeier(table, life)).map((row) => [row.time, row.survival!.toFixed(6)]))
    expect([at.get(12), at.get(24), at.get(72)]).toEqual(['0.843200', '0.788736', '0.592790'])
    const groups = toRows(survivalSummary(table, { ...life, by: 'Contract' }))
    expect(groups.find((row) => row.Contract === 'Month-to-month')?.median).toBe(35)
    expect(logRank(table, { ...life, by: 'Contract' }).statistic.toFixed(2)).toBe('2352.87')
  })
})

describe('the median and means', () => {
  it('are 23 weeks under 6-MP and 8 under placebo (Freireich et al. 1963)', () => {
    const [treated, placebo] = toRows(survivalSummary(gehan, { ...life, by: 'group' }))
    expect([treated!.median, placebo!.median]).toEqual([23, 8])
    // Without censoring the mean up to the last time is the plain mean: 182 weeks of 21 children.
    expect(placebo!.restricted_mean).toBeCloseTo(182 / 21, 12)
    expect([treated!.customers, treated!.events]).toEqual([21, 9])
  })

  it('of the remaining life are those of the customers who got so far', () => {
    const late = where(gehan, { weeks: { above: 6 } })
    const [all] = toRows(survivalSummary(gehan, { ...life, after: 6, until: 23 }))
    const [rest] = toRows(survivalSummary(late, { ...life, until: 23 }))
    expect(all!.mean_remaining).toBeCloseTo(rest!.restricted_mean! - 6, 12)
  })
})

describe('the log-rank test', () => {
  it('of 6-MP against placebo is 16.79 with 19.25 and 10.75 expected (Kleinbaum and Klein, Survival analysis)', () => {
    const test = logRank(gehan, { ...life, by: 'group' })
    expect(test.statistic.toFixed(2)).toBe('16.79')
    expect(toRows(test.groups).map((row) => [row.observed, row.expected!.toFixed(2)])).toEqual([
      [9, '19.25'],
      [21, '10.75'],
    ])
  })

  it('weighted after Gehan and Breslow is 13.46 (Kleinbaum and Klein)', () => {
    expect(logRank(gehan, { ...life, by: 'group', test: 'gehanBreslow' }).statistic.toFixed(2)).toBe('13.46')
  })
})

const lives = fc.array(
  fc.record({
    duration: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true })),
    event: fc.boolean(),
    weight: fc.integer({ min: 1, max: 4 }),
    group: fc.constantFrom('a', 'b'),
  }),
  { minLength: 1, maxLength: 60 },
)

describe('survival curves', () => {
  it('are those of the definition, for any durations', () => {
    fc.assert(
      fc.property(lives, (rows) => {
        const options = { duration: 'duration', event: 'event' } as const
        const curve = toRows(kaplanMeier(fromRows(rows), options))
        const hazard = toRows(nelsonAalen(fromRows(rows), options))
        let [alive, sum] = [1, 0]
        curve.forEach(({ time, survival, at_risk }, t) => {
          const risk = rows.filter(({ duration }) => duration >= time!).length
          const left = rows.filter(({ duration, event }) => event && duration === time).length
          alive *= 1 - left / risk
          sum += left / risk
          expect(at_risk).toBe(risk)
          expect(survival).toBeCloseTo(alive, 12)
          expect(hazard[t]!.cumulative_hazard).toBeCloseTo(sum, 12)
        })
      }),
    )
  })

  it('take a weight of n for n rows, and do not ask for the order of rows', () => {
    fc.assert(
      fc.property(lives, (rows) => {
        const options = { duration: 'duration', event: 'event', by: 'group' } as const
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row))
        const weighted = fromRows(rows.toReversed())
        const one = toRows(kaplanMeier(weighted, { ...options, weights: 'weight' }))
        const two = toRows(kaplanMeier(fromRows(repeated), options))
        expect(one.map(({ survival, group, time }) => [survival!.toFixed(9), group, time])).toEqual(
          two.map(({ survival, group, time }) => [survival!.toFixed(9), group, time]),
        )
        expect(toRows(kaplanMeier(sortBy(fromRows(repeated), ['weight']), options))).toEqual(two)
      }),
    )
  })

  it('count those who come late only once they are there', () => {
    const rows = [
      { entry: 0, duration: 2, event: true },
      { entry: 1, duration: 5, event: true },
      { entry: 2, duration: 4, event: false },
      { entry: 4, duration: 6, event: true },
    ]
    const curve = toRows(
      kaplanMeier(fromRows(rows), { duration: 'duration', event: 'event', entry: 'entry' }),
    )
    expect(curve.slice(1).map((row) => row.at_risk)).toEqual([2, 2, 2, 1])
    expect(curve.map((row) => row.survival)).toEqual([1, 0.5, 0.5, 0.25, 0])
  })

  it.each([
    [{ duration: 'weeks' }, /duration and event must name columns/],
    [{ duration: 'group', event: 'relapse' }, /'group' is/],
    [{ duration: 'weeks', event: 'weeks' }, /holds 6 in row 1, but an event is true or false/],
    [{ ...life, entry: 'weeks' }, /the end must be later/],
    [{ ...life, by: 'nothing' }, /no column 'nothing'/],
    [{ ...life, interval: 2 }, /interval must be a number from 0.5/],
  ])('refuse %j', (options, message) => {
    expect(() => kaplanMeier(gehan, options as any)).toThrow(message)
  })

  it('refuse negative durations, naming the row', () => {
    const table = fromRows([
      { weeks: 3, relapse: 1 },
      { weeks: -1, relapse: 0 },
    ])
    expect(() => kaplanMeier(table, life)).toThrow("column 'weeks' holds -1 in row 2")
  })

  it('cannot be compared where there is one group, or groups were never there together', () => {
    expect(() => logRank(where(gehan, { group: '6-MP' }), { ...life, by: 'group' })).toThrow(
      /has one value only/,
    )
    const apart = fromRows([
      { weeks: 1, relapse: false, group: 'a' },
      { weeks: 3, relapse: true, group: 'b' },
    ])
    expect(() => logRank(apart, { ...life, by: 'group' })).toThrow(/never|cannot be compared/)
  })
})
