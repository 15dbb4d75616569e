import { invalid } from '../../options.js'
import type { Learnable } from '../lifetime/core.js'

/**
 * What gives a model's parameters by name, moved by the coefficients among them for customers of that profile; `h` is what those make of
 * the hazard where the model has no parameter for it.
 */
export function naturalParameters(
  who: string,
  { names, effects }: Learnable,
  given: unknown,
  profile: unknown,
): (name: string) => number {
  const parameters = (given ?? {}) as Readonly<Record<string, unknown>>
  const values = Object.entries((profile ?? {}) as Readonly<Record<string, unknown>>)
  for (const name of names) {
    const value = parameters[name]
    if (typeof value === 'number' && value > 0 && value < Infinity) continue
    throw invalid(
      who,
      `parameters.${name} must be a number above 0; this model's parameters are ${names.join(', ')}`,
    )
  }
  const labels = effects.map(({ label }) => `${label}.`)
  for (const [name, value] of Object.entries(parameters)) {
    if (names.includes(name)) continue
    if (!labels.some((label) => name.startsWith(label) && name.length > label.length))
      throw invalid(
        who,
        `there is no parameter '${name}'; this model's are ${names.join(', ')}, and coefficients such as ${labels[0]}club`,
      )
    if (!Number.isFinite(value))
      throw invalid(who, `parameters['${name}'], a coefficient, must be a finite number`)
  }
  for (const [name, value] of values) {
    if (!Number.isFinite(value)) throw invalid(who, `profile.${name} must be a finite number`)
    if (labels.some((label) => Object.hasOwn(parameters, `${label}${name}`))) continue
    throw invalid(
      who,
      `profile has '${name}', but parameters have no coefficient of it, such as '${labels[0]}${name}'`,
    )
  }
  const moved = new Map(names.map((name) => [name, parameters[name] as number]))
  for (const { label, parameter, sign } of effects) {
    const name = names[parameter] ?? 'h'
    const by = values.reduce(
      (sum, [column, value]) => sum + Number(value) * Number(parameters[`${label}.${column}`] ?? 0),
      0,
    )
    const value = (moved.get(name) ?? 1) * Math.exp(sign * by)
    if (!(value > 0 && value < Infinity))
      throw invalid(who, `the coefficients make ${name} ${value} for this profile`)
    moved.set(name, value)
  }
  return (name) => moved.get(name)!
}
