import { ClienteleError, comparePairs, explainPair, fitLinkage, fromRows, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allPairs, anonymous, people } from './people.js'

const rows = people(100)
const records = fromRows(anonymous(rows))
const pairs = fromRows(allPairs(rows.length))
const model = fitLinkage(pairs, { records })

const code = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(ClienteleError)
    // Nobody's data stands in an error.
    for (const word of ['zykov', '@mail.test', 'amelia']) expect((error as Error).message).not.toContain(word)
    return (error as ClienteleError).code
  }
  return 'none'
}
const one = (row_a: any, row_b: any) => fromRows([{ row_a, row_b }])

describe('bad input', () => {
  it.each<[string, () => unknown]>([
    ['rows-too-few', () => fitLinkage([], { records })],
    ['value-invalid', () => fitLinkage(one(0, 0), { records })],
    ['value-invalid', () => fitLinkage(one(0, 5000), { records })],
    ['value-invalid', () => fitLinkage(one(-1, 3), { records })],
    ['value-invalid', () => fitLinkage(one(0.5, 3), { records })],
    ['column-type', () => fitLinkage(one(0, null), { records })],
    ['column-missing', () => fitLinkage(fromRows([{ a: 1 }]), { records })],
    ['column-type', () => fitLinkage(one('zykov', 'amelia'), { records })],
    ['option-invalid', () => fitLinkage(pairs, { records, wrong: 1 } as any)],
    ['option-invalid', () => fitLinkage(pairs, { records, seed: -1 })],
    ['value-invalid', () => fitLinkage(pairs, { records: 5 } as any)],
    [
      'value-invalid',
      () => fitLinkage(pairs, { records, labels: fromRows([{ row_a: 0, row_b: 1, is_match: 'zykov' }]) }),
    ],
    [
      'column-missing',
      () => model.predict(one(0, 1), { records: fromRows([{ name: 'zykov' }, { name: 'x' }]) }),
    ],
    ['option-invalid', () => explainPair(records, { model, pair: [0, 0] })],
    ['option-invalid', () => explainPair(records, { model, pair: [0, 9999] })],
    ['option-invalid', () => comparePairs(pairs, { records, model, fields: { surname: 'surname' } })],
  ])('is a %s error', (expected, call) => {
    expect(code(call)).toBe(expected)
  })

  it.each([
    [
      'all null',
      () =>
        fromRows(
          [1, 2, 3]
            .map(() => ({ surname: null, given_name: null, email: null as string | null }))
            .concat([{ surname: null, given_name: null, email: 'a@b.c' }]),
        ),
    ],
    [
      'all the same',
      () => fromRows(Array.from({ length: 50 }, () => ({ surname: 'a', given_name: 'b', email: 'c@d.e' }))),
    ],
    [
      'garbage',
      () =>
        fromRows(
          Array.from({ length: 30 }, (_, i) => ({
            surname: `\u0000\ud800${i}`,
            given_name: '\uffff'.repeat(i),
            email: '@'.repeat(i),
          })),
        ),
    ],
    [
      'very long',
      () =>
        fromRows(
          Array.from({ length: 4 }, (_, i) => ({
            surname: 'ab '.repeat(1_000_000) + i,
            given_name: 'x'.repeat(1_000_000),
            email: null,
          })),
        ),
    ],
  ])('of records that are %s gives weights that are numbers', (_, make) => {
    const table = make()
    const some = fromRows(allPairs(table.numRows))
    const fields = { surname: 'surname', given_name: 'given_name', email: 'email' } as const
    const learned = fitLinkage(some, { records: table, fields } as any)
    for (const { match_weight, match_probability } of toRows(learned.predict(some, { records: table }))) {
      expect(Number.isFinite(match_weight)).toBe(true)
      expect(match_probability! >= 0 && match_probability! <= 1).toBe(true)
    }
    expect(() => loadModel(JSON.stringify(learned))).not.toThrow()
  })

  it('that is a damaged model is told as such, or is a model that gives numbers', () => {
    const plain = JSON.parse(JSON.stringify(model)) as any
    const damage = fc.constantFrom<unknown>(null, -1, 2, 'x', [], {}, NaN, 1e308, true)
    const places: (readonly (string | number)[])[] = [
      ['prior'], ['fields'], ['classes'], ['fit'], ['recipe'], ['fields', 0], ['fields', 0, 'match'], ['fields', 0, 'match', 1], ['fields', 1, 'strangers', 0],
      ['fields', 0, 'kind'], ['fields', 0, 'rarity'], ['fields', 0, 'rarity', 'base', 3], ['fields', 0, 'rarity', 'known', 'shares', 0], ['fields', 0, 'rules'],
      ['classes', 0, 'levels', 2], ['classes', 0, 'prior'], ['crowds'], ['crowds', 0, 'ratios', 1], ['crowds', 0, 'share'], ['recipe', 'fields', 0], ['recipe', 'fields', 1, 'kind'], ['fit', 'notes'], ['fields', 2, 'aliases'],
    ] // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...places), damage, (place, value) => {
        const broken = structuredClone(plain)
        const parent = place.slice(0, -1).reduce((at, key) => at[key], broken)
        parent[place.at(-1)!] = value
        let loaded
        try {
          loaded = loadModel(broken, { kind: 'linkage' })
        } catch (error) {
          expect((error as ClienteleError).code).toBe('model-invalid')
          return
        }
        const [first] = toRows(loaded.predict(one(0, 1), { records }))
        expect(Number.isNaN(first!.match_weight)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
