import type { Expression } from './expression.js'
import type { Query, Select } from './query.js'

/** How large a query may grow by what is copied into it, in all and as a multiple of its own size. */
const MOST = { size: 300, times: 4 }

/**
 * The parts that a planner must not copy into what reads them. PostgreSQL writes a part's formulas out wherever its columns
 * are read: scores made of scores made of scores grow a hundredfold with each step.
 */
export function fencedParts(query: Query): ReadonlySet<Query> {
  const fenced = new Set<Query>()
  const known = new Map<Query, Sizes>()
  const sizesOf = (part: Query): Sizes => {
    const found = known.get(part)
    if (found) return found
    const made =
      part.kind === 'select' ? sizesOfSelect(part) : part.kind === 'union' ? unionOf(part.queries) : NONE
    known.set(part, made)
    return made
  }
  const unionOf = (queries: readonly Query[]): Sizes => {
    for (const one of queries) sizesOf(one)
    return NONE
  }
  const sizesOfSelect = (part: Select): Sizes => {
    const sources = { input: sizesOf(part.from), other: part.join ? sizesOf(part.join.query) : NONE }
    const formulas = formulasOf(part)
    const own = sum(formulas.map((one) => sizeOf(one, { input: NONE, other: NONE })))
    const grown = sum(formulas.map((one) => sizeOf(one, sources)))
    const isTooLarge = grown > MOST.size && grown > MOST.times * own
    if (isTooLarge)
      for (const source of [part.from, part.join?.query]) if (source?.kind === 'select') fenced.add(source)
    if (isComputed(part)) return NONE
    const read = isTooLarge ? { input: NONE, other: NONE } : sources
    return new Map(part.columns.map(([name, value]) => [name, sizeOf(value, read)]))
  }
  sizesOf(query)
  return fenced
}

/** How large the formula of each column is, once it is copied; 1 where it is not. */
type Sizes = ReadonlyMap<string, number>

const NONE: Sizes = new Map()

/** Whether planners compute the rows before they are read. */
function isComputed({ columns, groupBy, limit }: Select): boolean {
  return groupBy !== undefined || limit !== undefined || columns.some(([, value]) => value.op === 'over')
}

function formulasOf({ columns, where, groupBy = [], orderBy = [], join }: Select): Expression[] {
  const tests = [where, join?.on].filter((test) => test !== undefined)
  return [...columns.map(([, value]) => value), ...tests, ...groupBy, ...orderBy.map(({ by }) => by)]
}

function sizeOf(expression: Expression, sources: { readonly input: Sizes; readonly other: Sizes }): number {
  if (expression.op === 'column') return sources[expression.of].get(expression.name) ?? 1
  return 1 + sum(termsOf(expression).map((term) => sizeOf(term, sources)))
}

function termsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'call':
      return expression.terms
    case 'choose':
      return [...expression.cases.flat(), ...(expression.otherwise ? [expression.otherwise] : [])]
    case 'oneOf':
      return [expression.of, ...expression.values]
    case 'over':
      return [expression.of, ...expression.within, ...expression.order.map(({ by }) => by)]
    default:
      return []
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
