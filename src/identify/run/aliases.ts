import type { Field, FieldKind, Prepared } from '../prepared.js'

/** By field: pairs of codes that stand for the same thing, one after the other. */
export type Aliases = readonly (Int32Array | undefined)[]

const LEARNED: ReadonlySet<FieldKind> = new Set(['given_name', 'surname', 'city', 'text', 'street'])
/** Fields with fewer distinct values have nothing to learn. */
const FEWEST_VALUES = 50
/** Clusters in which two values must meet. */
const FEWEST_CLUSTERS = 3
/** How many times as often as by chance. */
const LIFT = 20
/** Clusters with more different values are about nobody. */
const MOST_VALUES = 12
const PAIR = 67_108_864

/**
 * Values that keep meeting inside clusters although they look different, as Tommy and Thomas do; undefined where there are none.
 * `members` are the records of each cluster of two or more.
 */
export function learnAliases({ fields }: Prepared, members: readonly Int32Array[]): Aliases | undefined {
  const aliases = fields.map((field) =>
    LEARNED.has(field.kind) && field.list.offsets.length > FEWEST_VALUES
      ? aliasesOf(field, members)
      : undefined,
  )
  return aliases.some((one) => one !== undefined) ? aliases : undefined
}

function aliasesOf({ codes, list }: Field, members: readonly Int32Array[]): Int32Array | undefined {
  const clustersWith = new Int32Array(list.offsets.length - 1)
  const meetings = new Map<number, number>()
  for (const own of members) {
    const values = [...new Set(own.map((row) => codes[row]!))]
      .filter((code) => code >= 0)
      .sort((x, y) => x - y)
    if (values.length > MOST_VALUES) continue
    values.forEach((value, i) => {
      clustersWith[value]!++
      for (let j = 0; j < i; j++) {
        const key = values[j]! * PAIR + value
        meetings.set(key, (meetings.get(key) ?? 0) + 1)
      }
    })
  }
  const found: number[] = []
  for (const [key, count] of meetings) {
    if (count < FEWEST_CLUSTERS) continue
    const a = Math.floor(key / PAIR)
    const b = key - a * PAIR
    const byChance = (clustersWith[a]! * clustersWith[b]!) / members.length
    if (count >= LIFT * byChance) found.push(a, b)
  }
  return found.length > 0 ? Int32Array.from(found) : undefined
}
