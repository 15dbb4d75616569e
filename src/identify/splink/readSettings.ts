import { ClienteleError } from '../../error.js'
import { list } from '../../table/column.js'

/** One level of a comparison as Splink writes it. */
export type SplinkLevel = {
  readonly condition: string
  readonly label: string
  readonly isMissing: boolean
  /** Undefined where it was not trained. */
  readonly m: number | undefined
  readonly u: number | undefined
  /** The column whose term frequencies count, and how much. */
  readonly frequencyColumn: string | undefined
  readonly frequencyWeight: number
  readonly leastFrequency: number
}

/** One comparison as Splink writes it; levels best first, all other last. */
export type SplinkComparison = { readonly name: string; readonly levels: readonly SplinkLevel[] }

/** What is read of Splink's settings. */
export type SplinkSettings = {
  readonly prior: number | undefined
  readonly linkType: string | undefined
  readonly blockingRules: number
  readonly comparisons: readonly SplinkComparison[]
}

const WHO = 'importSplink'
const LONGEST = 10_000_000

function malformed(place: string, needs: string): ClienteleError {
  return new ClienteleError(
    'model-invalid',
    `${WHO}: ${place} must be ${needs}; give the JSON that Splink's save_model_to_json wrote.`,
  )
}

type Part = { readonly [key: string]: unknown }

function part(value: unknown, place: string): Part {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Part
  throw malformed(place, 'an object')
}

function own(from: Part, key: string): unknown {
  return Object.hasOwn(from, key) ? (from[key] ?? undefined) : undefined
}

function parts(value: unknown, place: string, most: number): Part[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most)
    throw malformed(place, `a list of 1 to ${most}`)
  return value.map((one, i) => part(one, `${place}[${i}]`))
}

/** A text if there is one. */
function textOf(from: Part, key: string, place: string): string | undefined {
  const value = own(from, key)
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.length <= 5000) return value
  throw malformed(`${place}.${key}`, 'a text of at most 5000 characters')
}

/** A number from 0 to 1 if there is one. Splink writes a text where it did not meet the level. */
function shareOf(from: Part, key: string, place: string): number | undefined {
  const value = own(from, key)
  if (value === undefined || typeof value === 'string') return undefined
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw malformed(`${place}.${key}`, 'a number from 0 to 1')
}

/** Reads the settings of Splink 3, 4 and 5, which are not to be trusted. */
export function readSettings(given: unknown): SplinkSettings {
  const settings = part(typeof given === 'string' ? parsed(given) : given, 'the settings')
  const comparisons = own(settings, 'comparisons')
  if (comparisons === undefined) {
    throw malformed('the settings', `an object with comparisons (it has ${list(Object.keys(settings))})`)
  }
  const rules = own(settings, 'blocking_rules_to_generate_predictions')
  return {
    prior: shareOf(settings, 'probability_two_random_records_match', 'settings'),
    linkType: textOf(settings, 'link_type', 'settings'),
    blockingRules: Array.isArray(rules) ? rules.length : 0,
    comparisons: parts(comparisons, 'comparisons', 100).map(readComparison),
  }
}

function parsed(json: string): unknown {
  if (json.length > LONGEST) throw malformed('the JSON', `at most ${LONGEST} characters long`)
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new ClienteleError(
      'model-invalid',
      `${WHO}: got text that is not JSON; give it whole, as Splink's save_model_to_json wrote it.`,
      { cause },
    )
  }
}

function readComparison(comparison: Part, c: number): SplinkComparison {
  const place = `comparisons[${c}]`
  const levels = parts(own(comparison, 'comparison_levels'), `${place}.comparison_levels`, 100)
  return {
    name: textOf(comparison, 'output_column_name', place) ?? `comparison_${c + 1}`,
    levels: levels.map((level, l) => readLevel(level, `${place}.comparison_levels[${l}]`)),
  }
}

function readLevel(level: Part, place: string): SplinkLevel {
  const condition = textOf(level, 'sql_condition', place)
  if (condition === undefined) throw malformed(`${place}.sql_condition`, 'a text')
  const weight = own(level, 'tf_adjustment_weight') ?? 1
  if (typeof weight !== 'number' || !(weight >= 0 && weight <= 100))
    throw malformed(`${place}.tf_adjustment_weight`, 'a number from 0 to 100')
  return {
    condition,
    label: textOf(level, 'label_for_charts', place) ?? condition,
    isMissing: own(level, 'is_null_level') === true,
    m: shareOf(level, 'm_probability', place),
    u: shareOf(level, 'u_probability', place),
    frequencyColumn: textOf(level, 'tf_adjustment_column', place),
    frequencyWeight: weight,
    leastFrequency: shareOf(level, 'tf_minimum_u_value', place) ?? 0,
  }
}
