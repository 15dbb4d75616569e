import { cleanOrders, cohorts, fromRows, summarize } from 'clientele'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countWithoutId, groupsWithoutId } from '#src/table/blank'
import { findColumn } from '#src/table/column'
import { groupRows } from '#src/table/group'
import { forms } from '../arbitrary/table.js'

const id = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    '\t\n',
    '\u00a0',
    '\u2003\ufeff',
    '\u3000 x',
    ' a',
    '\u0085',
    '\u200b',
    'あ',
    '数',
  ),
  fc.string({
    unit: fc.constantFrom(
      ' ',
      '\u1680',
      '\u200a',
      '\u2028',
      '\u202f',
      '\u205f',
      '\u3000',
      '\ufeff',
      'é',
      'x',
    ),
  }),
)
const isNobody = (text: string | null) => text === null || text.trim() === ''

describe('an id that is null or blank is none', () => {
  test('as trim says, whatever form the text has', () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 12 }), (ids) => {
        const table = fromRows(
          ids.map((client) => ({ client })),
          { types: { client: 'utf8' } },
        )
        for (const { form, table: other } of forms(table)) {
          const column = findColumn(other as never, 'client', 'test')
          expect(countWithoutId(column), form).toBe(ids.filter(isNobody).length)
          const groups = groupRows([column])
          const without = groupsWithoutId(column, groups)
          expect(Array.from(groups.codes, (code) => without[code] === 1)).toEqual(ids.map(isNobody))
        }
      }),
    )
  })

  test('NaN and null are none among numbers; 0 is one', () => {
    const table = fromRows([{ client: 0 }, { client: NaN }, { client: null }, { client: 3 }])
    const column = findColumn(table, 'client', 'test')
    expect(countWithoutId(column)).toBe(2)
    expect([...groupsWithoutId(column, groupRows([column]))]).toEqual([0, 1, 0])
  })
})

describe('a blank customer is missing everywhere', () => {
  const roles = { customer: 'client', time: 'day', amount: 'paid' } as const
  const lines = fromRows(
    ['ann', '', ' ', null, 'ann'].map((client) => ({ client, day: '2025-01-01', paid: 1 })),
    { types: { client: 'utf8' } },
  )

  test('cleanOrders leaves such lines out, and the others go through', () => {
    const { orders, audit } = cleanOrders(lines, roles)
    expect(audit.toArray().find(({ rule }) => rule === 'without_customer')!.lines).toBe(3)
    expect(summarize(orders).numRows).toBe(1)
  })

  test('summarize and cohorts refuse them, whatever form the text has', () => {
    for (const { form, table } of forms(lines)) {
      for (const verb of [summarize, cohorts] as ((t: unknown, o: object) => unknown)[]) {
        const call = () => verb(table, roles)
        expect(call, form).toThrow("column 'client' is missing or blank in 3 of 5 rows")
      }
    }
  })

  test('labels that no row has do no harm', () => {
    const two = lines.slice(4)
    for (const { form, table } of forms(two)) {
      expect(summarize(table as typeof lines, roles).numRows, form).toBe(1)
    }
  })
})
