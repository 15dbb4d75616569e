import type { FieldKind } from '../prepared.js'
import { SWAPPED } from './levels.js'

/** The numbers of the fields of given name and surname. */
export type NameFields = readonly [given: number, surname: number]

/** The fields whose values may stand in each other's column; undefined where there are not both. */
export function nameFields(fields: readonly { readonly kind: FieldKind }[]): NameFields | undefined {
  const given = fields.findIndex(({ kind }) => kind === 'given_name')
  const surname = fields.findIndex(({ kind }) => kind === 'surname')
  return given < 0 || surname < 0 ? undefined : [given, surname]
}

/**
 * What of a pattern is counted. Names in each other's column are seen in both fields but happen once: if one is swapped so is
 * the other. They count as the given name's level, and the surname's as missing; counted twice, a swap would say more than equal names.
 */
export function countedLevels(names: NameFields | undefined): (pattern: number) => number {
  if (names === undefined) return (pattern) => pattern
  const [given, surname] = [3 * names[0], 3 * names[1]]
  const both = (7 << given) | (7 << surname)
  const swapped = (SWAPPED << given) | (SWAPPED << surname)
  const others = ~(7 << surname)
  return (pattern) => ((pattern & both) === swapped ? pattern & others : pattern)
}
