import { churnAlerts, fromRows, kaplanMeier, toRows } from 'clientele'
import {
  chartAlerts,
  churnOutlook,
  lifetimeOutlook,
  report,
  reportChurn,
  reportFigures,
  reportSections,
} from 'clientele/report'
import { describe, expect, it } from 'vitest'
import { makeFormat } from '#src/report/format'
import { languages } from '#src/report/words/index'
import { dataOf, type Line, smallShop } from './data.js'

const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10)

/** Customers who order every ten days or so until they leave: some soon, some late; the last line ends the history. */
function leavingShop(customers = 400, days = 500): Line[] {
  let state = 11
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const lines = Array.from({ length: customers }, (_, c) => c).flatMap((c) => {
    const own: Line[] = []
    for (let at = Math.floor(random() * 400); at <= days; at += 5 + Math.floor(random() * 11)) {
      own.push({ customer: `<b>k${c}`, day: day(at), amount: 5 + (c % 9) })
      if (random() < (c % 2 === 0 ? 0.02 : 0.15)) break
    }
    return own
  })
  return [...lines, { customer: 'last', day: day(days), amount: 1 }]
}

const { orders, audit, customers: bare } = dataOf(leavingShop())
const customers = lifetimeOutlook({ orders, customers: bare }).customers
const outlook = churnOutlook({ orders, customers }, { horizon: { days: 60 } })
const figures = reportFigures({ orders, customers: outlook.customers, audit, churn: outlook })
const scores = toRows(outlook.found!.scores) as any[]
const sum = (rows: any[], name: string): number => rows.reduce((total, row) => total + row[name], 0)

describe('churnOutlook', () => {
  it('adds to each customer what the model says, rows as they came', () => {
    const rows = toRows(outlook.customers) as any[]
    expect(rows.map((row) => row.customer_id)).toEqual(
      (toRows(customers) as any[]).map((row) => row.customer_id),
    )
    const said = new Map(scores.map((row) => [row.customer_id, row]))
    for (const row of rows) {
      const { churn_probability: p, stage, churn_driver: driver } = said.get(row.customer_id)
      expect([row.churn_probability, row.stage, row.churn_driver]).toEqual([p, stage, driver])
      expect(row.value_at_risk).toBeCloseTo(p * row.clv, 9)
    }
  })

  it('puts the warning list first, by rank, then the others by what is at stake', () => {
    const ranks = scores.map((row) => row.alert_rank).filter((rank) => rank !== null)
    expect(ranks).toEqual(ranks.map((_, i) => i + 1))
    const rest = scores.slice(ranks.length)
    expect(rest.every((row, i) => i === 0 || row.value_at_risk <= rest[i - 1].value_at_risk)).toBe(true)
  })

  it('follows lives from the first order to the end of the first silence of a horizon', () => {
    const days = new Map<string, number[]>()
    for (const { who, day } of toRows(orders) as any[]) {
      days.set(who, [...(days.get(who) ?? []), new Date(day).getTime() / 86_400_000])
    }
    const end = Math.max(...[...days.values()].flat())
    const lives = [...days.values()].map((own) => {
      const at = own.toSorted((a, b) => a - b)
      const last = at.findIndex((one, i) => (at[i + 1] ?? end) - one >= 60)
      return { left: last >= 0, days: (last < 0 ? end : at[last]! + 60) - at[0]! }
    })
    const expected = kaplanMeier(fromRows(lives), { duration: 'days', event: 'left' })
    expect(toRows(outlook.found!.allLives)).toEqual(toRows(expected))
  })

  it('says why where there is too little to learn from', () => {
    const short = dataOf(smallShop(60, 20))
    expect(churnOutlook({ orders: short.orders, customers: short.customers }).gap).toMatchObject({
      why: 'history',
      needs: 182,
    })
    const few = dataOf(smallShop(12, 120))
    const { gap, customers: same } = churnOutlook({ orders: few.orders, customers: few.customers })
    expect(gap).toMatchObject({ why: 'fit', sentence: expect.stringMatching(/at least 20/) })
    expect(same.numRows).toBe(few.customers.numRows)
  })
})

describe('figures of who leaves', () => {
  it('expect as many to leave as probabilities add up to, of those who have not lapsed', () => {
    const churn = figures.churn!
    const current = scores.filter((row) => row.stage !== 'lapsed')
    expect([churn.customers, churn.current]).toEqual([scores.length, current.length])
    expect(churn.expected).toBeCloseTo(sum(current, 'churn_probability'), 9)
    expect(churn.atRisk).toBeCloseTo(sum(current, 'value_at_risk'), 6)
    const likely = scores.filter((row) => row.churn_probability >= 0.7)
    const gone = likely.filter((row) => row.stage === 'lapsed' && row.days_since_last >= churn.horizon)
    expect([churn.listed, gone.length > 0]).toEqual([likely.length - gone.length, true])
    expect(sum(churn.stages as any, 'customers')).toBe(scores.length)
    expect(sum(churn.reasons as any, 'customers')).toBe(churn.listed)
  })

  it('say what to mind in the language of the page', () => {
    const nothing = { model: null, reason: null, predicted: null, observed: null }
    const warnings = [
      { ...nothing, code: 'off-on-holdout', message: 'too high', predicted: 0.49, observed: 0.43 },
      { ...nothing, code: 'not-learned', message: 'no tree', model: 'tree', reason: 'few rows.' },
      { ...nothing, code: 'without-p-alive', message: 'without p_alive', reason: 'few rows.' },
    ] as const
    const churn = { ...figures.churn!, fit: { ...figures.churn!.fit, warnings } }
    const last = (lang: 'en' | 'zh') =>
      languages[lang](makeFormat(lang, undefined, 'test'))
        .churn.methods.lines(churn)
        .slice(-3)
    expect(last('en')).toEqual(['Too high.', 'No tree.', 'Without p_alive.'])
    expect(last('zh')).toEqual([
      expect.stringMatching(/偏高：预测 49 ?%，实际流失 43 ?%/),
      expect.stringMatching(/^四个问题的决策树未能学习.*few rows。$/),
      expect.stringMatching(/^没有使用 BG\/NBD.*few rows。$/),
    ])
  })

  it('name the fewest customers who hold half of the value at risk', () => {
    const stakes = scores
      .filter((row) => row.stage !== 'lapsed')
      .map((row) => row.value_at_risk)
      .toSorted((a, b) => b - a)
    const half = stakes.reduce((a, b) => a + b, 0) / 2
    let [n, together] = [0, 0]
    while (together < half - 1e-9) together += stakes[n++]!
    expect(figures.churn!.half).toBe(n)
  })

  it('have tenths and groups of the holdout that add up to all of it', () => {
    const { fit } = figures.churn!
    expect(sum(fit.lift as any, 'rows')).toBe(fit.testRows)
    expect(sum(fit.lift as any, 'left')).toBeCloseTo(fit.testRows * fit.testChurn, 9)
    expect(sum(fit.calibration.groups as any, 'rows')).toBe(fit.testRows)
    expect(fit.lift.at(-1)!.cumulativeGain).toBe(1)
  })
})

describe('pages', () => {
  it.each(['en', 'zh'] as const)('reportChurn says all in %s and names no customer', async (lang) => {
    const page = await reportChurn(outlook, { lang, source: '<i>orders.csv', currency: 'EUR' })
    for (const id of ['leaving', 'contact', 'reasons', 'gains', 'honest', 'rivals', 'lives', 'methods']) {
      expect(page).toContain(`<section id="${id}"`)
    }
    expect(page).not.toMatch(/<i>orders|<b>k|&lt;b&gt;k|undefined|NaN|\bnull\b/)
    expect(page).toContain(lang === 'en' ? 'current customers will not be back' : '不会再来')
  })

  it('report has a section whose heading is the finding, and a sentence where there is none', async () => {
    const own = reportSections.filter((make) => ['leavingSection', 'dataSection'].includes(make.name))
    const page = await report({ orders, customers, audit, churn: outlook }, { sections: own })
    const { current, expected } = figures.churn!
    expect(page).toContain(
      `Of ${current} customers who are still there, some ${Math.round(expected)} will probably not order within 60 days`,
    )
    const short = dataOf(smallShop(60, 20))
    const churn = churnOutlook({ orders: short.orders, customers: short.customers })
    for (const [lang, says] of [
      ['en', 'Who is leaving is left out: it takes 182 days of history'],
      ['zh', '未给出谁在流失：至少需要 182 天'],
    ] as const) {
      expect(await report({ ...short, churn }, { sections: own, lang })).toContain(says)
    }
  })

  it('says what is wrong', async () => {
    const short = dataOf(smallShop(60, 20))
    const empty = churnOutlook({ orders: short.orders, customers: short.customers })
    await expect(reportChurn(empty)).rejects.toThrow(/it takes 182 days of history/)
    await expect(reportChurn({} as any)).rejects.toThrow(/churnOutlook/)
    await expect(report({ orders, customers, churn: {} as any })).rejects.toThrow(/as churn/)
    expect(() => churnOutlook({ orders, customers }, { lang: 'de' as any })).toThrow(/lang/)
    expect(() => churnOutlook({ orders, customers }, { enter: 2 })).toThrow(/enter/)
  })
})

const night = (...p: number[]) =>
  fromRows(p.map((churn_probability, i) => ({ customer_id: `c${i}`, churn_probability })))

describe('chartAlerts', () => {
  const first = churnAlerts(night(0.8, 0.9, 0.1, 0.2))
  const second = churnAlerts(night(0.65, 0.2, 0.75, 0.2), { previous: first })

  it('counts who is on the list, new or as before, upwards, and who came off it downwards, run by run', () => {
    const { values } = chartAlerts({ '2025-02-01': second, '2025-01-01': first }).spec.data as any
    expect(values.map(({ day, kind, count }: any) => [day, kind, count])).toEqual([
      ['2025-01-01', 'still on it', 0],
      ['2025-01-01', 'new on the list', 2],
      ['2025-01-01', 'off it', -0],
      ['2025-02-01', 'still on it', 1],
      ['2025-02-01', 'new on the list', 1],
      ['2025-02-01', 'off it', -1],
    ])
  })

  it('wants days and runs', () => {
    expect(() => chartAlerts({ monday: first })).toThrow(/'monday' is no day/)
    expect(() => chartAlerts({})).toThrow(/there are 0 runs/)
    expect(() => chartAlerts(first as any)).toThrow(/by their day/)
    expect(() => chartAlerts({ '2025-01-01': night(1) })).toThrow(/alert_change/)
  })
})
