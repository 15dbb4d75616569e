import { fromRows, toRows, updateIdentities } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { said } from '../thrown.js'

/** Records r1, r2, … by customer: 'ab' is two records of customers a and b. */
const records = (customers: readonly (string | number | null)[], from = 1) =>
  fromRows(
    customers.map((customer_id, i) => ({ record: i + from, customer_id })),
    {
      types: {
        customer_id: typeof (customers.find((one) => one !== null) ?? '') === 'number' ? 'int32' : 'utf8',
      },
    },
  )
const update = (before: readonly (string | number | null)[], now: readonly (string | null)[], more = {}) => {
  const result = updateIdentities(records(before), records(now), { id: 'record', ...more })
  return {
    ids: toRows(result.records).map((row: any) => row.customer_id),
    log: toRows(result.log).map((row: any) => [
      row.event,
      row.customer_id,
      row.from_customer_id,
      row.records,
    ]),
    counts: result.counts,
  }
}

describe('updateIdentities', () => {
  it('changes nothing where nothing changed, whatever customers are called now', () => {
    expect(update([3, 3, 7, 9], ['x', 'x', 'a', 'z'])).toEqual({
      ids: [3, 3, 7, 9],
      log: [],
      counts: { kept: 3, merged: 0, new: 0, gone: 0 },
    })
  })

  it('a merge keeps the oldest: the lowest identifier, or the earliest', () => {
    const { ids, log } = update([9, 10, 10], ['x', 'x', 'x'])
    expect([ids, log]).toEqual([[9, 9, 9], [['merge', 9, 10, 2]]])
    expect(update(['c9', 'c10', 'c10'], ['x', 'x', 'x']).ids).toEqual(['c9', 'c9', 'c9'])
    const since = fromRows([
      { record: 1, customer_id: 9, day: '2025-02-01' },
      { record: 2, customer_id: 10, day: '2025-03-01' },
      { record: 3, customer_id: 10, day: '2025-01-01' },
    ])
    const dated = updateIdentities(since, records(['x', 'x', 'x']), { id: 'record', since: 'day' } as any)
    expect(toRows(dated.records).map((row: any) => row.customer_id)).toEqual([10, 10, 10])
  })

  it('a split lets the largest part keep the identifier, of two as large the one with the first record', () => {
    expect(update([5, 5, 5], ['x', 'y', 'y'])).toMatchObject({ ids: [6, 5, 5], log: [['split', 6, 5, 1]] })
    expect(update([5, 5], ['x', 'y']).ids).toEqual([5, 6])
  })

  it('tells new customers, those that moved and those that are gone', () => {
    const before = records([1, 1, 1, 2, 3])
    const now = records(['a', 'a', 'b', 'b', 'c'].slice(0, 4))
    const both = updateIdentities(
      before,
      fromRows([...toRows(now), { record: 8, customer_id: 'q' }]) as any,
      { id: 'record' } as any,
    )
    expect(toRows(both.records).map((row: any) => row.customer_id)).toEqual([1, 1, 2, 2, 4])
    expect(toRows(both.log).map((row: any) => Object.values(row))).toEqual([
      ['new', 4, null, 1],
      ['move', 2, 1, 1],
      ['gone', null, 3, 0],
    ])
  })

  it('does not give an identifier again that earlier logs know, and goes on with these logs', () => {
    const first = updateIdentities(records([1, 2]), records(['x', 'x']), { id: 'record' } as any)
    const second = (log?: typeof first.log) =>
      updateIdentities(first.records as any, records(['x', 'x', 'y']), { id: 'record', log } as any)
    expect(toRows(second().records).map((row: any) => row.customer_id)).toEqual([1, 1, 2])
    expect(toRows(second(first.log).records).map((row: any) => row.customer_id)).toEqual([1, 1, 3])
    expect(toRows(second(first.log).log).map((row: any) => row.event)).toEqual(['merge', 'new'])
  })

  it('goes on counting behind letters, or asks how', () => {
    expect(update(['k099', 'k007'], ['x', 'y', 'z']).ids).toEqual(['k099', 'k007', 'k100'])
    expect(said(() => update(['ann', 'bob'], ['x', 'y', 'z']))).toMatch(/option-invalid.*newId/)
    expect(update(['ann', 'bob'], ['x', 'y', 'z'], { newId: (n: number) => `new${n}` }).ids).toEqual([
      'ann',
      'bob',
      'new1',
    ])
    expect(said(() => update(['ann', 'bob'], ['x', 'y', 'z'], { newId: () => 'bob' }))).toMatch(
      /given before/,
    )
  })

  it('lets identifiers live on where a tie allows it', () => {
    expect(update([1, 1, 2, 2], ['x', 'y', 'x', 'y']).ids).toEqual([1, 2, 1, 2])
  })

  it('needs every record once, and does not say who it is', () => {
    const twice = fromRows([
      { record: 'ann@x.example', customer_id: 1 },
      { record: 'ann@x.example', customer_id: 2 },
    ])
    const message = said(() => updateIdentities(twice, twice, { id: 'record' }))
    expect(message).toMatch(/contradiction.*row 2 of the table before and in row 1/)
    expect(message).not.toMatch(/ann/)
  })

  it('keeps what is together together under one identifier, that of a customer most of whose records are there, the oldest', () => {
    const batch = fc.array(fc.tuple(fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 }), fc.nat(4)), {
      minLength: 1,
      maxLength: 14,
    })
    fc.assert(
      fc.property(batch, (rows) => {
        const before = rows.flatMap(([one], i) => (one === null ? [] : [{ record: i, customer_id: one }]))
        fc.pre(before.length > 0)
        const now = rows.map(([, one], i) => ({ record: i, customer_id: `n${one}` }))
        const result = updateIdentities(fromRows(before), fromRows(now), { id: 'record' })
        const ids = toRows(result.records).map((row: any) => row.customer_id as number)
        // One identifier a customer found, and the other way round.
        const pairs = new Set(ids.map((id, i) => `${id} ${rows[i]![1]}`))
        expect(pairs.size).toBe(new Set(ids).size)
        expect(pairs.size).toBe(new Set(rows.map(([, one]) => one)).size)
        const largest = (old: number) => {
          const parts = [0, 1, 2, 3, 4].map((at) => ({
            at,
            size: rows.filter(([one, found]) => one === old && found === at).length,
            first: rows.findIndex(([one, found]) => one === old && found === at),
          }))
          const sorted = parts.toSorted((x, y) => y.size - x.size || x.first - y.first)
          return sorted.filter(({ size }) => size === sorted[0]!.size).map(({ at }) => at)
        }
        const olds = [...new Set(before.map(({ customer_id }) => customer_id))].toSorted((x, y) => x - y)
        const taken = new Set(olds.map(largest).flatMap((parts) => (parts.length === 1 ? parts : [])))
        const homes = new Map<number, number>()
        for (const old of olds) {
          const parts = largest(old)
          const home = parts.find((at) => parts.length === 1 || !taken.has(at)) ?? parts[0]!
          homes.set(old, home)
          taken.add(home)
        }
        rows.forEach(([, found], i) => {
          const claims = olds.filter((old) => homes.get(old) === found)
          if (claims.length > 0) expect(ids[i]).toBe(claims[0])
          else expect(ids[i]).toBeGreaterThan(Math.max(...olds))
        })
        // The log says what became of every record that has another identifier now.
        const changed = rows.filter(([one], i) => one !== null && ids[i] !== one).length
        const log = toRows(result.log) as any[]
        const moved = log.filter(({ event }) => ['merge', 'split', 'move'].includes(event))
        expect(moved.reduce((sum, { records: n }) => sum + n, 0)).toBe(changed)
      }),
    )
  })
})
