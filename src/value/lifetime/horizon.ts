import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { type About, DAYS_A_UNIT, type Unit } from '../../table/metadata.js'

/** One unit and none of the others. */
type Only<Name extends Span> = { readonly [name in Name]: number } & {
  readonly [name in Exclude<Span, Name>]?: never
}
type Span = 'days' | 'weeks' | 'months' | 'years' | 'periods'

/** A span of time, in exactly one unit: `{weeks: 39}`. `{periods: n}` counts in the unit of the table's own `T`. */
export type Horizon = Only<'days'> | Only<'weeks'> | Only<'months'> | Only<'years'> | Only<'periods'>

const UNIT_OF: Readonly<Record<string, Unit>> = { days: 'day', weeks: 'week', months: 'month', years: 'year' }

/** Units by name, for options. */
export const UNITS: readonly Unit[] = ['day', 'week', 'month', 'year']

/**
 * The unit of the table's times: the option's, else the table's own, which must not contradict the model's. What the model learned from
 * says nothing about a table that does not tell.
 */
export function unitOf(
  who: string,
  given: Unit | undefined,
  known: About,
  model?: Unit | null,
): Unit | undefined {
  if (given !== undefined && !UNITS.includes(given)) {
    throw invalid(who, `unit must be one of ${UNITS.join(', ')}`)
  }
  if (given !== undefined && known.unit !== undefined && given !== known.unit) {
    throw contradiction(
      who,
      `unit says ${given}, but the table's times are in units of a ${known.unit}; leave unit out`,
    )
  }
  const unit = given ?? known.unit
  if (unit !== undefined && model && unit !== model) {
    throw contradiction(
      who,
      `the table's times are in units of a ${unit}, but the model learned from units of a ${model}; summarize with unit: '${model}', or fit again`,
    )
  }
  return unit
}

function contradiction(who: string, sentence: string): ClienteleError {
  return new ClienteleError('contradiction', `${who}: ${sentence}.`)
}

/** The horizon as a number of steps of its own unit, and how many of the table's units a step has. */
export function readHorizon(
  who: string,
  horizon: unknown,
  unit: Unit | undefined,
): { steps: number; step: number } {
  const entries = typeof horizon === 'object' && horizon !== null ? Object.entries(horizon) : []
  const [name, steps] = entries[0] ?? ['', NaN]
  if (entries.length !== 1 || !(name === 'periods' || Object.hasOwn(UNIT_OF, name))) {
    throw invalid(who, 'horizon must be {days}, {weeks}, {months}, {years} or {periods}: {weeks: 39}')
  }
  if (typeof steps !== 'number' || !(steps > 0 && steps <= 1e6)) {
    throw invalid(who, `horizon.${name} must be a number above 0, at most a million`)
  }
  if (name === 'periods') return { steps, step: 1 }
  return { steps, step: DAYS_A_UNIT[UNIT_OF[name]!] / DAYS_A_UNIT[requireUnit(who, unit)] }
}

/** The unit, or an error that says how to give it. */
export function requireUnit(who: string, unit: Unit | undefined): Unit {
  if (unit !== undefined) return unit
  throw new ClienteleError(
    'unit-missing',
    `${who}: the table does not say in which unit its times are; say unit: 'week' (or day, month, year), or take the table from summarize.`,
  )
}

/** A number of opportunities to order, or of renewals, that must be whole; `what` says of what. */
export function wholeSteps(who: string, t: number, what: string): number {
  if (Math.abs(t - Math.round(t)) < 1e-6 && Math.round(t) > 0) return Math.round(t)
  throw invalid(who, `the horizon is ${t} ${what}, but must be a whole number of them; say {periods: n}`)
}
