import { fromRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { comparer } from '#src/identify/compare/comparer'
import { prepare } from '#src/identify/fields/prepare'
import type { Mixture } from '#src/identify/link/mixture'
import { gainsOf } from '#src/identify/run/gains'
import { makeJudge } from '#src/identify/run/judge'
import { adopt } from '#src/table/adopt'
import { makeRandom } from '#src/numeric/random'
import { people } from '../people.js'

const rows = people(25)
  .map(({ postcode, ...row }, i) => ({
    ...row,
    postcode,
    city: i % 7 ? `${postcode?.slice(0, 3)} town` : null,
  }))
  .map((row, i) =>
    // Some have one name in the other's column, some have only one.
    i % 5 === 0 ? { ...row, given_name: row.surname, surname: i % 10 === 0 ? null : row.given_name } : row,
  )
const { prepared } = prepare(adopt(fromRows(rows), 'test'), {
  fields: {
    given_name: 'given_name',
    surname: 'surname',
    date_of_birth: 'date_of_birth',
    email: 'email',
    postcode: 'postcode',
    city: 'city',
  },
})
const compare = comparer(prepared)

/** Any mixture will do: shares by lot. */
function mixture(seed: number, crowds: number): Mixture {
  const random = makeRandom(seed)
  const shares = () =>
    compare.tops.map((top) => {
      const weights = Array.from({ length: top }, () => random.uniform() ** 4 + 1e-4)
      const sum = weights.reduce((x, y) => x + y)
      return Float64Array.from([1, ...weights.map((weight) => weight / sum)])
    })
  const ratios = () =>
    compare.tops.map((top) =>
      Float64Array.from({ length: top + 1 }, (_, l) => (l === 0 ? 1 : 0.1 + 3 * random.uniform())),
    )
  const classes = ['household', 'namesake'].map((name) => ({ name, prior: 0.01, levels: shares() }))
  const parts = Array.from({ length: crowds }, () => ({ share: 1 / crowds, ratios: ratios() }))
  const movers = { share: 0.2, fields: [4, 5], stayed: shares().slice(4), moved: shares().slice(4) }
  return {
    prior: 0.005,
    movers,
    match: shares(),
    strangers: shares(),
    classes,
    names: [0, 1],
    ...(crowds > 0 && { crowds: parts }),
  }
}

describe('bounded comparison', () => {
  it.each([0, 1, 3])(
    'gives up only pairs whose score is below the limit, and otherwise the pattern; %i crowds',
    (crowds) => {
      let given = 0
      let refused = 0
      for (let seed = 1; seed <= 2; seed++) {
        const mix = mixture(seed, crowds)
        const judge = makeJudge(prepared, mix)
        for (const lowest of [-9, -2, 3]) {
          const bounded = compare.bounded(gainsOf(prepared, mix), lowest)
          for (let b = 1; b < prepared.rows; b++) {
            for (let a = 0; a < b; a++) {
              const pattern = compare.pattern(a, b)
              const found = bounded(a, b)
              if (found === pattern) given++
              else {
                expect(found).toBe(-1)
                expect(judge(pattern, a, b)).toBeLessThan(lowest)
                refused++
              }
            }
          }
        }
      }
      expect(refused).toBeGreaterThan(given / 10)
      expect(given).toBeGreaterThan(500)
    },
  )
})
