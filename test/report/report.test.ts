import { ClienteleError } from 'clientele'
import { lifetimeOutlook, report, reportSections, type SectionMaker } from 'clientele/report'
import { describe, expect, test } from 'vitest'
import { escapeHtml } from '#src/report/page/html'
import { dataOf, type Line, segmented, smallShop } from './data.js'

const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link'])

/** What is wrong with the nesting of a page's elements; nothing where all is well. */
function misnested(page: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  const body = page.replace(/<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, '')
  for (const [tag, slash, name, , self] of body.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*?)(\/?)>/g,
  )) {
    if (slash) {
      if (open.pop() !== name) wrong.push(tag)
    } else if (!self && !VOID.has(name!)) open.push(name!)
  }
  return [...wrong, ...open]
}

const one: Line = { customer: 'a', day: '2025-03-04', amount: 20 }
const ODD: Readonly<Record<string, readonly Line[]>> = {
  'one customer with one order': [one],
  'one customer with many orders': [1, 2, 3].map((d) => ({ ...one, day: `2025-03-0${d}` })),
  'one day of many customers': Array.from({ length: 30 }, (_, i) => ({ ...one, customer: `c${i}` })),
  'all revenue equal': smallShop().map((line) => ({ ...line, amount: 7 })),
  'one cohort only': Array.from({ length: 40 }, (_, i) => ({
    customer: `c${i % 20}`,
    day: i < 20 ? '2025-01-15' : `2025-0${(i % 8) + 2}-11`,
    amount: i + 1,
  })),
  'amounts of a millionth and of a billion': [
    one,
    { ...one, customer: 'b', amount: 1e-6 },
    { ...one, customer: 'c', amount: 1e9 },
  ],
  'fifty years of history': [
    one,
    { ...one, day: '1975-03-04' },
    { ...one, customer: 'b', day: '2000-01-01' },
  ],
  'a shop of two years': smallShop(),
}

describe.each(Object.entries(ODD))('%s', (_, lines) => {
  test.each(['en', 'zh'] as const)('make a whole page without gaps (%s)', async (lang) => {
    const data = dataOf(lines)
    const outlook = lifetimeOutlook(data)
    const page = await report({ ...data, outlook }, { lang })
    expect(misnested(page)).toEqual([])
    expect(page.replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/NaN|undefined|Infinity|\[object|∞|非数/)
    expect(page.length).toBeLessThan(1_000_000)
  })
})

describe('the page', async () => {
  const data = dataOf(smallShop())
  const page = await report(data, { currency: 'GBP', source: 'orders.csv' })

  test('loads nothing and runs nothing', () => {
    expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`)
    expect(page).not.toMatch(/<script|<link|<iframe|<img|@import|\bon\w+=|javascript:/i)
    const addresses = page.match(/(?:https?:)?\/\/[^\s"'<)]+/g) ?? []
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']))
    expect(page).not.toMatch(/url\((?!#)/)
  })

  test('has one h1, and headings in order', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels[0]).toBe(1)
    expect(levels.every((level, i) => i === 0 || level <= levels[i - 1]! + 1)).toBe(true)
  })

  test('names its language, describes each picture, and has no id twice', () => {
    expect(page).toContain('<html lang="en">')
    const figures = page.match(/<figure[^>]*>/g) ?? []
    expect(figures).toHaveLength(10)
    for (const figure of figures) expect(figure).toMatch(/role="img" aria-label="[^"]{20,}"/)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.matchAll(/(?:href="|url\()#([\w-]+)/g)) expect(ids).toContain(target)
  })

  test('puts the findings that matter most first, at most five, and what to do, at most three', () => {
    const [know, todo] = [...page.matchAll(/<ol>(.*?)<\/ol>/gs)].map(
      ([, list]) => list!.match(/<li>/g)!.length,
    )
    expect(know).toBeLessThanOrEqual(5)
    expect(todo).toBeLessThanOrEqual(3)
  })

  test('holds no customer’s id', () => {
    expect(page).not.toMatch(/\bc\d+\b(?!-)/)
  })
})

test('every value from the data is escaped: segments, columns, the file’s name, the sections of others', async () => {
  const hostile = '</style><script>alert("x")</script><img src=x onerror=alert(1)>\'&\u0000'
  const { orders } = dataOf([one, { ...one, customer: 'another' }])
  const customers = segmented([hostile, '=cmd()'], [5, 1])
  const own: SectionMaker = () => ({
    id: 'own',
    finding: hostile,
    weight: 1,
    more: [{ text: hostile, weight: 1 }],
    actions: [{ text: hostile, weight: 1 }],
    howToRead: hostile,
    text: [hostile, hostile],
    table: { columns: [{ label: hostile }], rows: [[hostile]] },
  })
  const options = { source: hostile, columns: { customer: hostile }, sections: [...reportSections, own] }
  const page = await report({ orders, customers }, options)
  expect(page).not.toMatch(/<script|<img|<\/style><script/)
  expect(page).not.toContain('\u0000')
  expect(misnested(page)).toEqual([])
  expect(page.split(escapeHtml(hostile)).length).toBeGreaterThan(8)
})

const countingSection: SectionMaker = ({ figures }) => ({
  id: 'own',
  finding: `There are ${figures.totals.customers}`,
  weight: 0,
})

test('a section is one entry in a list, and the list can be shortened', async () => {
  const data = dataOf([one])
  const page = await report(data, { sections: [countingSection] })
  expect(page).toContain('There are 1')
  expect(page.match(/<section/g)).toHaveLength(1)
})

test('the map of recency and frequency says which scores ties leave to nobody', async () => {
  const once = Array.from({ length: 40 }, (_, i) => ({
    customer: `c${i}`,
    day: new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10),
    amount: 5,
  }))
  const again = once.slice(0, 10).map((line) => ({ ...line, day: '2025-03-01' }))
  const said = 'Nobody has the scores 2, 3, 5 for frequency: many customers placed equally many orders'
  expect(await report(dataOf([...once, ...again]))).toContain(said)
  expect(await report(dataOf(once.slice(0, 3)))).not.toContain('Nobody has')
})

test('a section that has nothing to say is left out: no scores, no audit', async () => {
  const { orders, customers } = dataOf([one])
  const plain = customers.select(['customer_id', 'orders', 'revenue', 'days_since_last'])
  const page = await report({ orders, customers: plain })
  expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)).toEqual([
    'revenue',
    'concentration',
    'cohorts',
    'methods',
  ])
})

test('refuses what it does not know in a sentence', async () => {
  const data = dataOf([one])
  const wrong: [object, string][] = [
    [{ lang: 'fr' }, "lang is 'fr', but must be one of en, zh"],
    [{ currency: 'pounds' }, 'ISO 4217'],
    [{ colour: 'red' }, "no option 'colour'"],
  ]
  for (const [options, sentence] of wrong) {
    await expect(report(data, options)).rejects.toThrow(sentence)
    await expect(report(data, options)).rejects.toBeInstanceOf(ClienteleError)
  }
})
