import * as lib from 'clientele'
import type { Case } from './cases.js'
import { scored } from './classifyCases.js'

const customers = () => scored().select(['churned', 'city', 'tenure', 'weight'])

/** Learners of sums over rows: another order of rows may change the last digits. */
function learner(name: string, fit: (table: any, options?: any) => any): Case {
  return {
    name,
    table: customers,
    call: (t) => {
      const model = fit(t)
      return [model, model.predict(t)]
    },
    // Text is as good as numbers.
    reads: { churned: 'key', city: 'key', tenure: 'key', weight: 'number' },
    order: 'matters',
    strange: () => fit(customers(), { notAnOption: 1 }),
    model: fit,
  }
}

const given = { target: 'churned', features: ['city', 'tenure'], weights: 'weight' } as const

export const linearCases: Case[] = [
  learner('fitLogistic', (t, more) => lib.fitLogistic(t, { ...given, ...more })),
  learner('fitNaiveBayes', (t, more) => lib.fitNaiveBayes(t, { ...given, ...more })),
  learner('fitNetwork', (t, more) => lib.fitNetwork(t, { ...given, hidden: [4], epochs: 5, ...more })),
]
