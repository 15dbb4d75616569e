import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ClienteleError } from '../../error.js'
import { type Encoding, ENCODINGS } from '../../io/csv/look.js'
import type { ColumnType } from '../../io/index.js'

/** What every command is told: what to read and how, and where to write. */
export interface CommonArguments {
  readonly file: string
  readonly out: string | undefined
  readonly lang: 'en' | 'zh'
  readonly delimiter: string | undefined
  readonly decimal: '.' | ',' | undefined
  readonly thousands: string | undefined
  readonly comment: string | undefined
  readonly encoding: Encoding | undefined
  /** Whether the first line names the columns; undefined: found out. */
  readonly header: boolean | undefined
  readonly types: Readonly<Record<string, ColumnType>>
  readonly threads: number | undefined
  readonly json: boolean
  readonly quiet: boolean
}

type Text = { readonly type: 'string' }
type Flag = { readonly type: 'boolean' }

export const text: Text = { type: 'string' }
export const flag: Flag = { type: 'boolean' }

/** The options of every command. */
export const COMMON_OPTIONS: {
  readonly [name in 'lang' | 'delimiter' | 'decimal' | 'thousands' | 'comment' | 'encoding' | 'threads']: Text
} & {
  readonly out: Text & { readonly short: 'o' }
  readonly types: Text & { readonly multiple: true }
  readonly header: Flag
  readonly 'no-header': Flag
  readonly json: Flag
  readonly quiet: Flag & { readonly short: 'q' }
} = {
  out: { type: 'string', short: 'o' },
  lang: text,
  delimiter: text,
  decimal: text,
  thousands: text,
  comment: text,
  encoding: text,
  types: { type: 'string', multiple: true },
  threads: text,
  header: flag,
  'no-header': flag,
  json: flag,
  quiet: { type: 'boolean', short: 'q' },
}

type Parsed<O extends NonNullable<ParseArgsConfig['options']>> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>

/** Options as they stand on the command line, and what else stands there. */
export function parse<O extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: readonly string[],
  options: O,
): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    const sentence = (error as Error).message
      .split('\n')[0]!
      .replace(/\.? To specify.*$/, '')
      .replace(/\.$/, '')
    throw wrong(`${sentence}; clientele ${command} --help lists what there is`)
  }
}

/** The values of the common options. */
interface CommonValues {
  readonly out?: string | undefined
  readonly lang?: string | undefined
  readonly delimiter?: string | undefined
  readonly decimal?: string | undefined
  readonly thousands?: string | undefined
  readonly comment?: string | undefined
  readonly encoding?: string | undefined
  readonly header?: boolean | undefined
  readonly 'no-header'?: boolean | undefined
  readonly types?: string[] | undefined
  readonly threads?: string | undefined
  readonly json?: boolean | undefined
  readonly quiet?: boolean | undefined
}

/** Checks what every command is told; `example` is a file's name that it could take. */
export function readCommon(
  command: string,
  example: string,
  values: CommonValues,
  positionals: readonly string[],
): CommonArguments {
  const [file, ...more] = positionals
  if (file === undefined) throw wrong(`${command} needs a file: clientele ${command} ${example}`)
  if (more.length > 0) {
    throw wrong(
      `${command} takes one file, but got ${positionals.length}; quote a pattern such as 'orders/*.csv'`,
    )
  }
  const { delimiter, decimal, encoding, header } = values
  if (header && values['no-header']) throw wrong('--header and --no-header cannot both be; leave one out')
  return {
    file,
    out: values.out,
    lang: choice('lang', values.lang ?? 'en', ['en', 'zh']),
    delimiter: delimiter === String.raw`\t` || delimiter === 'tab' ? '\t' : delimiter,
    decimal: decimal === undefined ? undefined : choice<'.' | ','>('decimal', decimal, ['.', ',']),
    thousands: readThousands(values.thousands),
    comment: values.comment,
    encoding: encoding === undefined ? undefined : choice('encoding', encoding.toLowerCase(), ENCODINGS),
    header: header ?? (values['no-header'] ? false : undefined),
    types: readTypes(values.types ?? []),
    threads: wholeNumber('threads', values.threads, 999),
    json: values.json === true,
    quiet: values.quiet === true,
  }
}

/** One of a few words. */
export function choice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T
  throw wrong(`--${name} is '${value}', but must be one of ${choices.join(', ')}`)
}

/** A whole number within bounds. */
export function wholeNumber(
  name: string,
  value: string | undefined,
  most: number,
  least = 1,
): number | undefined {
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= most && Number(value) >= least) return Number(value)
  throw wrong(`--${name} is '${value}', but must be a whole number from ${least} to ${most}`)
}

function readThousands(mark: string | undefined): string | undefined {
  if (mark === undefined || mark.length === 1) return mark
  if (mark === 'space') return ' '
  throw wrong(`--thousands is '${mark}', but must be one character such as . or ,`)
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

/** The error for a command line that cannot be meant. */
export function wrong(sentence: string): ClienteleError {
  return new ClienteleError('option-invalid', `clientele: ${sentence}.`)
}
