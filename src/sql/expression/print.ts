import { type Dialect, type Grammar, grammars } from '../../dialect/grammars.js'
import type { Expression, Order } from './expression.js'
import { type Functions, functions } from './functions.js'

/** What prints expressions: how a database quotes, and how it calls functions. */
export interface Printer {
  readonly grammar: Grammar
  readonly functions: Functions
  readonly expression: (expression: Expression) => string
  readonly order: (order: readonly Order[]) => string
}

/** The printer of a dialect. */
export function printerOf(dialect: Dialect): Printer {
  const printer: Printer = {
    grammar: grammars[dialect],
    functions: functions[dialect],
    expression: (expression) => print(expression, printer),
    order: (order) => order.map((one) => orderSql(one, printer)).join(', '),
  }
  return printer
}

function print(expression: Expression, printer: Printer): string {
  const { grammar, functions, expression: inner } = printer
  switch (expression.op) {
    case 'column':
      return `${expression.of}.${grammar.identifier(expression.name)}`
    case 'number':
      return grammar.number(expression.value)
    case 'whole':
      return expression.value < 0 ? `(${expression.value})` : String(expression.value)
    case 'text':
      return grammar.text(expression.value)
    case 'truth':
      return expression.value ? 'TRUE' : 'FALSE'
    case 'nothing':
      return `CAST(NULL AS ${functions.types[expression.type]})`
    case 'moment':
      return functions.moment(isoMoment(expression.ms), expression.zoned)
    case 'call':
      return functions.print[expression.name](...expression.terms.map(inner))
    case 'choose': {
      const cases = expression.cases.map(([test, value]) => `WHEN ${inner(test)} THEN ${inner(value)}`)
      const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${inner(expression.otherwise)}`
      return `CASE ${cases.join(' ')}${otherwise} END`
    }
    case 'oneOf':
      return `(${inner(expression.of)} IN (${expression.values.map(inner).join(', ')}))`
    case 'over':
      return `${inner(expression.of)} OVER (${windowSql(expression, printer)})`
  }
}

const FRAMES = {
  all: '',
  before: 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
  after: 'ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
}

function windowSql({ within, order, rows }: Expression & { op: 'over' }, printer: Printer): string {
  const parts = [
    within.length > 0 ? `PARTITION BY ${within.map(printer.expression).join(', ')}` : '',
    order.length > 0 ? `ORDER BY ${printer.order(order)}` : '',
    FRAMES[rows],
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function orderSql({ by, descending = false, text = false }: Order, printer: Printer): string {
  const printed = printer.expression(by)
  const key = text ? printer.functions.print.bytes(printed) : printed
  return `${key} ${descending ? 'DESC' : 'ASC'} NULLS LAST`
}

/** '2011-12-09 18:00:00.000', as all databases read it. */
function isoMoment(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
}
