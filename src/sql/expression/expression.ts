import type { FunctionName } from './functions.js'

/** What a value is, where a database has to be told. */
export type ValueType = 'number' | 'whole' | 'text' | 'truth' | 'date' | 'time'

/**
 * A formula over the columns of a query, printed as SQL of any dialect. Values are as the database has them: a comparison with a
 * missing one is neither true nor false.
 */
export type Expression =
  /** A column of the query that is read, or of the one that is joined to it. */
  | { readonly op: 'column'; readonly name: string; readonly of: Side }
  /** A double. */
  | { readonly op: 'number'; readonly value: number }
  /** A whole number. */
  | { readonly op: 'whole'; readonly value: number }
  | { readonly op: 'text'; readonly value: string }
  | { readonly op: 'truth'; readonly value: boolean }
  /** Nothing, of some type. */
  | { readonly op: 'nothing'; readonly type: ValueType }
  /** A moment as epoch milliseconds, for times with a zone or without. */
  | { readonly op: 'moment'; readonly ms: number; readonly zoned: boolean }
  | { readonly op: 'call'; readonly name: FunctionName; readonly terms: readonly Expression[] }
  /** The value of the first test that holds; nothing where none does and there is no `otherwise`. */
  | {
      readonly op: 'choose'
      readonly cases: readonly (readonly [test: Expression, value: Expression])[]
      readonly otherwise: Expression | undefined
    }
  | { readonly op: 'oneOf'; readonly of: Expression; readonly values: readonly Expression[] }
  /** A function of the rows that share the values of `within`, in that order: up to this row, or from it on, where `rows` says so. */
  | {
      readonly op: 'over'
      readonly of: Expression
      readonly within: readonly Expression[]
      readonly order: readonly Order[]
      readonly rows: 'all' | 'before' | 'after'
    }

/** Which of two joined queries a column is of. */
export type Side = 'input' | 'other'

/** By what rows are put in order; missing values come last. */
export interface Order {
  readonly by: Expression
  readonly descending?: boolean | undefined
  /** Whether it is text, which is then in the order of its bytes. */
  readonly text?: boolean | undefined
}

/** A column of the query that is read. */
export function column(name: string, of: Side = 'input'): Expression {
  return { op: 'column', name, of }
}

/** A column of the query that is joined. */
export function other(name: string): Expression {
  return column(name, 'other')
}

export function number(value: number): Expression {
  return { op: 'number', value }
}

export function whole(value: number): Expression {
  return { op: 'whole', value }
}

export function text(value: string): Expression {
  return { op: 'text', value }
}

export function truth(value: boolean): Expression {
  return { op: 'truth', value }
}

export function nothing(type: ValueType): Expression {
  return { op: 'nothing', type }
}

export function moment(ms: number, zoned: boolean): Expression {
  return { op: 'moment', ms, zoned }
}

export function call(name: FunctionName, ...terms: readonly Expression[]): Expression {
  return { op: 'call', name, terms }
}

/** The value where the test holds, else nothing or `otherwise`. */
export function when(test: Expression, value: Expression, otherwise?: Expression): Expression {
  return { op: 'choose', cases: [[test, value]], otherwise }
}

export function choose(
  cases: readonly (readonly [test: Expression, value: Expression])[],
  otherwise?: Expression,
): Expression {
  if (cases.length > 0) return { op: 'choose', cases, otherwise }
  return otherwise ?? nothing('number')
}

/** Whether all tests hold; true where there are none. */
export function all(...tests: readonly (Expression | undefined)[]): Expression {
  return joined('all', true, tests)
}

/** Whether any test holds; false where there are none. */
export function any(...tests: readonly (Expression | undefined)[]): Expression {
  return joined('any', false, tests)
}

function joined(name: 'all' | 'any', empty: boolean, tests: readonly (Expression | undefined)[]): Expression {
  const given = tests.filter((test) => test !== undefined)
  if (given.length === 0) return truth(empty)
  return given.length === 1 ? given[0]! : call(name, ...given)
}

/** Whether it is one of those; false where there are none. */
export function oneOf(of: Expression, values: readonly Expression[]): Expression {
  return values.length === 0 ? truth(false) : { op: 'oneOf', of, values }
}

/** 1 where a test holds, else 0. */
export function flag(test: Expression): Expression {
  return when(test, whole(1), whole(0))
}

/** How many rows pass a test. */
export function countWhere(test: Expression): Expression {
  return total(flag(test))
}

/** A function over rows that belong together. */
export function over(
  of: Expression,
  within: readonly Expression[],
  order: readonly Order[] = [],
  rows: 'all' | 'before' | 'after' = 'all',
): Expression {
  return { op: 'over', of, within, order, rows }
}

/** The sum of a value, 0 where there is none. */
export function total(value: Expression): Expression {
  return call('coalesce', call('sum', value), whole(0))
}

/** The value in rows that pass a test; in all where there is none. */
export function within(test: Expression | undefined, value: Expression): Expression {
  return test ? when(test, value) : value
}
