import { fromRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { comparer } from '#src/identify/compare/comparer'
import { countedLevels, nameFields } from '#src/identify/compare/swaps'
import { prepare } from '#src/identify/fields/prepare'
import { scorer } from '#src/identify/link/scorer'
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
})
