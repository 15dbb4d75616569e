import {
  cleanRecords,
  clusterPairs,
  comparePairs,
  explainPair,
  fitRfm,
  fromRows,
  indexRecords,
  identify,
} from 'clientele'
import { describe, expect, it } from 'vitest'
import { thrown } from '../thrown.js'
import { anonymous, people } from './people.js'

const records = fromRows(anonymous(people(40)))
const pairs = fromRows([{ row_a: 0, row_b: 1 }])
const { model } = identify(records)

describe('a model that is none', () => {
  const takers: { readonly [name: string]: (model: any) => unknown } = {
    clusterPairs: (given) => clusterPairs(pairs, { records, model: given }),
    comparePairs: (given) => comparePairs(pairs, { records, model: given }),
    explainPair: (given) => explainPair(records, { model: given, pair: [0, 1] }),
    indexRecords: (given) => indexRecords(records, { model: given }),
  }
  const orders = fromRows([{ customer_id: 'ann', days_since_last: 3, orders: 9, revenue: 400 }])
  const wrong: { readonly [got: string]: unknown } = {
    null: null,
    'text; give it to loadModel first': JSON.stringify(model),
    'the JSON of one; give it to loadModel first': JSON.parse(JSON.stringify(model)),
    "a model of kind 'rfm'": fitRfm(orders),
    'an object': {},
    'a number': 7,
  }
  it.each(Object.keys(takers))('%s says what it got, and how to mend it', (name) => {
    for (const [got, given] of Object.entries(wrong)) {
      const { code, message } = thrown(() => takers[name]!(given))
      expect(code).toBe('option-invalid')
      expect(message).toBe(
        `${name}: model must be a linkage model, as fitLinkage, identify, importSplink or loadModel give it, but got ${got}.`,
      )
    }
  })

  it('a missing one is asked for where it is needed', () => {
    expect(thrown(() => takers['explainPair']!(undefined)).message).toMatch(/but got undefined/)
    expect(thrown(() => takers['indexRecords']!(undefined)).message).toMatch(/but got undefined/)
  })
})

it('a recipe that is none is said to be by the function that was given it', () => {
  expect(thrown(() => cleanRecords(records, { recipe: {} as any })).message).toBe(
    'cleanRecords: recipe.version must be 1; give the recipe of a model, as it is there.',
  )
})
