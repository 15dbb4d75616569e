import { candidatePairs, clusterPairs, fromRows, identify, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { thrown } from '../thrown.js'
import { anonymous, people } from './people.js'

const rows = anonymous(people(30))
const pairs = fromRows([{ row_a: 0, row_b: 1, match_weight: 5 }])

const named = (ref: (i: number) => string | null) => fromRows(rows.map((row, i) => ({ ...row, ref: ref(i) })))

describe('id identifies each record', () => {
  const takers: { readonly [name: string]: (records: any) => unknown } = {
    identify: (records) => identify(records, { id: 'ref' }),
    candidatePairs: (records) => candidatePairs(records, { id: 'ref' }),
    clusterPairs: (records) => clusterPairs(pairs, { records, id: 'ref' }),
  }
  it.each(Object.keys(takers))(
    '%s refuses one that is missing, or there twice, without showing it',
    (name) => {
      const missing = thrown(() => takers[name]!(named((i) => (i === 4 ? null : `secret${i}`))))
      expect(missing).toMatchObject({ code: 'value-invalid' })
      expect(missing.message).toMatch(/column 'ref' is missing in row 5,/)
      const twice = thrown(() => takers[name]!(named((i) => `secret${i % 7}`)))
      expect(twice).toMatchObject({ code: 'contradiction' })
      expect(twice.message).toMatch(/column 'ref' says the same in row 1 and row 8,/)
      expect(missing.message + twice.message).not.toMatch(/secret/)
    },
  )
})

describe('a table without rows', () => {
  it('has no customers, where its columns tell by their names', () => {
    const nobody = fromRows(rows).slice(0, 0)
    const { records, fit } = identify(nobody)
    expect([records.numRows, fit.customers]).toEqual([0, 0])
    expect(fit.fields.map(({ kind }) => kind)).toEqual([
      'given_name',
      'surname',
      'date_of_birth',
      'email',
      'postcode',
    ])
    expect(candidatePairs(nobody).numRows).toBe(0)
  })
})

it('columns that say nothing of persons are named, each with the reason', () => {
  const { code, message } = thrown(() => identify(fromRows([{ surname: 17, price: 3 }])))
  expect(code).toBe('option-invalid')
  expect(message).toContain("'surname': its name says surname, but few of its values look so")
  expect(message).toContain("'price': neither name nor contents say that it tells of a person")
})

describe('threshold', () => {
  it("'auto' joins nobody who is likelier two persons than one; a number asked for does", () => {
    const strangers = fromRows([
      { given_name: 'Ann', surname: 'Lee' },
      { given_name: 'Bob', surname: 'Ray' },
    ])
    const { fit, pairs: scored } = identify(strangers)
    expect(fit).toMatchObject({ customers: 2, threshold: 0.5 })
    const [{ match_probability }] = toRows(scored) as any
    expect(match_probability).toBeGreaterThan(0.05)
    expect(identify(strangers, { threshold: 0.05 }).fit.customers).toBe(1)
  })

  it('the curve counts the customers that there are, identical records and mustLink among them', () => {
    const twice = fromRows([...rows, ...rows.slice(0, 10)])
    const mustLink = fromRows([{ row_a: 0, row_b: 2 }])
    const { fit } = identify(twice, { mustLink })
    expect(fit.identical).toBeGreaterThan(10)
    expect(fit.notes.join()).toMatch(/Learned from 70 records with some \d+ matches: .* are rough/)
    const curve = toRows(fit.curve!)
    expect(curve.find(({ threshold }) => threshold === fit.threshold)!.customers).toBe(fit.customers)
  })
})

describe('source', () => {
  const records = fromRows(rows.map((row, i) => ({ ...row, from: i % 2 ? 'shop' : 'news' })))
  it('is refused without a rule that needs it, and the rule without it', () => {
    expect(thrown(() => identify(records, { source: 'from' })).message).toMatch(/say onePerSource: true/)
    expect(thrown(() => identify(records, { onePerSource: true })).code).toBe('role-missing')
    expect(thrown(() => clusterPairs(pairs, { records, source: 'from' })).message).toMatch(
      /say onePerSource: true or oneToOne: true/,
    )
  })
})

it('a budget of all pairs compares everybody with everybody', () => {
  const fields = { surname: 'surname', email: 'email' } as const
  const { fit } = identify(fromRows(anonymous(people(800))), { fields, budget: 1_279_200 })
  expect(fit).toMatchObject({ pairsCompared: (1600 * 1599) / 2, keys: [] })
})
