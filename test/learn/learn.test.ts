import { fromRows, rename } from 'clientele'
import { describe, expect, it } from 'vitest'
import { adopt } from '#src/table/adopt'
import { learn } from '#src/learn/learn'
import { addPredictions } from '#src/learn/predictions'
import { readFeaturesAgain } from '#src/learn/features'

const table = adopt(
  fromRows([
    { customer_id: 'a', age: 31, plan: 'gold', fee: null, joined: new Date(0), churned: 'Yes', w: 1 },
    { customer_id: 'b', age: null, plan: 'basic', fee: 2, joined: new Date(0), churned: 'No', w: 2 },
    { customer_id: 'c', age: 44, plan: 'basic', fee: 3, joined: new Date(0), churned: null, w: 1 },
    { customer_id: 'd', age: 20, plan: null, fee: 4, joined: new Date(0), churned: 'No', w: 0 },
  ]),
  'test',
)
const omit = { target: 'churned', weights: 'w', missing: 'omit' } as const

describe('what a classifier learns from', () => {
  it('is every number, boolean and category but for target, weights, ids and dates', () => {
    const learned = learn('fit', table, omit)
    expect(learned.features.map(({ info }) => info.name)).toEqual(['age', 'plan', 'fee'])
    expect(learned.counts).toEqual({ rows: 2, missing: 1, weightless: 1, leakage: [] })
    expect([...learned.rowsUsed]).toEqual([0, 1])
    expect([...learned.weights!]).toEqual([1, 2])
  })

  it('has the classes in order, yes last', () => {
    const { target } = learn('fit', table, omit, 'classes')
    expect(target.info).toEqual({ name: 'churned', task: 'classes', form: 'text', classes: ['No', 'Yes'] })
    expect([...target.codes]).toEqual([1, 0])
  })

  it('never is a column that a model predicted, whatever its name', () => {
    const { target } = learn('fit', table, omit)
    const scored = addPredictions('predict', table, target.info, [new Float64Array(4)], {
      as: { probability: 'p_tree' },
    })
    const again = learn('fit', adopt(rename(scored, { p_tree: 'risk' }), 'test'), omit)
    expect(again.features.map(({ info }) => info.name)).toEqual(['age', 'plan', 'fee'])
  })

  it('takes a category that was not learned from for missing', () => {
    const { features } = learn('fit', table, omit)
    const later = adopt(
      fromRows([
        { age: 1, plan: 'silver', fee: 1 },
        { age: 1, plan: 'gold', fee: 1 },
      ]),
      'test',
    )
    const [, plan] = readFeaturesAgain(
      'predict',
      later,
      features.map(({ info }) => info),
    )
    expect('codes' in plan! && [...plan.codes]).toEqual([-1, 1])
  })

  it.each([
    [{ target: 'churned' }, /fit: 1 row of 4 has no target 'churned'/],
    [{ target: 'plan', missing: 'omit' }, /Say positive: '(gold|basic)' or positive/],
    [{ target: 'plan', positive: 'silver', missing: 'omit' }, /positive is 'silver'/],
    [{ target: 'customer_id', features: ['plan', 'plan'] }, /'plan' twice/],
    [{ target: 'churned', features: ['churned'], missing: 'omit' }, /leave it out/],
    [{ target: 'fee', positive: 2, features: ['w'], missing: 'omit', weights: 'age' }, /target 'fee' is/],
    [{ target: 'churned', features: ['joined'], missing: 'omit' }, /days since a date/],
  ])('refuses %j', (options, message) => {
    expect(() => learn('fit', table, options as any)).toThrow(message)
  })
})
