import { compareModels, crossValidate, fitLogistic, fromRows, splitTable, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holm, resampledTest } from '#src/classify/compare/tests'
import golden from './golden.json' with { type: 'json' }

const scored = fromRows(
  Array.from({ length: 400 }, (_, i) => {
    const a = (((i * 7919) % 1009) + 1) / 1011
    const b = Math.floor((0.6 * a + (0.4 * ((i * 15485863) % 997)) / 997) * 20) / 20
    return { a, b, did: ((i * 104729) % 997) / 997 < (a + 0.2) / 1.4, c: (i * 37) % 100 }
  }),
)

describe('on rows', () => {
  const { differences, scores } = compareModels(scored, { target: 'did', models: { a: 'a', b: 'b' } })
  const rows = toRows(differences)
  const found = (figure: string) => rows.find((row) => row.figure === figure)!

  // Expected: scipy 1.17.1, by golden.py.
  it('AUC by DeLong, accuracy by McNemar, Brier by its mean difference equal scipy', () => {
    for (const figure of ['auc', 'accuracy', 'brier'] as const) {
      expect(found(figure).difference! / golden[figure].difference).toBeCloseTo(1, 11)
      expect(found(figure).p! / golden[figure].p).toBeCloseTo(1, 9)
    }
    expect(found('auc').statistic! / golden.auc.statistic).toBeCloseTo(1, 10)
    expect(rows.map(({ test }) => test)).toEqual(['delong', 'mcnemar', 'paired', 'paired'])
  })

  it('scores hold the figures of each', () => {
    const [a, b] = toRows(scores) as any[]
    expect(a.auc - b.auc).toBeCloseTo(golden.auc.difference, 12)
  })

  it('prints each pair with the interval of its difference and p', () => {
    const { difference, difference_low: low, difference_high: high } = found('auc')
    const [part, from, to] = [difference!, low!, high!].map((v) => String(Number(v.toFixed(4))))
    const comparison = compareModels(scored, { target: 'did', models: { a: 'a', b: 'b' } })
    expect(String(comparison)).toContain(`a − b: ${part} (${from} to ${to}), p `)
  })

  it('a model differs from itself by nothing, and from another as the other from it', () => {
    const same = toRows(compareModels(scored, { target: 'did', models: { a: 'a', again: 'a' } }).differences)
    for (const row of same) expect([row.difference, row.p, row.p_adjusted]).toEqual([0, 1, 1])
    const turned = toRows(compareModels(scored, { target: 'did', models: { b: 'b', a: 'a' } }).differences)
    turned.forEach((row, k) => {
      expect(row.difference).toBeCloseTo(-rows[k]!.difference!, 14)
      expect(row.p).toBeCloseTo(rows[k]!.p!, 14)
    })
  })

  it('takes fitted models, and hears from them what they foretell', () => {
    const { train, test } = splitTable(scored, { stratify: 'did' })
    const models = {
      both: fitLogistic(train, { target: 'did', features: ['a', 'c'] }),
      noise: fitLogistic(train, { target: 'did', features: ['c'] }),
    }
    const [auc] = toRows(compareModels(test, { models }).differences)
    expect(auc!.difference).toBeGreaterThan(0.1)
    expect(auc!.p).toBeLessThan(0.05)
  })
})

const fitOf = (features: any[]) => (train: any) => fitLogistic(train, { target: 'did', features })

describe('on folds', () => {
  it('the corrected resampled t-test equals scipy', () => {
    const a = Float64Array.of(0.531, 0.512, 0.524, 0.496, 0.519)
    const found = resampledTest(a, new Float64Array(5).fill(0.5), 1 / 4, 0.95)
    for (const part of ['statistic', 'p', 'low', 'high'] as const) {
      expect(found[part] / golden.folds[part]).toBeCloseTo(1, 9)
    }
  })

  it('compares what crossValidate finds on the same folds', () => {
    const models = { both: fitOf(['a', 'c']), noise: fitOf(['c']) }
    const { scores, differences } = compareModels(scored, { models, target: 'did', folds: 4 })
    const means = Object.values(models).map(
      (fit) => crossValidate(scored, { fit, target: 'did', folds: 4 }).mean,
    )
    expect(toRows(scores).map((row: any) => row.auc)).toEqual(means.map(({ auc }) => auc))
    const auc = toRows(differences).find(({ figure }) => figure === 'auc')!
    expect(auc.difference).toBeCloseTo(means[0]!.auc - means[1]!.auc, 12)
    expect(auc.p).toBeLessThan(0.1)
    const more = compareModels(scored, { models, target: 'did', folds: 4, repeats: 3 })
    expect(toRows(more.differences).find(({ figure }) => figure === 'auc')!.p).toBeLessThan(auc.p!)
  })
})

it('Holm’s p values reject what his steps reject', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (p) => {
      const adjusted = holm(p)
      const order = [...p.keys()].sort((a, b) => p[a]! - p[b]!)
      for (const level of [0.05, 0.3]) {
        const stop = order.findIndex((at, rank) => p[at]! * (p.length - rank) > level)
        const rejected = new Set(order.slice(0, stop < 0 ? p.length : stop))
        p.forEach((_, at) => expect(adjusted[at]! <= level).toBe(rejected.has(at)))
      }
    }),
  )
})

it('explains what cannot be compared', () => {
  const target = 'did'
  expect(() => compareModels(scored, { target, models: { a: 'a' } })).toThrow(/two or more/)
  const mixed = { a: 'a', b: () => ({ predict: (t: any) => t }) }
  expect(() => compareModels(scored, { target, models: mixed })).toThrow(/make them alike/)
  expect(() => compareModels(scored, { target, models: { a: 'a', b: 'nope' } })).toThrow(/no column 'nope'/)
  expect(() => compareModels(scored, { target, models: { a: 'a', c: 'c' } })).toThrow(
    /'c' holds \d+, but probabilities/,
  )
  expect(() => compareModels(scored, { target, models: { a: 'a', b: 'b' }, weights: 'c' })).toThrow(
    /weights out/,
  )
})
