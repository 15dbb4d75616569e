import type { Engine } from '../engine.js'
import type { Expression } from '../expression/expression.js'
import type { Query } from '../expression/query.js'
import type { Plan } from '../relation/relation.js'

/** Rows with what a model says of them. */
export interface Scored {
  readonly query: Query
  /** The columns that the model adds, by the names that it gives them. */
  readonly added: { readonly [name: string]: Expression }
}

/** What makes the query of a model. */
export type Scorer = (given: {
  readonly engine: Engine
  readonly plan: Plan
  readonly model: any
  /** The options of the model's `predict`. */
  readonly asked: { readonly [option: string]: any }
}) => Promise<Scored>
