import { parseArgs } from 'node:util'
import type { ColumnType } from '../io/index.js'
import { ClienteleError } from '../error.js'
import type { Role } from '../table/metadata.js'
import type { StatusGiven } from './guessStatus.js'

/** What the command line said. */
export interface Arguments {
  readonly command: 'analyze' | 'help' | 'version'
  /** Whether help is about analyze rather than the whole. */
  readonly helpOn: 'analyze' | undefined
  readonly file: string
  readonly roles: { readonly [role in Role]?: string | undefined }
  readonly product: string | undefined
  readonly out: string | undefined
  readonly asOf: string | undefined
  readonly currency: string | undefined
  readonly lang: 'en' | 'zh'
  readonly timeZone: string | undefined
  readonly refunds: 'drop' | 'net' | 'keep'
  /** The column of statuses and those that count; undefined: found out. */
  readonly status: StatusGiven | undefined
  /** Customers that are tests; undefined for nobody. */
  readonly test: RegExp | undefined
  readonly delimiter: string | undefined
  readonly decimal: '.' | ',' | undefined
  readonly thousands: string | undefined
  readonly comment: string | undefined
  readonly types: Readonly<Record<string, ColumnType>>
  readonly threads: number | undefined
  /** What customers will be worth: over so many months, discounted at so much a year; undefined to leave it out. */
  readonly lifetime: { readonly months: number; readonly discountRate: number } | undefined
  /** How many groups of customers are looked for; undefined to leave them out. */
  readonly groups: number | 'any' | undefined
  readonly json: boolean
  readonly quiet: boolean
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = {
  customer: text,
  time: text,
  amount: text,
  quantity: text,
  price: text,
  order: text,
  product: text,
  out: { ...text, short: 'o' },
  'as-of': text,
  currency: text,
  lang: text,
  'time-zone': text,
  refunds: text,
  status: text,
  test: text,
  delimiter: text,
  decimal: text,
  thousands: text,
  comment: text,
  types: { ...text, multiple: true },
  threads: text,
  horizon: text,
  discount: text,
  'no-lifetime': flag,
  groups: text,
  'no-groups': flag,
  json: flag,
  quiet: { ...flag, short: 'q' },
  help: { ...flag, short: 'h' },
  version: { ...flag, short: 'v' },
} as const

/** Reads the command line; what it cannot mean is an error that says what it could. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args)
  const [command, file, ...more] = positionals
  if (values.version === true) return { ...NOTHING, command: 'version' }
  const asksForHelp = values.help === true || command === 'help' || args.length === 0
  if (asksForHelp) {
    const about = command === 'help' ? file : command
    return { ...NOTHING, command: 'help', helpOn: about === 'analyze' ? 'analyze' : undefined }
  }
  if (command !== 'analyze') {
    throw wrong(
      `there is no command '${command ?? ''}'; the command is analyze: clientele analyze orders.csv`,
    )
  }
  if (file === undefined) throw wrong('analyze needs a file: clientele analyze orders.csv')
  if (more.length > 0)
    throw wrong(
      `analyze takes one file, but got ${positionals.length - 1}; quote a pattern such as 'orders/*.csv'`,
    )
  const { customer, time, amount, quantity, price, order } = values
  return {
    ...NOTHING,
    command,
    file,
    roles: { customer, time, amount, quantity, price, order },
    product: values.product,
    out: values.out,
    asOf: values['as-of'],
    currency: values.currency?.toUpperCase(),
    lang: choice('lang', values.lang ?? 'en', ['en', 'zh']),
    timeZone: values['time-zone'],
    refunds: choice('refunds', values.refunds ?? 'drop', ['drop', 'net', 'keep']),
    status: readStatus(values.status),
    test: readTest(values.test),
    delimiter: values.delimiter === String.raw`\t` || values.delimiter === 'tab' ? '\t' : values.delimiter,
    decimal:
      values.decimal === undefined ? undefined : choice<'.' | ','>('decimal', values.decimal, ['.', ',']),
    thousands: readThousands(values.thousands),
    comment: values.comment,
    types: readTypes(values.types ?? []),
    threads: wholeNumber('threads', values.threads, 999),
    lifetime: readLifetime(values),
    groups: values['no-groups'] === true ? undefined : (wholeNumber('groups', values.groups, 50, 2) ?? 'any'),
    json: values.json === true,
    quiet: values.quiet === true,
  }
}

const NOTHING: Arguments = {
  command: 'help',
  helpOn: undefined,
  file: '',
  roles: {},
  product: undefined,
  out: undefined,
  asOf: undefined,
  currency: undefined,
  lang: 'en',
  timeZone: undefined,
  refunds: 'drop',
  status: undefined,
  test: undefined,
  delimiter: undefined,
  decimal: undefined,
  thousands: undefined,
  comment: undefined,
  types: {},
  threads: undefined,
  lifetime: undefined,
  groups: undefined,
  json: false,
  quiet: false,
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const sentence = (error as Error).message
      .split('\n')[0]!
      .replace(/\.? To specify.*$/, '')
      .replace(/\.$/, '')
    throw wrong(`${sentence}; clientele analyze --help lists what there is`)
  }
}

function choice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T
  throw wrong(`--${name} is '${value}', but must be one of ${choices.join(', ')}`)
}

function wholeNumber(name: string, value: string | undefined, most: number, least = 1): number | undefined {
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= most && Number(value) >= least) return Number(value)
  throw wrong(`--${name} is '${value}', but must be a whole number from ${least} to ${most}`)
}

/** The horizon in months and the yearly discount, or nothing where it is to be left out. */
function readLifetime(values: {
  readonly horizon?: string | undefined
  readonly discount?: string | undefined
  readonly 'no-lifetime'?: boolean | undefined
}): Arguments['lifetime'] {
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

function readThousands(mark: string | undefined): string | undefined {
  if (mark === undefined || mark.length === 1) return mark
  if (mark === 'space') return ' '
  throw wrong(`--thousands is '${mark}', but must be one character such as . or ,`)
}

const TEST = /^(?:test|demo|dummy)[\s_-]?\d*$/i

/** A pattern of customer ids, 'none', or what test accounts are usually called. */
function readTest(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return TEST
  if (pattern === 'none') return undefined
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw wrong(`--test is '${pattern}', but must be a regular expression such as '^TEST', or none`)
  }
}

/** 'order_status=paid,shipped', or 'none'. */
function readStatus(given: string | undefined): StatusGiven | undefined {
  if (given === undefined || given === 'none') return given
  const at = given.lastIndexOf('=')
  const keep = given
    .slice(at + 1)
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '')
  if (at > 0 && keep.length > 0) return { column: given.slice(0, at).trim(), keep }
  throw wrong(
    `--status is '${given}', but must be column=those that count, such as order_status=paid,shipped, or none`,
  )
}

/** 'day=dd/mm/yyyy,id=text' as an object; the sign before the type is the last '=', since names may hold one. */
function readTypes(given: readonly string[]): Record<string, ColumnType> {
  const types: Record<string, ColumnType> = Object.create(null)
  for (const pair of given.flatMap((part) => part.split(','))) {
    const at = pair.lastIndexOf('=')
    if (at < 1 || at === pair.length - 1) {
      throw wrong(`--types is '${pair}', but must be column=type, such as --types date=dd/mm/yyyy,id=text`)
    }
    types[pair.slice(0, at).trim()] = pair.slice(at + 1).trim() as ColumnType
  }
  return types
}

function wrong(sentence: string): ClienteleError {
  return new ClienteleError('option-invalid', `clientele: ${sentence}.`)
}
