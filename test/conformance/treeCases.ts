import * as lib from 'clientele'
import type { Case } from './cases.js'
import { scored } from './classifyCases.js'

const customers = () => scored().select(['churned', 'city', 'tenure', 'weight'])

function learner(name: string, fit: (table: any, options?: any) => any, order: Case['order']): Case {
  return {
    name,
    table: customers,
    call: (t) => {
      const model = fit(t)
      return [model, model.predict(t)]
    },
    // Text is as good as numbers.
    reads: { churned: 'key', city: 'key', tenure: 'key', weight: 'number' },
    order,
    strange: () => fit(customers(), { notAnOption: 1 }),
    model: fit,
  }
}

const given = { target: 'churned', features: ['city', 'tenure'], weights: 'weight' } as const

export const treeCases: Case[] = [
  // Whole weights add up to the same in any order.
  learner('fitTree', (t, more) => lib.fitTree(t, { ...given, minLeaf: 2, ...more }), 'free'),
  // Which rows are drawn depends on their order.
  learner('fitForest', (t, more) => lib.fitForest(t, { ...given, trees: 5, minLeaf: 2, ...more }), 'matters'),
]
