import { fromRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparer } from '#src/identify/compare/comparer'
import { countedLevels, nameFields } from '#src/identify/compare/swaps'
import { prepare } from '#src/identify/fields/prepare'
import { randomLevels } from '#src/identify/link/randomLevels'
import { scorer } from '#src/identify/link/scorer'
import { swapShare } from '#src/identify/link/swapShare'
import { adopt } from '#src/table/adopt'

const levels = (swapped: number) => Float64Array.of(1, 0.5 - swapped, 0.1, 0.1, swapped, 0.3)

describe('names in each other’s column', () => {
  const { prepared } = prepare(
    adopt(
      fromRows([
        { given_name: 'Ann', surname: 'Lee' },
        { given_name: 'Lee', surname: 'Ann' },
        { given_name: null, surname: 'Ann' },
      ]),
      'test',
    ),
    { fields: { given_name: 'given_name', surname: 'surname' } },
  )
  const { pattern } = comparer(prepared)
  const counted = countedLevels(nameFields(prepared.fields))

  it('are seen in both fields and counted in one; where one is missing, the other counts', () => {
    expect(pattern(0, 1)).toBe(4 | (4 << 3))
    expect(counted(pattern(0, 1))).toBe(4)
    expect(pattern(0, 2)).toBe(4 << 3)
    expect(counted(pattern(0, 2))).toBe(4 << 3)
    expect(counted(5 | (5 << 3))).toBe(5 | (5 << 3))
  })

  it('weigh ln m/u of the given name, once', () => {
    const match = [levels(0.2), levels(0.1)]
    const strangers = [levels(0.01), levels(0.002)]
    const names = nameFields(prepared.fields)
    const score = scorer({ prior: 0.5, match, strangers, classes: [], names })
    expect(score(pattern(0, 1), new Float64Array(1))).toBeCloseTo(Math.log(0.2 / 0.01), 12)
    expect(score(pattern(0, 2), new Float64Array(1))).toBeCloseTo(Math.log(0.1 / 0.002), 12)
  })

  it('are counted among all pairs as if each record were compared with each', () => {
    const name = fc.constantFrom(null, 'Ann', 'Lee', 'Vera', 'Olga')
    const people = fc.array(fc.record({ given_name: name, surname: name }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(people, (rows) => {
        const made = prepare(adopt(fromRows([...rows, { given_name: 'Ann', surname: 'Lee' }]), 'test'), {
          fields: { given_name: 'given_name', surname: 'surname' },
        }).prepared
        const all = [...rows, { given_name: 'Ann', surname: 'Lee' }]
        const named = all.filter((row) => row.given_name !== null)
        let swapped = 0
        for (const a of named) {
          for (const b of named) {
            const isOther = a.given_name !== a.surname
            if (isOther && a.given_name === b.surname && a.surname === b.given_name) swapped++
          }
        }
        expect(swapShare(made, [0, 1])).toBe(swapped / named.length ** 2)
        const [given] = randomLevels(made, comparer(made), { draws: 0 })
        expect(given![4]).toBeGreaterThanOrEqual(Math.min(given![1]!, swapped / named.length ** 2))
        expect(given!.slice(1).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
        expect(given!.every((share) => share >= 0)).toBe(true)
      }),
    )
  })
})
