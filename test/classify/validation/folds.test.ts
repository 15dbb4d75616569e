import { crossValidate, derive, evaluate, fitLogistic, fromRows, splitTable, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cityRates } from '../../conformance/classifyCases.js'

const customers = fc.array(
  fc.record({ city: fc.constantFrom('Ulm', 'Bonn', 'Kiel', null), churned: fc.boolean(), month: fc.nat(30) }),
  { minLength: 12, maxLength: 60 },
)

const numbered = (rows: readonly object[]) => fromRows(rows.map((row, id) => ({ ...row, id })) as any) as any
const idsOf = (table: any): number[] => toRows(table).map((row: any) => row.id)
const groups = (table: any) => new Set(toRows(table).map((row: any) => row.group))
const rate = (table: any) => toRows(table).filter((row: any) => row.churned).length / table.numRows
const months = (table: any) => toRows(table).map((row: any) => row.month as number)

describe('splitTable', () => {
  it('parts rows without loss, in their order, with the same share of every stratum', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 10, max: 90 }), (rows, percent) => {
        const share = percent / 100
        const { train, test } = splitTable(numbered(rows), { test: share, stratify: 'city' })
        const [left, right] = [idsOf(train), idsOf(test)]
        expect([...left, ...right].sort((a, b) => a - b)).toEqual([...rows.keys()])
        expect(left).toEqual(left.toSorted((a, b) => a - b))
        expect(right).toEqual(right.toSorted((a, b) => a - b))
        expect(right.length).toBe(Math.min(rows.length - 1, Math.max(1, Math.round(share * rows.length))))
        for (const city of ['Ulm', 'Bonn', 'Kiel', null]) {
          const all = rows.filter((row) => row.city === city).length
          const kept = right.filter((id) => rows[id]!.city === city).length
          expect(Math.abs(kept - (right.length / rows.length) * all)).toBeLessThan(1)
        }
      }),
    )
  })

  it('prints how many rows each part has', () => {
    const rows = numbered(Array.from({ length: 2000 }, () => ({})))
    expect(String(splitTable(rows))).toBe('split: 1,500 rows to learn from, 500 to test on')
  })

  it('keeps groups whole, and comes near the share where they are small', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ group: `g${(i * 7) % 90}`, churned: i % 3 === 0 }))
    const { train, test } = splitTable(numbered(rows), { test: 0.3, group: 'group', stratify: 'churned' })
    expect([...groups(train)].filter((group) => groups(test).has(group))).toEqual([])
    expect(Math.abs(test.numRows / 400 - 0.3)).toBeLessThan(0.02)
    expect(Math.abs(rate(test) - rate(train))).toBeLessThan(0.05)
  })

  it('by time keeps back what came last, rows of one moment together', () => {
    fc.assert(
      fc.property(customers, (rows) => {
        fc.pre(new Set(rows.map(({ month }) => month)).size > 3)
        const { train, test } = splitTable(numbered(rows), { time: 'month' })
        expect(Math.max(...months(train))).toBeLessThan(Math.min(...months(test)))
      }),
    )
  })

  it('draws otherwise with another seed, alike with the same', () => {
    const table = numbered(Array.from({ length: 50 }, () => ({})))
    const drawn = (seed: number) => idsOf(splitTable(table, { seed }).test)
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(2)).not.toEqual(drawn(1))
  })

  it('explains what it cannot do', () => {
    const table = numbered([{ day: '2025-01-01' }, { day: '2025-01-01' }, { day: null }])
    expect(() => splitTable(table, { time: 'day' })).toThrow(/no time in row 3/)
    expect(() => splitTable(table, { group: 'day' })).toThrow(/1 row has no 'day'/)
    expect(() => splitTable(table, { time: 'id', group: 'id' })).toThrow(/leave out stratify and group/)
    expect(() => splitTable(numbered([{}]))).toThrow(/1 row/)
  })
})

const byId = () => ({
  predict: (part: any, options: any) => derive(part, { predicted: (row: any) => row.id + 1 }, options),
})

const ofKind = (train: any) => fitLogistic(train, { target: 'kind', l2: 0.1 })
const known = (train: any) =>
  cityRates(fromRows((toRows(train) as any[]).filter((row) => row.churned !== null)))

describe('crossValidate', () => {
  const rows = Array.from({ length: 97 }, (_, i) => ({
    city: ['Ulm', 'Bonn', 'Kiel'][(i * 5) % 3]!,
    churned: (i * 7) % 10 < 3 + (i % 3),
    month: (i * 11) % 24,
  }))
  const table = numbered(rows)

  it('foretells each row once, by a model that has not seen it', () => {
    const seen: Set<number>[] = []
    const { predictions, folds } = crossValidate(table, {
      target: 'churned',
      fit: (train, fold) => {
        seen[fold] = new Set(idsOf(train))
        const model = cityRates(train)
        return {
          predict: (part: any, options: any) => {
            for (const id of idsOf(part)) expect(seen[fold]!.has(id)).toBe(false)
            return model.predict(part, options)
          },
        }
      },
    })
    expect(predictions.numRows).toBe(97)
    for (const row of toRows(predictions) as any[]) {
      expect(seen[row.fold - 1]!.has(row.id)).toBe(false)
      expect(row.probability).not.toBeNull()
      expect(rows[row.id]!.churned).toBe(row.churned)
    }
    const sizes = toRows(folds).map(({ test_rows }) => test_rows)
    expect(sizes.reduce((sum, n) => sum! + n!, 0)).toBe(97)
    expect(Math.max(...(sizes as number[])) - Math.min(...(sizes as number[]))).toBeLessThanOrEqual(1)
    for (let f = 1; f <= 5; f++) {
      const churned = (toRows(predictions) as any[]).filter((row) => row.fold === f && row.churned).length
      expect(Math.abs(churned - rows.filter((row) => row.churned).length / 5)).toBeLessThan(1)
    }
  })

  it('mean and deviation are those of what evaluate finds in each fold', () => {
    const found = crossValidate(table, { target: 'churned', fit: cityRates, folds: 4 })
    const aucs = [1, 2, 3, 4].map((fold) => {
      const part = fromRows((toRows(found.predictions) as any[]).filter((row) => row.fold === fold)) as any
      return evaluate(part, { target: 'churned', bootstrap: 0 }).auc.value
    })
    expect(toRows(found.folds).map(({ auc }) => auc)).toEqual(aucs)
    const mean = aucs.reduce((a, b) => a + b) / 4
    expect(found.mean.auc).toBeCloseTo(mean, 14)
    expect(found.deviation.auc).toBeCloseTo(
      Math.sqrt(aucs.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 3),
      14,
    )
  })

  it('hears from the model what it foretells where target is not named, and then deals the same folds', () => {
    const told = { name: 'churned', task: 'classes', form: 'boolean', classes: ['false', 'true'] } as const
    const fit = (train: any) => ({ ...cityRates(train), target: told })
    const named = crossValidate(table, { target: 'churned', fit })
    const heard = crossValidate(table, { fit })
    expect(heard.mean).toEqual(named.mean)
    expect(() => crossValidate(table, { fit: cityRates })).toThrow(/target: '…'/)
  })

  it('by time learns from the past only, from a window that grows', () => {
    const { predictions, folds } = crossValidate(table, {
      target: 'churned',
      fit: cityRates,
      time: 'month',
      folds: 3,
    })
    const done = toRows(predictions) as any[]
    const trained = toRows(folds).map(({ train_rows }) => train_rows!)
    expect(trained).toEqual(trained.toSorted((a, b) => a - b))
    for (const row of done) {
      for (const other of done) if (other.fold < row.fold) expect(other.month).toBeLessThan(row.month)
      if (row.fold === null) expect(row.probability).toBeNull()
    }
    expect(done.filter(({ fold }) => fold === null)).toHaveLength(trained[0]!)
  })

  it('by group keeps all rows of a group in one fold', () => {
    const { predictions } = crossValidate(table, {
      target: 'churned',
      fit: cityRates,
      group: 'month',
      folds: 3,
    })
    const folds = new Map<number, number>()
    for (const { month, fold } of toRows(predictions) as any[]) {
      expect(folds.get(month) ?? fold).toBe(fold)
      folds.set(month, fold)
    }
  })

  it('foretells numbers, and stops where its signal says so', () => {
    const withNumber = derive(table, { spent: (row: any) => row.id * 1.5 }) as any
    const found = crossValidate(withNumber, { target: 'spent', task: 'number', fit: byId })
    expect(Object.keys(found.mean)).toEqual(['rmse', 'mae', 'r2', 'poissonDeviance'])
    expect(found.predictions.schema.fields.map(({ name }) => name)).toContain('predicted')
    const stop = new AbortController()
    const phases: unknown[] = []
    const stopped = () =>
      crossValidate(withNumber, {
        target: 'spent',
        task: 'number',
        fit: byId,
        signal: stop.signal,
        onProgress: (progress) => {
          phases.push(progress)
          stop.abort()
        },
      })
    expect(stopped).toThrow(/was stopped/)
    expect(phases).toEqual([{ phase: 'folds', done: 1, total: 5 }])
  })

  it('foretells several classes: a probability each, and the class', () => {
    const kinds = fromRows(
      Array.from({ length: 240 }, (_, i) => ({
        x: (i * 37) % 60,
        kind: ['a', 'b', 'c'][((i * 37) % 60) % 20 < 14 ? Math.floor(((i * 37) % 60) / 20) : i % 3]!,
      })),
    )
    const { mean, predictions, task } = crossValidate(kinds, {
      target: 'kind',
      task: 'classes',
      fit: ofKind,
      folds: 3,
    })
    expect(task).toBe('classes')
    expect(mean.accuracy).toBeGreaterThan(0.5)
    for (const row of toRows(predictions) as any[]) {
      const all = [row.probability_a, row.probability_b, row.probability_c]
      expect(all.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12)
      expect(row.predicted).toBe(['a', 'b', 'c'][all.indexOf(Math.max(...all))])
    }
    const again = evaluate(predictions as any, { target: 'kind', task: 'classes', bootstrap: 0 })
    expect(again.accuracy.value).toBeCloseTo(mean.accuracy, 2)
  })

  it('learns and measures without rows that lack a target where that was asked for', () => {
    const gaps = derive(
      table,
      { churned: (row: any) => (row.id % 10 === 0 ? null : row.churned) },
      { replace: true },
    ) as any
    expect(() => crossValidate(gaps, { target: 'churned', fit: cityRates })).toThrow(/no value in churned/)
    const found = crossValidate(gaps, { target: 'churned', fit: known, missing: 'omit' })
    for (const row of toRows(found.predictions) as any[]) expect(row.probability).not.toBeNull()
    expect(found.mean.auc).toBeGreaterThan(0.4)
  })
})
