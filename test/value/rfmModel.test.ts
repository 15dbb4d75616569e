import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  auditSegments,
  ClienteleError,
  fitRfm,
  type FitRfmOptions,
  rfm,
  type RfmSegment,
  rfmSegments,
} from 'clientele'
import { about } from '#src/table/metadata'
import { rowsToTable, tableToRows } from './orderLines.js'
import { names, customersOf } from './rfmHelp.js'

const inside = (r: any, v: number) => (r?.from ?? v) <= v && v <= (r?.to ?? v)
const codes = (table: any) => tableToRows(table).map((row) => row.rfm)

describe('segments', () => {
  test('the table that ships covers each of the 125 cells exactly once', () => {
    const { gaps, overlaps, neverReached, covers } = auditSegments(rfmSegments)
    expect([gaps.numRows, overlaps.numRows, neverReached.numRows]).toEqual([0, 0, 0])
    expect(tableToRows(covers).reduce((sum, { cells }) => sum + cells, 0)).toBe(125)
  })

  test('its names and keys go together', () => {
    const keys = new Map(rfmSegments.map(({ name, key }) => [name, key]))
    expect(new Set(keys.values()).size).toBe(11)
    expect(rfmSegments.every(({ name, key }) => keys.get(name) === key)).toBe(true)
  })

  test.each([2, 3, 4, 5, 7, 10, 20])(
    '%i bins: best is Champions, worst is Lost, nobody is left out',
    (bins) => {
      const given = Array.from({ length: 60 }, (_, i) => ({ days_since_last: 60 - i, orders: i, revenue: i }))
      const rows = tableToRows(rfm(customersOf(given), { bins }))
      expect([rows[0]!.segment, rows[59]!.segment]).toEqual(['Lost', 'Champions'])
      expect(rows.every(({ segment }) => segment !== null)).toBe(true)
    },
  )

  test('gaps, overlaps and entries never reached are what counting cells gives', () => {
    const score = fc.integer({ min: -1, max: 7 })
    const range = fc.option(fc.record({ from: score, to: score }, { requiredKeys: [] }), { nil: undefined })
    const segment = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), r: range, f: range, m: range })
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments: RfmSegment[]) => {
        const cells = [1, 2, 3, 4].flatMap((r) =>
          [1, 2, 3, 4].flatMap((f) =>
            [1, 2, 3, 4].map((m) => {
              const own = segments.flatMap((s, i) =>
                inside(s.r, r) && inside(s.f, f) && inside(s.m, m) ? [i] : [],
              )
              return { rfm: `${r}${f}${m}`, own }
            }),
          ),
        )
        const audit = auditSegments(segments, { bins: 4 })
        expect(codes(audit.gaps)).toEqual(cells.filter(({ own }) => own.length === 0).map((c) => c.rfm))
        expect(codes(audit.overlaps)).toEqual(cells.filter(({ own }) => own.length > 1).map((c) => c.rfm))
        const reached = new Set(cells.map(({ own }) => own[0]))
        expect(tableToRows(audit.neverReached).map(({ entry }) => entry)).toEqual(
          [...segments.keys()].filter((i) => !reached.has(i)),
        )
        for (const { segment, cells: size } of tableToRows(audit.covers)) {
          const won = cells.filter(({ own }) => own.length > 0 && segments[own[0]!]!.name === segment)
          expect(size).toBe(won.length)
        }
      }),
    )
  })

  test('one’s own: the first that covers a cell wins, a cell without any has null', () => {
    const segments = [
      { name: 'often', f: { from: 2 } },
      { name: 'much', m: { from: 2 } },
    ]
    const given = [
      { days_since_last: 1, orders: 9, revenue: 9 },
      { days_since_last: 1, orders: 1, revenue: 9 },
      { days_since_last: 1, orders: 1, revenue: 1 },
    ]
    const cuts = { r: [5], f: [5], m: [5] }
    const rows = tableToRows(rfm(customersOf(given), { bins: 2, segments, cuts }))
    expect(rows.map(({ segment }) => segment)).toEqual(['often', 'much', null])
    expect(rfm(customersOf(given), { segments: false }).schema.fields.map(({ name }) => name)).not.toContain(
      'segment',
    )
  })
})

describe('bad input', () => {
  const good = { days_since_last: 1, orders: 1, revenue: 1 }
  const table = customersOf([good])
  const fit = (options: FitRfmOptions) => () => fitRfm(table, options)
  const bad: [string, () => unknown, string][] = [
    ['a missing column', fit({ recency: 'days' }), 'column-missing'],
    ['text', () => fitRfm(rowsToTable([{ ...good, revenue: '12 €' }])), 'column-type'],
    ['infinity', () => fitRfm(customersOf([{ ...good, revenue: Infinity }])), 'value-invalid'],
    ['no rows', () => fitRfm(table.slice(0, 0)), 'rows-too-few'],
    ['no complete row', () => fitRfm(customersOf([{ ...good, orders: null }])), 'rows-too-few'],
    ['one bin', fit({ bins: 1 }), 'option-invalid'],
    ['too many bins', fit({ bins: 21 }), 'option-invalid'],
    ['a misspelt option', fit({ bin: 3 } as any), 'option-invalid'],
    ['no list of segments', fit({ segments: {} as any }), 'option-invalid'],
    ['a segment without a name', fit({ segments: [{ r: { from: 1 } } as any] }), 'option-invalid'],
    ['a range of words', fit({ segments: [{ name: 'a', r: 'high' as any }] }), 'option-invalid'],
    ['a column that is there already', () => rfm(rfm(table)), 'column-exists'],
  ]
  test.each(bad)('%s is one clear sentence', (_, call, code) => {
    expect(call).toThrow(ClienteleError)
    expect(call).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^[\w.]+: .*\.$/s) }))
  })

  test('predict refuses infinity too', () => {
    const { predict } = fitRfm(table)
    expect(() => predict(customersOf([{ ...good, revenue: -Infinity }]))).toThrow(/row 1, but finite numbers/)
  })

  test('one customer, or all alike, are all scored alike', () => {
    const rows = tableToRows(rfm(customersOf([good, good, good])))
    expect(new Set(rows.map((row) => row.rfm))).toEqual(new Set(['511']))
  })

  test('replace scores again, as renames; what was counted stands in the metadata', () => {
    const once = rfm(table, { as: { segment: 'group' } })
    expect(once.schema.fields.map(({ name }) => name)).toEqual([...names, 'r', 'f', 'm', 'rfm', 'group'])
    expect(tableToRows(rfm(rfm(table), { replace: true }))).toEqual(tableToRows(rfm(table)))
    expect(about(once).counts.rfm).toEqual({ customers: 1, missing: 0 })
  })
})

test('the model is frozen, prints as a summary and keeps nothing that the caller can change', () => {
  const segments = [{ name: 'all' }]
  const model = fitRfm(customersOf([{ days_since_last: 1, orders: 1, revenue: 1 }]), { segments })
  segments[0]!.name = 'changed'
  expect(model.segments).toEqual([{ name: 'all' }])
  expect(Object.isFrozen(model)).toBe(true)
  expect(Object.isFrozen(model.cuts.f[0])).toBe(true)
  expect(String(model)).toMatch(/^rfm model: 5 bins, independent, ties low, from 1 customers\n {2}r: sizes/)
})
