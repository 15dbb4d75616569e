import { fromRows, identify, sampleForReview, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { thrown } from '../thrown.js'
import { anonymous, people } from './people.js'
import { pairF1 } from './records.js'

const rows = people(120, 3)
const persons = rows.map(({ person }) => person)
const records = fromRows(anonymous(rows))
const untold = identify(records)
const review = sampleForReview(untold.pairs, { records: untold.records, size: 40 })
const answers = (right: boolean) =>
  fromRows(
    (toRows(review) as any[]).map(({ row_a, row_b, reason }) => ({
      row_a,
      row_b,
      reason,
      is_match: (persons[row_a] === persons[row_b]) === right,
    })),
  )
const f1 = ({ records: found }: { records: any }) =>
  pairF1(
    toRows(found).map((row: any) => row.customer_id),
    persons,
  )

describe('labels', () => {
  const told = identify(records, { labels: answers(true) })

  it('teach the model of identify, which says how many it was given and what they make of its weights', () => {
    const yes = (toRows(answers(true)) as any[]).filter(({ is_match }) => is_match).length
    expect(told.fit.learning.labels).toEqual({ matches: yes, others: review.numRows - yes })
    expect(told.model.calibration).not.toBeNull()
    expect(f1(told)).toBeGreaterThanOrEqual(f1(untold))
  })

  it('that are false teach what is false', () => {
    expect(f1(identify(records, { labels: answers(false) }))).toBeLessThan(f1(untold))
  })

  it('leave the model saying of the pairs what they have', () => {
    const some = told.pairs.slice(0, 50)
    const again = toRows(told.model.predict(some.select(['row_a', 'row_b']), { records })) as any[]
    toRows(some).forEach((pair: any, i) => expect(again[i].match_weight).toBeCloseTo(pair.match_weight, 4))
  })

  it('that contradict each other are refused', () => {
    const both = fromRows([true, false].map((is_match) => ({ row_a: 0, row_b: 1, is_match })))
    expect(thrown(() => identify(records, { labels: both })).code).toBe('contradiction')
  })
})

it('commonValues: 0 keeps no value of any record in the model', () => {
  const model = JSON.stringify(identify(records, { commonValues: 0 }).model)
  expect(/zykov|@mail|"19[4-9]\d{5}"/.test(model)).toBe(false)
  expect(/zykov/.test(JSON.stringify(untold.model))).toBe(true)
})
