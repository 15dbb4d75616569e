import { describe, expect, test } from 'vitest'
import { makeFormat } from '#src/report/format'
import { languages } from '#src/report/words/index'
import type { Lang } from '#src/report/words/lang'

/** The paths of everything in an object that is not an object itself. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`))
}

const LANGS = Object.keys(languages) as Lang[]
const wordsOf = (lang: Lang) => languages[lang](makeFormat(lang, 'GBP', 'test'))

test('every language has the same words', () => {
  const keys = LANGS.map((lang) =>
    leaves(wordsOf(lang))
      .map(([path]) => path.replace(/\d+$/, ''))
      .sort(),
  )
  for (const other of keys) expect(other).toEqual(keys[0])
})

describe.each(LANGS)('%s', (lang) => {
  const words = wordsOf(lang)

  test('says something in every plain word', () => {
    for (const [path, value] of leaves(words)) {
      if (typeof value !== 'function') expect(value, path).toMatch(/\S/)
    }
  })

  test.each([0, 1, 2, 11, 1234])('counts %i of anything without a gap', (n) => {
    const said = [
      words.days(n),
      words.page.toKnow(n),
      words.page.numbers(n),
      words.page.headline(n, 12.5),
      words.page.period('2025-01-31', '2025-02-28', n),
      words.segments.winBack(n, 10, ['a', 'b']),
      words.rfm.fading(n, n, 1e6),
      words.rfm.skipped('recency', [n]),
      words.rfm.holding(n, 0.4),
      words.pareto.half(n, 5000),
      words.data.all(n),
      words.worth.worth.finding(n, 381_234, n, 4000),
      words.worth.worth.action(n),
      words.worth.slipping.none(n),
      words.worth.charts.within(n),
      ...(['customers', 'alike', 'fit'] as const).map((why) =>
        words.grouping.gap({ why, got: n, needs: 100 }),
      ),
      words.grouping.charts.customers(n),
      words.grouping.groups.map(n, 5000, 0.9),
      words.grouping.apart.line({
        name: 'Recent buyers',
        customers: n,
        shareOfCustomers: 0.5,
        revenue: 10,
        shareOfRevenue: 0.5,
        medianOrders: n,
        medianRevenue: n,
        medianDaysSinceLast: n,
        rules: [],
      }),
      ...(['customers', 'history', 'repeat', 'spend', 'fit', 'orders'] as const).map((why) =>
        words.worth.gap({ why, got: n, needs: 50 }),
      ),
    ]
    for (const sentence of said) expect(sentence).not.toMatch(/undefined|NaN|null|\[object|function/)
  })

  test('has a name of every unit for periods, axes and sentences', () => {
    for (const unit of ['day', 'week', 'month', 'quarter', 'year'] as const) {
      const said = [
        words.period(unit, '2025-04-01'),
        words.tick(unit, '2025-04-01'),
        words.charts.after(unit),
        words.revenue.read(unit, true),
        words.cohorts.read(unit),
        words.cohorts.again(0.21, unit),
        words.cohorts.one(unit),
        ...[0.2, -0.2, 0, 3].flatMap((change) => [
          words.revenue.trend(change, 3, unit, 'year'),
          words.revenue.trend(change, 1, unit, 'before'),
        ]),
      ]
      for (const sentence of said) {
        expect(sentence).toMatch(/\S/)
        expect(sentence).not.toMatch(/undefined|NaN/)
      }
    }
  })
})

test('English agrees in number', () => {
  const { pareto, days, rfm, page } = wordsOf('en')
  expect(pareto.half(390, 4338)).toBe('Nine in a hundred customers bring half of the revenue')
  expect(pareto.half(1, 12)).toBe('One of 12 customers brings half of the revenue')
  expect(pareto.half(3, 4338)).toBe('Three of 4,338 customers bring half of the revenue')
  expect(pareto.half(43, 4338)).toBe('One in a hundred customers brings half of the revenue')
  expect([days(1), days(2)]).toEqual(['1 day', '2 days'])
  expect(rfm.fading(1, 30, 100)).toMatch(/^1 customer who used to buy often has not been back/)
  expect(page.headline(1, 20)).toBe('1 customer spent £20')
  const { finding } = wordsOf('en').worth.worth
  expect(finding(12, 381_234, 34, 4338)).toBe(
    'The next twelve months are worth about £380k, and a fifth of it hangs on 34 customers',
  )
  expect(finding(1, 381_234, 1, 5)).toBe('The next month is worth about £380k')
})

test('Chinese writes shares and money its own way', () => {
  const words = languages.zh(makeFormat('zh', 'CNY', 'test'))
  expect(words.pareto.half(390, 4338)).toBe('每 100 位客户中的 9 位带来一半的收入')
  expect(words.page.headline(4338, 8911407.9)).toBe('4,338 位客户共消费 ¥891.1万')
})

test('amounts without a currency are plain numbers', () => {
  const format = makeFormat('en', undefined, 'test')
  expect([format.money(8911407.9), format.money(12.5), format.money(-0), format.sign]).toEqual([
    '8,911,408',
    '12.5',
    '0',
    '',
  ])
})
