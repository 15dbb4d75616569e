import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editsWithin } from '#src/identify/compare/editDistance'
import { jaro, jaroWinkler } from '#src/identify/compare/jaroWinkler'
import { alikeTest, LETTERS, lettersOf, mostSimilar, SIGNS } from '#src/identify/compare/letters'
import { makeValueList } from '#src/identify/fields/valueList'

type Measure = (units: Uint16Array, aFrom: number, aTo: number, bFrom: number, bTo: number) => number

/** Both strings end to end with something before, between and after, as they stand in a list. */
function measure(how: Measure, a: string, b: string): number {
  const text = `x${a}#${b}y`
  const units = Uint16Array.from(text, (c) => c.charCodeAt(0))
  return how(units, 1, 1 + a.length, 2 + a.length, 2 + a.length + b.length)
}

const edits = (a: string, b: string, most = 1000, swaps = true) =>
  measure((...place) => editsWithin(...place, most, swaps), a, b)

const golden = JSON.parse(
  readFileSync(new URL('../../golden/identify/similarities.json', import.meta.url), 'utf8'),
) as { pairs: [string, string, number, number, number, number][] }

describe('jaroWinkler', () => {
  it.each([
    ['MARTHA', 'MARHTA', 0.9611],
    ['DWAYNE', 'DUANE', 0.84],
    ['DIXON', 'DICKSONX', 0.8133],
  ])("is as in Winkler's examples: %s and %s", (a, b, expected) => {
    expect(measure(jaroWinkler, a, b)).toBeCloseTo(expected, 4)
  })

  it('is that of rapidfuzz and jellyfish for 140 pairs, up to 90 characters long', () => {
    for (const [a, b, plain, withBonus] of golden.pairs) {
      expect(measure(jaro, a, b), `${a} ${b}`).toBeCloseTo(plain, 11)
      expect(measure(jaroWinkler, a, b), `${a} ${b}`).toBeCloseTo(withBonus, 11)
    }
  })

  it('is from 0 to 1, and 1 for what is the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (a, b) => {
        const similarity = measure(jaroWinkler, a, b)
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        if (a !== '') expect(measure(jaroWinkler, a, a)).toBe(1)
      }),
    )
  })
})

describe('mostSimilar', () => {
  it('is never less than the Jaro–Winkler similarity, whatever the letters', () => {
    const letter = fc.oneof(fc.constantFrom(...'abcde019 李и'), fc.string({ minLength: 1, maxLength: 1 }))
    const text = fc.string({ maxLength: 14, unit: letter })
    const some = fc.oneof(text, fc.string({ minLength: 250, maxLength: 270, unit: letter }))
    fc.assert(
      fc.property(some, some, (a, b) => {
        const letters = lettersOf(makeValueList([a, b]))
        let common = 0
        while (common < Math.min(4, a.length, b.length) && a[common] === b[common]) common++
        const most = mostSimilar(a.length, letters[LETTERS]!, b.length, letters[SIGNS + LETTERS]!, common)
        const similarity = measure(jaroWinkler, a, b)
        expect(most).toBeGreaterThanOrEqual(similarity)
        if (similarity >= 0.8) expect(alikeTest(0.8)(letters, 0, 1)).toBe(true)
        // Heads may hide a difference, and nothing else: with letters and digits alone both say the same.
        if (/^[a-e0-9]*$/.test(a + b)) expect(alikeTest(0.8)(letters, 0, 1)).toBe(most >= 0.8)
      }),
      { numRuns: 500 },
    )
  })
})

/** Optimal string alignment by its recurrence, in a whole matrix. */
function alignment(a: string, b: string, swaps: boolean): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, replaced)
      const isSwap = swaps && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  }
  return d[a.length]![b.length]!
}

describe('editsWithin', () => {
  it('is optimal string alignment: no part is edited twice', () => {
    expect(edits('ca', 'abc')).toBe(3)
    expect(edits('smith', 'smiht')).toBe(1)
    expect(edits('smith', 'smiht', 1000, false)).toBe(2)
  })

  it('is that of rapidfuzz for 140 pairs, with and without swaps', () => {
    for (const [a, b, , , aligned, levenshtein] of golden.pairs) {
      expect(edits(a, b), `${a} ${b}`).toBe(aligned)
      expect(edits(a, b, 1000, false), `${a} ${b}`).toBe(levenshtein)
    }
  })

  it('is the recurrence in a whole matrix, or one more than was asked for', () => {
    const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 6 }), fc.boolean(), (a, b, most, swaps) => {
        expect(edits(a, b, most, swaps)).toBe(Math.min(most + 1, alignment(a, b, swaps)))
      }),
      { numRuns: 500 },
    )
  })

  it('takes no longer for very long strings that differ', () => {
    const long = 'a'.repeat(100_000)
    expect(edits(`x${long}`, `${long}y`, 2)).toBe(2)
    expect(edits(`xyz${long}`, `${long}abc`, 2)).toBe(3)
  })
})
