import { fromRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparer } from '#src/identify/compare/comparer'
import { LEVELS } from '#src/identify/compare/levels'
import { similarityOf } from '#src/identify/compare/similarity'
import { prepare } from '#src/identify/fields/prepare'
import { makeValueList } from '#src/identify/fields/valueList'
import type { FieldKind, Prepared } from '#src/identify/prepared'

/** Records of these values, which are taken as cleaned. */
function records(fields: { readonly [column in FieldKind]?: readonly (string | null)[] }): Prepared {
  const names = makeValueList(
    [...new Set([...(fields.given_name ?? []), ...(fields.surname ?? [])])].filter((v) => v !== null),
  )
  const kinds = Object.keys(fields) as FieldKind[]
  const rows = fields[kinds[0]!]!.length
  return {
    rows,
    fields: kinds.map((kind) => {
      const values = fields[kind]!
      const isName = kind === 'given_name' || kind === 'surname'
      const list = isName ? names : makeValueList([...new Set(values)].filter((v) => v !== null))
      const codes = Int32Array.from(values, (v) => (v === null ? -1 : list.values.indexOf(v)))
      const present = values.filter((v) => v !== null).length
      const frequency = new Float64Array(list.values.length)
      for (const code of codes) if (code >= 0) frequency[code]! += 1 / present
      return { column: kind, kind, codes, list, frequency, filled: present / rows }
    }),
  }
}

const levelOf = (kind: FieldKind, a: string | null, b: string | null) =>
  comparer(records({ [kind]: [a, b] })).pattern(0, 1)

describe('the level of two values', () => {
  it.each<[FieldKind, string | null, string | null, number]>([
    ['given_name', 'martha', 'martha', 5],
    ['given_name', 'martha', 'marhta', 3],
    ['given_name', 'dwayne', 'duane', 2],
    ['given_name', 'm', 'martha', 2],
    ['given_name', 'tom', 'anne', 1],
    ['given_name', null, 'anne', 0],
    ['city', 'bristol', 'bristoll', 3],
    ['city', 'york', 'leeds', 1],
    ['email', 'ann.lee@a.com', 'ann.lee@b.org', 4],
    ['email', 'ann.lee1@a.com', 'ann.lee@a.com', 3],
    ['email', 'x@a.com', 'y@a.com', 1],
    ['phone', '2079460018', '2079460018', 4],
    ['phone', '2079460018', '9460018', 3],
    ['phone', '2079460018', '2079460081', 3],
    ['phone', '2079460018', '2079460029', 2],
    ['phone', '2079460018', '1617123456', 1],
    ['date_of_birth', '19700421', '19700422', 4],
    ['date_of_birth', '19700421', '19700412', 4],
    ['date_of_birth', '19700804', '19700408', 4],
    ['date_of_birth', '19700421', '19650421', 3],
    ['date_of_birth', '19700421', '19701219', 2],
    ['date_of_birth', '19700421', '19700000', 3],
    ['date_of_birth', '19700421', '19700400', 3],
    ['date_of_birth', '19700421', '19700500', 2],
    ['date_of_birth', '19700421', '19831219', 1],
    ['street', 'long lane', 'lane long', 3],
    ['street', 'long upper lane', 'north upper lane', 2],
    ['text', 'alpha beta', 'gamma delta', 1],
    ['street_number', '124', '125', 2],
    ['street_number', '4', '5', 1],
    ['postcode', 'bs16ab', 'bs16aa', 3],
    ['postcode', 'bs16ab', 'bs14xy', 2],
    ['postcode', 'bs16ab', 'ls14xy', 1],
    ['id', '12345678', '12345687', 3],
    ['id', '12345678', '12345599', 1],
    ['number', '1250', '1250', 4],
    ['number', '100', '99', 3],
    ['number', '100', '98.9', 2],
    ['number', '-90', '-100', 2],
    ['number', '100', '89.9', 1],
    ['number', '-100', '100', 1],
    ['number', '0', '0.001', 1],
    ['number', 'about 40', '40', 1],
    ['number', null, '40', 0],
    ['exact', 'f', 'm', 1],
    ['full_name', 'lee ann', 'ann lee', 4],
    ['full_name', 'ann m lee', 'lee ann mary', 3],
    ['full_name', 'ann lee', 'bob lee', 2],
  ])('%s: %s and %s have %i', (kind, a, b, level) => {
    expect(levelOf(kind, a, b)).toBe(level)
    expect(levelOf(kind, b, a)).toBe(level)
  })

  it('has a meaning in words for each', () => {
    for (const words of Object.values(LEVELS)) {
      expect(words.length).toBeLessThanOrEqual(8)
      expect(words[0]).toBe('missing')
      expect(words.at(-1)).toBe('same')
    }
  })
})

describe('comparer', () => {
  it('finds names in each other’s column, also where one of them is missing', () => {
    const { pattern } = comparer(
      records({
        given_name: ['ann', 'lee', 'lee', 'ann'],
        surname: ['lee', 'ann', null, 'poe'],
      }),
    )
    const levels = (a: number, b: number) => [pattern(a, b) & 7, (pattern(a, b) >>> 3) & 7]
    expect(levels(0, 1)).toEqual([4, 4])
    expect(levels(0, 2)).toEqual([4, 0])
    expect(levels(0, 3)).toEqual([5, 1])
    expect(levels(1, 3)).toEqual([1, 1])
  })

  it('takes aliases as close', () => {
    const prepared = records({ given_name: ['tommy', 'thomas', 'anne'] })
    const { pattern } = comparer(prepared, { aliases: [Int32Array.of(1, 0)] })
    expect([pattern(0, 1), pattern(1, 0), pattern(0, 2)]).toEqual([3, 3, 1])
  })

  it('gives what comparing without remembering gives, in any order of the two', () => {
    const word = fc.string({ maxLength: 4, minLength: 1, unit: fc.constantFrom('a', 'b', '1', ' ', '@') })
    const kinds = Object.keys(LEVELS) as FieldKind[]
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(word, { minLength: 2, maxLength: 40 }),
        (kind, values) => {
          const prepared = records({ [kind]: values })
          const { pattern, patterns, tops } = comparer(prepared)
          const [field] = prepared.fields
          const plain = similarityOf(field!, prepared.rows)
          const a: number[] = []
          const b: number[] = []
          const expected: number[] = []
          values.forEach((one, i) =>
            values.forEach((other, j) => {
              if (i === j) return
              a.push(i)
              b.push(j)
              const [first, second] =
                one.length < other.length || (one.length === other.length && one < other) ? [i, j] : [j, i]
              expected.push(one === other ? tops[0]! : plain(field!.codes[first]!, field!.codes[second]!))
            }),
          )
          const out = new Int32Array(a.length)
          patterns(Int32Array.from(a), Int32Array.from(b), 0, a.length, out)
          expect([...out]).toEqual(expected)
          expect(a.map((i, p) => pattern(b[p]!, i))).toEqual(expected)
          for (const level of out) expect(level >= 1 && level <= tops[0]!).toBe(true)
        },
      ),
    )
  })

  it('refuses more fields than it has room for', () => {
    const rows = [Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`c${i}`, 'x']))]
    const prepared = {
      rows: 1,
      fields: Array.from(
        { length: 11 },
        () => prepare(fromRows(rows), { fields: { c0: 'exact' } }).prepared.fields[0]!,
      ),
    }
    expect(() => comparer(prepared)).toThrow('got 11 fields, but at most 10')
  })

  it.each(Object.keys(LEVELS) as FieldKind[])(
    'compares very long and odd values of kind %s quickly',
    (kind) => {
      const long = 'ab '.repeat(700_000)
      const values = [
        long,
        `${long}c`,
        `c${long}`,
        '\u0000\uffff\ud800',
        '',
        '   ',
        '@',
        '王小明',
        'é'.repeat(5000),
      ]
      const { pattern } = comparer(records({ [kind]: values }))
      for (let a = 0; a < values.length; a++) {
        for (let b = 0; b < a; b++) expect(pattern(a, b)).toBe(pattern(b, a))
      }
    },
  )
})
