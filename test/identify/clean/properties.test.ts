import fc from 'fast-check'
import { loadInternational } from 'clientele'
import { describe, expect, it } from 'vitest'
import { cleanValue } from '#src/identify/clean/cleanValue'
import { splitName } from '#src/identify/clean/fullName'
import { NICKNAMES } from '#src/identify/clean/nicknames'
import { KINDS } from '#src/identify/fields/recipe'

const recipe = { version: 1, fields: [], nicknames: NICKNAMES, country: null, international: [] } as const
const international = await loadInternational()

/** Letters of many scripts, signs that mean something to some kind, and anything at all. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'Dr. |Mr |Jr|van |de |o |mc |Bill|jian|guo|min|strasse|street|str.|@|+|gmail.com|.|-|/|,|(0)|0049| ext. 5|#|1980|02|13|80|jan|mär|am|T12:00|99|n/a|ß|İ|ı|й|ю|ου|μπ|γγ|ς|王|歐陽|田中|さくら|김|박서연|محمد|عبد ال|先生|씨|ﷺ|½|①|Å|\u0301|\u200b|\u0000|ก|न'.split(
      '|',
    ),
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
const anything = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((units) => String.fromCharCode(...units)),
  fc.tuple(piece, fc.integer({ min: 1, max: 300 })).map(([part, times]) => part.repeat(times)),
)

describe.each(KINDS.filter((kind) => kind !== 'full_name'))('%s', (kind) => {
  it.each([
    ['plain', {}],
    ['international', international],
  ])('what is clean stays as it is, %s', (_, functions) => {
    const clean = cleanValue(recipe, kind, functions)
    fc.assert(
      fc.property(anything, (raw) => {
        const once = clean(raw)
        expect(clean(once)).toBe(once)
      }),
      { numRuns: 400 },
    )
  })

  it('is never longer than 120 units, and well formed', () => {
    const clean = cleanValue(recipe, kind, international)
    fc.assert(
      fc.property(anything, (raw) => {
        const once = clean(raw)
        expect(once.length).toBeLessThanOrEqual(120)
        expect(once).not.toMatch(/\p{Cs}|\p{Cc}|^ | $/u)
      }),
    )
  })
})

it('a full name is split into parts that hold all of its letters but titles', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[A-Z][b-df-hj-np-tv-z]{3,6}$/), { minLength: 2, maxLength: 4 }),
      fc.constantFrom('given_first' as const, 'surname_first' as const),
      (words, order) => {
        const { given, surname } = splitName(words.join(' '), order)
        const parts = order === 'given_first' ? [given, surname] : [surname, given]
        expect(parts.join(' ')).toBe(words.join(' ').toLowerCase())
        expect(given).not.toBe('')
        expect(surname).not.toBe('')
      },
    ),
  )
})
