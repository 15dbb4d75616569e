import { cleanOrders, fromRows, toRows } from 'clientele'
import { describe, expect, test } from 'vitest'
import { forms } from '../arbitrary/forms.js'

const line = (order: string, status: string | null) => ({
  who: 'a',
  day: '2025-01-01',
  paid: 1,
  order,
  status,
})
const table = fromRows([
  line('1', 'paid'),
  line('2', 'voided'),
  line('2', null),
  line('3', null),
  line('4', 'refunded'),
  line('1', ' '),
])
const roles = { customer: 'who', time: 'day', amount: 'paid' } as const
const kept = (options: object, lines: any = table) =>
  toRows(cleanOrders(lines, { ...roles, ...options } as any).orders).map(({ order, status }: any) => [
    order,
    status,
  ])

describe('cleanOrders by status', () => {
  test.each(forms(table))(
    'drops the statuses named, by a list, a pattern or a function: $form',
    ({ table }) => {
      const answer = [
        ['1', 'paid'],
        ['2', null],
        ['3', null],
        ['1', ' '],
      ]
      for (const drop of [['voided', 'refunded'], /ed$/, (status: string) => status !== 'paid']) {
        expect(kept({ status: { column: 'status', drop } }, table)).toEqual(answer)
      }
    },
  )

  test('a line without one takes what its order has, where the order is known', () => {
    const status = { column: 'status', drop: ['voided'] }
    expect(kept({ order: 'order', status })).toEqual([
      ['1', 'paid'],
      ['3', null],
      ['4', 'refunded'],
      ['1', ' '],
    ])
  })

  test('the audit has a row for it only where it is asked for', () => {
    const { audit } = cleanOrders(table, { ...roles, status: { column: 'status', drop: ['voided'] } })
    expect(toRows(audit).find(({ rule }) => rule === 'status')).toMatchObject({
      action: 'drop',
      lines: 1,
      revenue: 1,
    })
    expect(toRows(cleanOrders(table, roles).audit).some(({ rule }) => rule === 'status')).toBe(false)
  })

  test.each([
    ['paid', /status must be/],
    [{ column: 'status' }, /status must be/],
    [{ column: 'status', drop: 'voided' }, /status\.drop must be a list/],
    [{ column: 'state', drop: [] }, /no column 'state'/],
    [{ column: 'status', drop: [], keep: [] }, /no option 'keep'/],
  ])('refuses %j', (status, sentence) => {
    expect(() => cleanOrders(table, { ...roles, status } as any)).toThrow(sentence)
  })
})
