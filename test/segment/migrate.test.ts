import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromRows, migrate, toRows } from 'clientele'

const types = { customer_id: 'utf8', segment: 'utf8' } as const
const segment = fc.constantFrom('A', 'B', 'C', null)
const customers = fc.uniqueArray(
  fc.record({ customer_id: fc.integer({ min: 0, max: 12 }).map((id) => `c${id}`), segment }),
  { selector: ({ customer_id }) => customer_id, maxLength: 12 },
)
const rowsOf = (table: any) => toRows(table) as Record<string, any>[]

describe('migrate', () => {
  test('each customer is stayed, moved, new or lost, and is counted once; margins are what was there', () => {
    fc.assert(
      fc.property(customers, customers, (before, after) => {
        const found = migrate(fromRows(before, { types }), fromRows(after, { types }))
        const [was, is] = [before, after].map(
          (list) => new Map(list.map((one) => [one.customer_id, one.segment])),
        )
        const ids = [...new Set([...was!.keys(), ...is!.keys()])]
        const wanted = ids.map((id) => {
          const change = !was!.has(id)
            ? 'new'
            : !is!.has(id)
              ? 'lost'
              : was!.get(id) === is!.get(id)
                ? 'stayed'
                : 'moved'
          return { customer_id: id, from: was!.get(id) ?? null, to: is!.get(id) ?? null, change }
        })
        expect(toRows(found.customers)).toEqual(wanted)
        for (const change of ['stayed', 'moved', 'new', 'lost'] as const)
          expect(found[change]).toBe(wanted.filter((one) => one.change === change).length)
        for (const move of rowsOf(found.moves)) {
          const from = wanted.filter(
            (one) => one.from === move.from && (one.change === 'new') === (move.change === 'new'),
          )
          const own = from.filter((one) => one.to === move.to && one.change === move.change)
          expect(own.length).toBeGreaterThan(0)
          expect([move.customers, move.share_of_from, move.share]).toEqual([
            own.length,
            own.length / from.length,
            own.length / ids.length,
          ])
        }
        expect(rowsOf(found.moves).reduce((sum, move) => sum + move.customers, 0)).toBe(ids.length)
        const matrix = rowsOf(found.matrix)
        for (const row of matrix.slice(0, -2)) {
          const label = row.from === '(missing)' ? null : row.from
          expect(row['(total)']).toBe(before.filter((one) => one.segment === label).length)
        }
        const total = matrix.at(-1)!
        for (const name of ['A', 'B', 'C'].filter((one) => one in total))
          expect(total[name]).toBe(after.filter((one) => one.segment === name).length)
        expect([matrix.at(-2)!['(total)'], total['(lost)'], total['(total)']]).toEqual([
          found.new,
          found.lost,
          ids.length,
        ])
        for (const row of rowsOf(found.shares)) {
          const parts = Object.values(row).filter((part) => typeof part === 'number')
          if (parts.length > 0) expect(parts.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
        }
      }),
    )
  })

  test('segments and customers may be numbers; text and dictionaries are the same', () => {
    const before = fromRows([
      { id: 1, cluster: 0 },
      { id: 2, cluster: 1 },
    ])
    const after = fromRows([{ id: 2, cluster: 0 }], { types: { id: 'int32', cluster: 'int32' } })
    const { customers: found } = migrate(before, after, { by: 'cluster', on: 'id' })
    expect(toRows(found)).toEqual([
      { id: 1, from: 0, to: null, change: 'lost' },
      { id: 2, from: 1, to: 0, change: 'moved' },
    ])
  })

  test('rows without a customer are left out and counted; a customer twice is refused', () => {
    const before = fromRows([
      { customer_id: null, segment: 'A' },
      { customer_id: 'b', segment: 'A' },
    ])
    const after = fromRows([
      { customer_id: 'b', segment: 'A' },
      { customer_id: null, segment: 'B' },
    ])
    expect(migrate(before, after)).toMatchObject({
      stayed: 1,
      new: 0,
      lost: 0,
      missing: { before: 1, after: 1 },
    })
    const blank = fromRows(['', ' ', 'b'].map((customer_id) => ({ customer_id, segment: 'A' })))
    expect(migrate(blank, after)).toMatchObject({ stayed: 1, lost: 0, missing: { before: 2, after: 1 } })
    const twice = fromRows(['b', 'c', 'b'].map((customer_id) => ({ customer_id, segment: 'A' })))
    expect(() => migrate(before, twice)).toThrow("the table after has the same 'customer_id' in rows 1 and 3")
    expect(() => migrate(before, fromRows([{ customer_id: 'b' }]))).toThrow("there is no column 'segment'")
    expect(() => migrate(before, after, { by: 'customer_id' } as any)).toThrow('by and on are both')
    expect(() => migrate(before, fromRows([{ customer_id: 'b', segment: 7 }]))).toThrow('cannot be one type')
  })

  test('a segment that is called as a margin is told from it', () => {
    const before = fromRows([{ customer_id: 'a', segment: '(new)' }])
    const after = fromRows([{ customer_id: 'a', segment: '(total)' }])
    const { matrix } = migrate(before, after)
    expect(rowsOf(matrix).map(({ from }) => from)).toEqual(['(new)', '(total) (2)', '(new) (2)', '(total)'])
    expect(matrix.schema.names).toEqual(['from', '(new)', '(total) (2)', '(lost)', '(total)'])
  })
})
