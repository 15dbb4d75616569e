import { comparePairs, fitLinkage, fromRows, loadModel, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { makeRandom } from '#src/numeric/random'
import { allPairs, anonymous, people } from '../people.js'

const random = makeRandom(4)
/** How each record of a person says the same income: to the cent, rounded, or after a raise. */
const changes = [1, 1, 1, 1.004, 0.996, 1.05, 1.4]
let income = 0
const rows = people(100).map((row, i) => {
  if (i % 2 === 0) income = 15_000 + Math.floor(random.uniform() * 80_000)
  const said = i % 2 === 0 ? income : income * changes[Math.floor(random.uniform() * changes.length)]!
  return { ...row, income: String(Math.round(said)) }
})
const records = fromRows(anonymous(rows))
const fields = {
  given_name: 'given_name',
  surname: 'surname',
  date_of_birth: 'date_of_birth',
  postcode: 'postcode',
  income: 'number',
} as const
const listed = allPairs(rows.length)
const pairs = fromRows(listed)

describe('a field of kind number', () => {
  it('has the level of the difference as a share of the larger', () => {
    const compared = toRows(comparePairs(pairs, { records, fields })) as any[]
    listed.forEach(({ row_a, row_b }, p) => {
      const [one, other] = [Number(rows[row_a]!.income), Number(rows[row_b]!.income)]
      const apart = Math.abs(one - other) / Math.max(one, other)
      const level = one === other ? 4 : apart <= 0.01 ? 3 : apart <= 0.1 ? 2 : 1
      expect(compared[p].level_income).toBe(level)
    })
  })

  it('weighs more the nearer it is, and comes back from JSON', () => {
    const model = fitLinkage(pairs, { records, fields })
    const { match, strangers, levels } = model.fields.at(-1)!
    expect(levels).toEqual(['missing', 'other', 'within 10 %', 'within 1 %', 'same'])
    const weights = match.map((m, level) => Math.log2(m / strangers[level]!))
    expect(weights).toEqual(weights.toSorted((a, b) => a - b))
    const again = loadModel(JSON.stringify(model), { kind: 'linkage' })
    expect(toRows(again.predict(pairs, { records }))).toEqual(toRows(model.predict(pairs, { records })))
  })
})
