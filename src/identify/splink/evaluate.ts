import { readerOf } from './dates.js'
import { FUNCTIONS, type Value } from './functions.js'
import { notMapped } from './notMapped.js'
import type { Expression } from './parse.js'
import { safePattern } from './pattern.js'

/** The values of one record, in the order of the comparison's columns. */
export type Cells = readonly (string | null)[]

/** A condition ready to be asked of two records; null is neither true nor false. */
export type Condition = (left: Cells, right: Cells) => Value

/** Makes a function of a condition, `columns` being the order of cells. Formats and patterns are checked here. */
export function compile(expression: Expression, columns: readonly string[]): Condition {
  if (expression.type === 'value') return () => expression.value
  if (expression.type === 'column') {
    const at = columns.indexOf(expression.name)
    return expression.side === 'l' ? (left) => left[at]! : (_, right) => right[at]!
  }
  if (expression.type === 'case') {
    const whens = expression.whens.map(
      (pair) => pair.map((one) => compile(one, columns)) as [Condition, Condition],
    )
    const otherwise = compile(expression.otherwise, columns)
    return (left, right) =>
      (whens.find(([when]) => when(left, right) === true)?.[1] ?? otherwise)(left, right)
  }
  checkWords(expression)
  const parts = expression.parts.map((part) => compile(part, columns))
  const special = SPECIAL[expression.name]
  if (special !== undefined) return (left, right) => special(parts.map((part) => () => part(left, right)))
  const how = FUNCTIONS.get(expression.name)!
  return (left, right) => {
    const values = parts.map((part) => part(left, right))
    return values.includes(null) ? null : how(...values)
  }
}

type Lazy = () => Value

/** What looks at null, or does not look at all of its parts. */
const SPECIAL: { readonly [name: string]: (parts: readonly Lazy[]) => Value } = {
  and: ([a, b]) => {
    const first = a!()
    if (first === false) return false
    const second = b!()
    return second === false ? false : first === null || second === null ? null : true
  },
  or: ([a, b]) => {
    const first = a!()
    if (first === true) return true
    const second = b!()
    return second === true ? true : first === null || second === null ? null : false
  },
  not: ([a]) => {
    const value = a!()
    return value === null ? null : value !== true
  },
  'is null': ([a]) => a!() === null,
  nullif: ([a, b]) => {
    const value = a!()
    return value === b!() ? null : value
  },
  coalesce: (parts) => {
    for (const part of parts) {
      const value = part()
      if (value !== null) return value
    }
    return null
  },
  ifnull: (parts) => SPECIAL['coalesce']!(parts),
}

/** Patterns and formats must stand there as they are, and be known. */
function checkWords({ name, parts }: Extract<Expression, { type: 'call' }>): void {
  if (name !== 'regexp_extract' && name !== 'strptime' && name !== 'try_strptime') return
  const word = parts[1]
  if (word?.type !== 'value' || typeof word.value !== 'string') throw notMapped(`${name} of that form`)
  if (name === 'regexp_extract') safePattern(word.value)
  else readerOf(word.value)
}
