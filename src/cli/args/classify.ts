import { COMMON_OPTIONS, type CommonArguments, parse, readCommon, text, wrong } from './common.js'

/** What the command line said to `classify`. */
export interface ClassifyArguments extends CommonArguments {
  readonly command: 'classify'
  readonly target: string
  readonly positive: string | undefined
  /** The columns to learn from; undefined: all that can be. */
  readonly features: readonly string[] | undefined
  /** Columns not to learn from. */
  readonly without: readonly string[]
  readonly weights: string | undefined
}

const OPTIONS = {
  ...COMMON_OPTIONS,
  target: { type: 'string', short: 't' },
  positive: text,
  features: text,
  without: text,
  weights: text,
} as const

/** Reads the command line of `classify`. */
export function readClassify(args: readonly string[]): ClassifyArguments {
  const { values, positionals } = parse('classify', args, OPTIONS)
  const common = readCommon('classify', 'customers.csv --target churned', values, positionals)
  const { target, positive, features, without = '', weights } = values
  if (target === undefined) {
    throw wrong('classify needs the column to explain: clientele classify customers.csv --target churned')
  }
  return {
    ...common,
    command: 'classify',
    target,
    positive,
    features: features === undefined ? undefined : names(features),
    without: names(without),
    weights,
  }
}

function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
