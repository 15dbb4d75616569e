import { fromRows, toRows } from 'clientele'
import { explainOutcome, reportOutcome } from 'clientele/report'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../shared.js'

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

/** Short tenure decides; the plan a little; the shade of the logo nothing. */
const customers = fromRows(
  Array.from({ length: 400 }, (_, i) => ({
    customer_id: `c${i}`,
    tenure: (i * 37) % 60,
    plan: i % 3 === 0 ? '<b>basic</b>' : 'gold',
    shade: (i * 13) % 7,
    churned: i % 40 === 7 ? null : (i * 37) % 60 < 15 + (i % 3 === 0 ? 10 : 0),
    spend: ((i * 37) % 60) * 2 + (i % 3),
    kind: ['a', 'b', 'c'][Math.floor(((i * 37) % 60) / 20)]!,
  })),
)

describe('explainOutcome', () => {
  const outcome = explainOutcome(customers, { target: 'churned', features: ['tenure', 'plan', 'shade'] })

  it('learns from rows with a target and foretells all of them', () => {
    expect([outcome.rows, outcome.missing, outcome.customers.numRows]).toEqual([390, 10, 400])
    expect(toRows(outcome.customers).every((row: any) => row.probability !== null && row.leaf !== null)).toBe(
      true,
    )
  })

  it('names what drives the outcome, first what was made to', () => {
    expect(
      toRows(outcome.model.importance)
        .map((row) => row.feature)
        .slice(0, 2),
    ).toEqual(['tenure', 'plan'])
    expect(outcome.quality.task === 'binary' && outcome.quality.auc.value).toBeGreaterThan(0.97)
  })

  it('is the same for any number of threads', () => {
    const twice = explainOutcome(customers, {
      target: 'churned',
      features: ['tenure', 'plan', 'shade'],
      threads: 2,
    })
    expect(JSON.stringify(twice.model)).toBe(JSON.stringify(outcome.model))
    expect(twice.quality).toEqual(outcome.quality)
  })

  it.each(['en', 'zh'] as const)('makes a page in %s that escapes what comes from the data', async (lang) => {
    const page = await reportOutcome(outcome, { lang, source: '<i>base.csv' })
    expect(page).toContain('id="kinds"')
    expect(page).toContain('id="lift"')
    expect(page).not.toMatch(/<b>basic|<i>base|undefined|NaN|\bnull\b/)
    expect(page).not.toContain('c17')
  })

  it('says rules in the words of the page: in English those of the tree, in Chinese its own', async () => {
    const [first] = toRows(outcome.tree.rules()) as any[]
    expect(first.rule).toMatch(/^tenure at most /)
    expect(await reportOutcome(outcome)).toContain(`Most often where ${first.rule}:`)
    const page = await reportOutcome(outcome, { lang: 'zh' })
    expect(page).toContain(`最常见于“${first.rule.replace('at most', '≤')}”`)
    expect(page).not.toContain('at most')
  })

  it('explains classes and numbers too', async () => {
    for (const target of ['kind', 'spend'] as const) {
      const other = explainOutcome(customers, { target, features: ['tenure', 'plan', 'shade'] })
      expect(other.lift).toBeNull()
      const page = await reportOutcome(other)
      expect(page).not.toMatch(/undefined|NaN/)
      expect(page).not.toContain('id="lift"')
    }
  })

  it('names a feature that gives the answer away', async () => {
    const given = fromRows(toRows(customers).map((row) => ({ ...row, closed: row.churned ? 'yes' : 'no' })))
    const leaking = explainOutcome(given, { target: 'churned', features: ['tenure', 'closed'] })
    expect(leaking.model.fit.leakage.map(({ feature }) => feature)).toContain('closed')
    expect(await reportOutcome(leaking)).toContain('known only afterwards')
  })

  it('refuses a table that is too small to test on, and what is no outcome', async () => {
    const few = fromRows(toRows(customers).slice(0, 30))
    expect(() => explainOutcome(few, { target: 'churned' })).toThrow(/29 of the 30 rows have a 'churned'/)
    await expect(reportOutcome({} as any)).rejects.toThrow(/what explainOutcome gives/)
  })

  it.skipIf(!telco)('on Telco reaches AUC .845, Brier .136 and lift 2.8 on customers not seen', async () => {
    const { quality, positive } = explainOutcome(await readTable(telco!), { target: 'Churn' })
    expect(positive).toBe('Yes')
    if (quality.task !== 'binary') throw new Error('binary')
    expect(quality.auc.value).toBeGreaterThan(0.845)
    expect(quality.auc.value).toBeLessThan(0.85)
    expect(quality.brier.value).toBeLessThan(0.136)
    expect(quality.topDecileLift.value).toBeGreaterThan(2.8)
    expect(quality.topFifthGain.value).toBeGreaterThan(0.5)
  })
})
