import { KINDS } from '../../identify/fields/recipe.js'
import type { FieldKind } from '../../identify/prepared.js'
import {
  COMMON_OPTIONS,
  type CommonArguments,
  flag,
  parse,
  readCommon,
  text,
  wholeNumber,
  wrong,
} from './common.js'

/** What the command line said to `identify`. */
export interface IdentifyArguments extends CommonArguments {
  readonly command: 'identify'
  /** What columns hold, where it is not to be guessed. */
  readonly fields: Readonly<Record<string, FieldKind>> | undefined
  readonly id: string | undefined
  readonly source: string | undefined
  readonly onePerSource: boolean
  readonly threshold: number | 'auto'
  /** A review list with answers. */
  readonly answers: string | undefined
  /** When a record was last true, for golden records. */
  readonly time: string | undefined
  /** How many pairs to put on the review list. */
  readonly review: number
  /** Whether the model keeps values that several records share. */
  readonly keepValues: boolean
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  fields: text,
  id: text,
  source: text,
  'one-per-source': flag,
  threshold: text,
  answers: text,
  time: text,
  review: text,
  'no-values': flag,
} as const

/** Reads the command line of `identify`. */
export function readIdentify(args: readonly string[]): IdentifyArguments {
  const { values, positionals } = parse('identify', args, OPTIONS)
  const common = readCommon('identify', 'customers.csv', values, positionals)
  const { fields, id, source, threshold, answers, time } = values
  const onePerSource = values['one-per-source'] === true
  if (onePerSource && source === undefined)
    throw wrong('--one-per-source needs --source, the column that names each source')
  return {
    ...common,
    command: 'identify',
    fields: fields === undefined ? undefined : readKinds(fields),
    id,
    source,
    onePerSource,
    threshold: readThreshold(threshold),
    answers,
    time,
    review: wholeNumber('review', values.review, 999) ?? 100,
    keepValues: values['no-values'] !== true,
  }
}

/** 'first=given_name,last=surname' as an object. */
function readKinds(given: string): Record<string, FieldKind> {
  const kinds: Record<string, FieldKind> = Object.create(null)
  for (const pair of given.split(',')) {
    const at = pair.lastIndexOf('=')
    const kind = pair.slice(at + 1).trim() as FieldKind
    if (at < 1 || !KINDS.includes(kind)) {
      throw wrong(`--fields is '${pair}', but must be column=kind, kind being one of ${KINDS.join(', ')}`)
    }
    kinds[pair.slice(0, at).trim()] = kind
  }
  return kinds
}

function readThreshold(given: string | undefined): number | 'auto' {
  if (given === undefined || given === 'auto') return 'auto'
  const threshold = Number(given)
  if (/^\d*\.?\d+$/.test(given) && threshold >= 0.05 && threshold <= 1) return threshold
  throw wrong(`--threshold is '${given}', but must be auto or a number from 0.05 to 1`)
}
