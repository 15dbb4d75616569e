import type { FeatureInfo } from '../../learn/features.js'
import type { TargetInfo } from '../../learn/target.js'
import type { Grammar } from '../../dialect/grammars.js'
import { hidden } from '../../dialect/hidden.js'
import { type Code, featuresOf, type Test } from './expression.js'
import type { Named, Program } from './program.js'

/** What printing needs to know. */
export interface SqlContext {
  readonly grammar: Grammar
  readonly target: TargetInfo
}

const featureName = (feature: number): string => hidden(`x${feature + 1}`)

/** A formula as SQL. */
export function sqlOf(code: Code, context: SqlContext): string {
  const { grammar } = context
  const print = (part: Code): string => sqlOf(part, context)
  switch (code.op) {
    case 'number':
      return grammar.number(code.value)
    case 'feature':
      return grammar.identifier(featureName(code.feature))
    case 'name':
      return grammar.identifier(hidden(code.name))
    case 'sum':
      return balanced(code.terms.map(print))
    case 'minus':
      return `(${print(code.left)} - ${print(code.right)})`
    case 'times':
      return `(${print(code.left)} * ${print(code.right)})`
    case 'over':
      return `(${print(code.left)} / ${print(code.right)})`
    case 'exp':
    case 'ln':
      return `${code.op.toUpperCase()}(${print(code.of)})`
    case 'most':
      return `GREATEST(${code.terms.map(print).join(', ')})`
    case 'least':
      return `LEAST(${code.terms.map(print).join(', ')})`
    case 'choose': {
      const cases = code.cases.map(([test, value]) => `WHEN ${testSql(test, context)} THEN ${print(value)}`)
      return `CASE ${cases.join(' ')} ELSE ${print(code.otherwise)} END`
    }
    case 'class':
      return classLiteral(context, code.label)
  }
}

/** A sum as a balanced tree of parentheses: a long one without would be as deep as it is long to a parser. */
function balanced(terms: readonly string[]): string {
  if (terms.length === 1) return terms[0]!
  const half = terms.length >> 1
  return `(${balanced(terms.slice(0, half))} + ${balanced(terms.slice(half))})`
}

function testSql(test: Test, context: SqlContext): string {
  const { grammar } = context
  if (test.op === 'atLeast') return `${sqlOf(test.left, context)} >= ${sqlOf(test.right, context)}`
  const column = grammar.identifier(featureName(test.feature))
  if (test.op === 'missing') return `${column} IS NULL`
  const isThere =
    test.op === 'atMost'
      ? `${column} <= ${grammar.number(test.value)}`
      : oneOf(column, test.labels.map(grammar.text))
  return test.orMissing ? `(${column} IS NULL OR ${isThere})` : `(${column} IS NOT NULL AND ${isThere})`
}

/** From five constants on DuckDB makes a join of IN, which is a thousand times slower where there are hundreds of them. */
const SHORT_LIST = 4
/** Lists longer than this are worth a join. */
const LONG_LIST = 100

function oneOf(column: string, labels: readonly string[]): string {
  if (labels.length === 0) return '1 = 0'
  if (labels.length <= SHORT_LIST || labels.length > LONG_LIST) return `${column} IN (${labels.join(', ')})`
  const half = SHORT_LIST * Math.ceil(labels.length / SHORT_LIST / 2)
  return `(${oneOf(column, labels.slice(0, half))} OR ${oneOf(column, labels.slice(half))})`
}

function classLiteral({ grammar, target }: SqlContext, c: number): string {
  if (target.task === 'number') return 'NULL'
  const label = target.classes[c]!
  if (target.form === 'boolean') return label === 'true' ? 'TRUE' : 'FALSE'
  if (target.form === 'text') return grammar.text(label)
  const value = Number(label)
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? String(value) : grammar.number(value)
}

/** The features that a program reads, made ready: doubles without NaN, and known labels as text. */
export function preparedFeatures(program: Program, grammar: Grammar, table: string): [string, string][] {
  const found = new Set<number>()
  for (const { code } of [...program.steps.flat(), ...program.results]) featuresOf(code, found)
  return [...found]
    .sort((a, b) => a - b)
    .map((f) => [prepared(program.features[f]!, grammar, table), grammar.identifier(featureName(f))])
}

function prepared(info: FeatureInfo, grammar: Grammar, table: string): string {
  const column = `${table}.${grammar.identifier(info.name)}`
  if (info.kind === 'number') return grammar.asNumber(column)
  const text = grammar.asText(column)
  return `CASE WHEN ${oneOf(text, info.labels.map(grammar.text))} THEN ${text} END`
}

/** The values of a step as expressions and the names of their columns. */
export function stepColumns(step: readonly Named[], context: SqlContext): [string, string][] {
  return step.map(({ name, code }) => [sqlOf(code, context), context.grammar.identifier(hidden(name))])
}
