import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromRows, groupMatrix, toRows, where } from 'clientele'
import { made, madeTable } from './help.js'

const rowsOf = (table: any) => toRows(table) as Record<string, any>[]

describe('independent numbers', () => {
  // pandas 2: pivot_table(index='region', columns='channel', values='amount', aggfunc=…, margins=True).
  const regions = ['AS', 'EU', 'US', null]
  const pandas: Record<string, number[][]> = {
    count: [
      [10, 15, 32, 57],
      [5, 8, 16, 29],
      [21, 31, 62, 114],
      [36, 54, 110, 200],
    ],
    sum: [
      [135.3, 208.2, 485.4, 828.9],
      [66.6, 116.7, 244.8, 428.1],
      [290.4, 483.3, 972, 1745.7],
      [492.3, 808.2, 1702.2, 3002.7],
    ],
    mean: [
      [13.53, 13.88, 15.16875, 14.542105263157895],
      [13.32, 14.5875, 15.3, 14.76206896551724],
      [13.828571428571427, 15.59032258064516, 15.67741935483871, 15.313157894736843],
      [13.675, 14.966666666666665, 15.474545454545453, 15.0135],
    ],
    median: [
      [8.25, 12.6, 15.3, 14.7],
      [7.2, 14.85, 16.05, 15.6],
      [8.4, 14.4, 15.9, 15.15],
      [7.95, 13.95, 15.75, 15],
    ],
    min: [
      [0, 1.5, 0.3, 0],
      [0.9, 2.4, 0, 0],
      [0.3, 0.6, 1.2, 0.3],
      [0, 0.6, 0, 0],
    ],
    max: [
      [29.7, 28.2, 28.8, 29.7],
      [28.8, 27.3, 29.7, 29.7],
      [29.4, 30, 29.4, 30],
      [29.7, 30, 29.7, 30],
    ],
  }

  test.each(Object.keys(pandas))('%s and its margins are those of pandas.pivot_table', (kind) => {
    const options = { rows: 'region', columns: 'channel', measures: { m: { [kind]: 'amount' } } } as const
    const matrix = rowsOf(groupMatrix(madeTable(), options as any).matrix)
    expect(matrix.map((row) => row.region)).toEqual(regions)
    matrix.forEach((row, i) => {
      const found = ['m: mail', 'm: phone', 'm: web', 'm'].map((name) => row[name])
      pandas[kind]![i]!.forEach((value, j) => expect(found[j]).toBeCloseTo(value, 10))
    })
  })

  test("shareOfRow is pandas' crosstab(normalize='index')", () => {
    const measures = { part: 'shareOfRow' } as const
    const [asia] = rowsOf(groupMatrix(madeTable(), { rows: 'region', columns: 'channel', measures }).matrix)
    expect(asia!['part: mail']).toBeCloseTo(0.17543859649122806, 15)
    expect(asia!['part: phone']).toBeCloseTo(0.2631578947368421, 15)
    expect(asia!.part).toBe(1)
  })
})

const label = fc.constantFrom('a', 'b', null)
const row = fc.record({
  x: label,
  y: label,
  z: label,
  v: fc.option(fc.integer({ min: -9, max: 20 }), { nil: null }),
})
const rowsGiven = fc.array(row, { maxLength: 30 })
const types = { x: 'utf8', y: 'utf8', z: 'utf8', v: 'float64' } as const

describe('definition', () => {
  test('each cell is of exactly the rows that hold its values, as far down as its depth says', () => {
    fc.assert(
      fc.property(rowsGiven, (given) => {
        const table = fromRows(given, { types })
        const measures = {
          n: 'count',
          known: { count: 'v' },
          sum: { sum: 'v' },
          median: { median: 'v' },
          kinds: { distinct: 'v' },
          part: 'share',
          ofColumn: { shareOfColumn: 'v' },
        } as const
        const cells = rowsOf(groupMatrix(table, { rows: ['x', 'y'], columns: 'z', measures }).cells)
        const of = (cell: any, rowsDepth: number, columnsDepth: number) =>
          given.filter(
            (one) =>
              (rowsDepth < 1 || one.x === cell.x) &&
              (rowsDepth < 2 || one.y === cell.y) &&
              (columnsDepth < 1 || one.z === cell.z),
          )
        for (const cell of cells) {
          const own = of(cell, cell.rows_depth, cell.columns_depth)
          const known = own.map(({ v }) => v).filter((v) => v !== null)
          const sorted = known.toSorted((a, b) => a - b)
          const sumOf = (list: readonly (typeof given)[number][]) =>
            list.reduce((a, { v }) => a + (v ?? 0), 0)
          const whole = sumOf(of(cell, 0, cell.columns_depth))
          expect(cell.n).toBe(own.length)
          expect(cell.known).toBe(known.length)
          expect(cell.sum).toBe(sumOf(own))
          expect(cell.kinds).toBe(new Set(known).size)
          const k = sorted.length
          expect(cell.median).toBe(k === 0 ? null : (sorted[(k - 1) >> 1]! + sorted[k >> 1]!) / 2)
          expect(cell.part).toBe(given.length === 0 ? null : own.length / given.length)
          expect(cell.ofColumn).toBe(whole > 0 ? sumOf(own) / whole : null)
        }
        const wanted = [0, 1, 2].flatMap((i) => [0, 1].map((j) => [i, j] as const))
        const distinct = wanted.map(([i, j]) => {
          const keys = given.map(({ x, y, z }) => JSON.stringify([...[x, y].slice(0, i), ...[z].slice(0, j)]))
          return i + j === 0 ? 1 : new Set(keys).size
        })
        expect(cells.length).toBe(distinct.reduce((a, b) => a + b))
      }),
    )
  })

  test('the cells of a level add up to those above, and the matrix holds what the cells hold', () => {
    const { cells, matrix } = groupMatrix(madeTable(), { rows: ['region', 'segment'], columns: 'channel' })
    const count = (conditions: object) =>
      rowsOf(where(cells, conditions)).reduce((sum, { customers }) => sum + customers, 0)
    for (const region of ['AS', 'EU', 'US']) {
      const own = made.filter((one) => one.region === region)
      expect(count({ region, rows_depth: 1, columns_depth: 0 })).toBe(own.length)
      expect(count({ region, rows_depth: 2, columns_depth: 0 })).toBe(own.length)
      expect(count({ region, rows_depth: 2, columns_depth: 1 })).toBe(own.length)
    }
    const last = rowsOf(matrix).at(-1)!
    expect([last.region, last.segment, last.rows_depth, last.customers]).toEqual([null, null, 0, 200])
    expect(last['customers: web']).toBe(made.filter(({ channel }) => channel === 'web').length)
  })

  test('a missing value is a group of its own, which its depth tells from a total', () => {
    const table = fromRows([{ x: 'a' }, { x: null }, { x: null }])
    expect(rowsOf(groupMatrix(table, { rows: 'x' }).cells)).toEqual([
      { x: 'a', rows_depth: 1, columns_depth: 0, customers: 1 },
      { x: null, rows_depth: 1, columns_depth: 0, customers: 2 },
      { x: null, rows_depth: 0, columns_depth: 0, customers: 3 },
    ])
    const wide = fromRows(
      [
        { x: 'a', y: null },
        { x: 'a', y: '(missing)' },
      ],
      { types: { y: 'utf8' } },
    )
    expect(groupMatrix(wide, { rows: 'x', columns: 'y' }).matrix.schema.names).toEqual([
      'x',
      'rows_depth',
      'customers: (missing)',
      'customers: (missing) (2)',
      'customers',
    ])
  })

  test('without rows there is the grand total: nothing', () => {
    const empty = fromRows([], { types: { x: 'utf8', v: 'float64' } })
    const measures = { n: 'count', sum: { sum: 'v' }, mean: { mean: 'v' }, part: 'share' } as const
    expect(rowsOf(groupMatrix(empty, { rows: 'x', measures } as any).cells)).toEqual([
      { x: null, rows_depth: 0, columns_depth: 0, n: 0, sum: 0, mean: null, part: null },
    ])
  })
})

test.each([
  [{ rows: [] }, 'rows must name a column'],
  [{ rows: 7 }, 'rows must be a column or a list'],
  [{ rows: 'none' }, "no column 'none'"],
  [{ rows: ['region', 'region'] }, "'region' would name two columns"],
  [{ rows: 'region', measures: { region: 'count' } }, "'region' would name two columns"],
  [{ rows: 'region', measures: {} }, 'measures must be an object'],
  [{ rows: 'region', measures: { m: 'sum' } }, "such as {sum: 'revenue'}"],
  [{ rows: 'region', measures: { m: { total: 'amount' } } }, "no option 'total'"],
  [{ rows: 'region', measures: { m: { sum: 'amount', mean: 'amount' } } }, 'has 2 parts'],
  [{ rows: 'region', measures: { m: { sum: 'channel' } } }, "column 'channel' is"],
])('%j is refused: %s', (options, sentence) => {
  expect(() => groupMatrix(madeTable(), options as any)).toThrow(sentence)
})
