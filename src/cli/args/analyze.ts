import {
  choice,
  COMMON_OPTIONS,
  type CommonArguments,
  flag,
  parse,
  readCommon,
  text,
  wholeNumber,
  wrong,
} from './common.js'
import { ORDERS_OPTIONS, type OrdersArguments, readOrders } from './orders.js'

/** A table of a database; `address` is what opens it. */
export interface EngineGiven {
  readonly kind: 'duckdb' | 'postgres' | 'clickhouse' | 'spark'
  readonly address: string
  readonly table: string
}

/** What the command line said to `analyze`. */
export interface AnalyzeArguments extends CommonArguments, OrdersArguments {
  readonly command: 'analyze'
  /** Where the orders lie if not in a file; then `file` is the table's name. */
  readonly engine: EngineGiven | undefined
  readonly refunds: 'drop' | 'net' | 'keep'
  /** What customers will be worth: over so many months, discounted at so much a year; undefined to leave it out. */
  readonly lifetime: { readonly months: number; readonly discountRate: number } | undefined
  /** How many groups of customers are looked for; undefined to leave them out. */
  readonly groups: number | 'any' | undefined
  /** Who is leaving: days without an order that count as having left; undefined to leave it out. */
  readonly churn: { readonly days: number } | undefined
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  ...ORDERS_OPTIONS,
  engine: text,
  table: text,
  refunds: text,
  horizon: text,
  discount: text,
  'no-lifetime': flag,
  groups: text,
  'no-groups': flag,
  days: text,
  'no-churn': flag,
} as const

/** Reads the command line of `analyze`. */
export function readAnalyze(args: readonly string[]): AnalyzeArguments {
  const { values, positionals } = parse('analyze', args, OPTIONS)
  const engine = readEngine(values, positionals)
  return {
    ...readCommon('analyze', 'orders.csv', values, engine ? [engine.table] : positionals),
    ...readOrders(values),
    command: 'analyze',
    engine,
    refunds: choice('refunds', values.refunds ?? 'drop', ['drop', 'net', 'keep']),
    lifetime: readLifetime(values),
    groups: values['no-groups'] === true ? undefined : (wholeNumber('groups', values.groups, 50, 2) ?? 'any'),
    churn: values['no-churn'] === true ? undefined : { days: wholeNumber('days', values.days, 999) ?? 90 },
  }
}

/** Options that have no meaning for a database. */
const OF_FILES = [
  'delimiter',
  'decimal',
  'thousands',
  'comment',
  'encoding',
  'header',
  'no-header',
  'types',
] as const

/** 'duckdb:shop.db' or an address. What is wrong with it is said without it, since it may hold a password. */
function readEngine(
  values: { readonly [name in 'engine' | 'table']?: string | undefined } & {
    readonly [name in (typeof OF_FILES)[number]]?: unknown
  },
  positionals: readonly string[],
): EngineGiven | undefined {
  const { engine, table } = values
  if (engine === undefined && table === undefined) return undefined
  if (engine === undefined) throw wrong('--table needs --engine, such as --engine duckdb:shop.db')
  if (positionals.length > 0) throw wrong('analyze takes a file or --engine, but got both; leave one out')
  if (!table) throw wrong('--engine needs --table, such as --table orders')
  const ofFiles = OF_FILES.find((name) => values[name] !== undefined)
  if (ofFiles)
    throw wrong(`--${ofFiles} says how to read a file, but --engine has columns with types; leave it out`)
  const [, path] = /^duckdb:(.+)$/.exec(engine) ?? []
  if (path) return { kind: 'duckdb', address: path, table }
  const [, scheme] = /^(postgres|clickhouse|spark)(?:ql|s)?:\/\/./.exec(engine) ?? []
  if (scheme) return { kind: scheme as EngineGiven['kind'], address: engine, table }
  const known = 'duckdb:FILE, postgres://…, clickhouse://… or spark://…'
  throw wrong(`--engine begins with '${engine.split(':')[0]!.slice(0, 20)}', but must be ${known}`)
}

/** The horizon in months and the yearly discount, or nothing where it is to be left out. */
function readLifetime(values: {
  readonly horizon?: string | undefined
  readonly discount?: string | undefined
  readonly 'no-lifetime'?: boolean | undefined
}): AnalyzeArguments['lifetime'] {
  const months = wholeNumber('horizon', values.horizon, 120) ?? 12
  const { discount = '0.1' } = values
  const discountRate = /^\d*\.?\d+$/.test(discount) ? Number(discount) : NaN
  if (!(discountRate <= 10)) {
    throw wrong(
      `--discount is '${discount}', but must be a yearly rate from 0 to 10, such as 0.1 for ten per cent`,
    )
  }
  return values['no-lifetime'] === true ? undefined : { months, discountRate }
}
