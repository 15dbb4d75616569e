import { Table, TimestampMicrosecond, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { withoutZone } from '#src/table/withoutZone'

const zoned = (ms: readonly (number | null)[]) => vectorFromArray(ms, new TimestampMicrosecond('Etc/UTC'))

describe('withoutZone', () => {
  const table = new Table({
    a: zoned([1, null, 3]),
    b: zoned([4, 5, null]),
    n: vectorFromArray([1.5, 2.5, 3.5]),
  })

  it('takes the zone off the named times, and off no other column', () => {
    const answer = withoutZone(table, new Set(['a', 'n']))
    const types = answer.schema.fields.map(({ type }) => String(type))
    expect(types).toEqual(['Timestamp<MICROSECOND>', 'Timestamp<MICROSECOND, Etc/UTC>', 'Float64'])
  })

  it('leaves values and nulls as they are, in a slice too', () => {
    const answer = withoutZone(table.slice(1), new Set(['a', 'b']))
    expect([...answer.getChild('a')!]).toEqual([...table.slice(1).getChild('a')!])
    expect([...answer.getChild('b')!]).toEqual([...table.slice(1).getChild('b')!])
  })

  it('gives a table without such columns as it is', () => {
    expect(withoutZone(table, new Set(['c']))).toBe(table)
  })
})
