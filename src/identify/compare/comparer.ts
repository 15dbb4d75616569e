import { ClienteleError } from '../../error.js'
import type { Field, FieldKind, Prepared, ValueList } from '../prepared.js'
import { boundedPattern, type Gains } from './bounded.js'
import { LEVELS, NEAR, SWAPPED } from './levels.js'
import { otherTest, type Similarity, similarityOf } from './similarity.js'
import { nameFields } from './swaps.js'
import type { WordShares } from './words.js'

/** Kinds whose values are compared as fast as a comparison is looked up, and the same both ways. */
const QUICK: ReadonlySet<FieldKind> = new Set([
  'date_of_birth',
  'phone',
  'id',
  'postcode',
  'street_number',
  'number',
  'exact',
])

/** A pattern has three bits a field and fits an integer. */
const MOST_FIELDS = 10

/** What a comparer knows beside the records. */
export type ComparerOptions = {
  /** By field: pairs of codes that stand for the same thing (tommy, thomas), one after the other; they count as close. */
  readonly aliases?: readonly (Int32Array | undefined)[] | undefined
  /** By field: levels of its own, in place of those of its kind. */
  readonly rules?: readonly (FieldRules | undefined)[] | undefined
  /** By field: how rare words are; as in these records where it is missing. */
  readonly words?: readonly (WordShares | undefined)[] | undefined
}

/** Levels of a field that are not those of its kind. */
export type FieldRules = {
  readonly top: number
  readonly similarity: Similarity
  /** One a code: the level of two records that both have that value. */
  readonly same: Uint8Array
}

/** Compares records by number; made once by each thread, since it remembers what it has compared. */
export type Comparer = {
  /** The highest level of each field, which is that of equal values. */
  readonly tops: readonly number[]
  /** The levels of two records in all fields: `(pattern >>> 3 * field) & 7` is one of `LEVELS`. */
  readonly pattern: (a: number, b: number) => number
  /** The patterns of the pairs `from` to before `to` of two lists of records, put into `out` at the same places. */
  readonly patterns: (a: Int32Array, b: Int32Array, from: number, to: number, out: Int32Array) => void
  /** As `pattern`, but −1 where it is sure that the log-odds of a match are below `lowest`. Not for fields with rules of their own. */
  readonly bounded: (gains: Gains, lowest: number) => (a: number, b: number) => number
  /** The level of two values of a field by their codes, −1 being missing. */
  readonly level: (field: number, a: number, b: number) => number
}

/**
 * What compares records of these fields. Needs `codes`, `units`, `offsets` and, for fields of words, `frequency` and `filled` of
 * `prepared`, nothing else: a thread may be given these alone. Each pair of distinct values that takes time is compared once, or again
 * where a cache of at most 2 MB a field has lost it.
 *
 * With both names a pair that has one name in the other's column, and the other there too or missing, has the level
 * `SWAPPED` in both.
 */
export function comparer(prepared: Prepared, options: ComparerOptions = {}): Comparer {
  const { fields, rows } = prepared
  if (fields.length > MOST_FIELDS) {
    throw new ClienteleError(
      'option-invalid',
      `identify: got ${fields.length} fields, but at most ${MOST_FIELDS} are compared; leave out those that say least about who a person is.`,
    )
  }
  const count = fields.length
  const rules = fields.map((_, f) => options.rules?.[f])
  const tops = fields.map(({ kind }, f) => rules[f]?.top ?? LEVELS[kind].length - 1)
  const caches = fields.map((field, f) => {
    const similarity = rules[f]?.similarity ?? similarityOf(field, rows, options.words?.[f])
    const isQuick = QUICK.has(field.kind) && !rules[f] && !options.aliases?.[f]
    if (isQuick) return similarity
    const isOther = rules[f] ? undefined : otherTest(field)
    return cached(similarity, isOther, field, options.aliases?.[f])
  })
  const own = rules.map((rule) => rule?.same)
  const same = (field: number, code: number): number => {
    const levels = own[field]
    return levels === undefined ? tops[field]! : levels[code]!
  }
  const level = (field: number, a: number, b: number): number =>
    a < 0 || b < 0 ? 0 : a === b ? same(field, a) : caches[field]!(a, b)
  const records = rowMajor(prepared)
  const swap = swapOf(fields, records, level)
  const pattern = (a: number, b: number): number => {
    let levels = 0
    for (let f = 0, i = a * count, j = b * count; f < count; f++, i++, j++) {
      const codeA = records[i]!
      const codeB = records[j]!
      if (codeA < 0 || codeB < 0) continue
      levels |= (codeA === codeB ? same(f, codeA) : caches[f]!(codeA, codeB)) << (3 * f)
    }
    return swap ? swap(levels, a, b) : levels
  }
  const patterns = (a: Int32Array, b: Int32Array, from: number, to: number, out: Int32Array): void => {
    for (let p = from; p < to; p++) out[p] = pattern(a[p]!, b[p]!)
  }
  const names = fields.reduce((bits, { kind }, f) => bits | (swappable(kind) ? 1 << f : 0), 0)
  const bounded: Comparer['bounded'] = (gains, lowest) =>
    boundedPattern(prepared, { tops, records, level, names, swap }, gains, lowest)
  return { tops, pattern, patterns, bounded, level }
}

/** The codes of a record side by side, so that a pair touches two lines of memory and not two a field. */
function rowMajor({ fields, rows }: Prepared): Int32Array {
  const count = fields.length
  const out = new Int32Array(rows * count)
  fields.forEach(({ codes }, f) => {
    for (let i = 0; i < rows; i++) out[i * count + f] = codes[i]!
  })
  return out
}

const MOST_BITS = 18
const PAIR = 67_108_864

/**
 * The level of two different values through a direct-mapped cache: each pair has one place, where the last one stands. A place is two integers,
 * the lower code with the level above it and the higher code.
 */
function cached(
  similarity: Similarity,
  isOther: ((a: number, b: number) => boolean) | undefined,
  { list }: Field,
  aliases: Int32Array | undefined,
): Similarity {
  const values = Math.max(2, list.offsets.length - 1)
  const bits = Math.min(MOST_BITS, Math.ceil(2 * Math.log2(values)))
  const cache = new Int32Array(2 << bits).fill(-1)
  const known = aliasSet(aliases)
  const shift = 32 - bits
  // One a value: whether it stands for the same as another.
  const hasAlias = new Uint8Array(known === undefined ? 0 : values)
  aliases?.forEach((code) => (hasAlias[code] = 1))
  const compare = (low: number, high: number, place: number): number => {
    let level = isBefore(list, low, high) ? similarity(low, high) : similarity(high, low)
    if (level < NEAR && known?.has(low * PAIR + high)) level = NEAR
    cache[place] = low | (level << 28)
    cache[place + 1] = high
    return level
  }
  return (a, b) => {
    const low = a < b ? a : b
    const high = a < b ? b : a
    if (isOther?.(low, high) && !(hasAlias[low] === 1 && hasAlias[high] === 1)) return 1
    const place = ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> shift) << 1
    const found = cache[place]!
    if (cache[place + 1] === high && (found & 0xfffffff) === low) return found >>> 28
    return compare(low, high, place)
  }
}

/** An order of values that does not depend on their codes: Jaro's similarity is not always the same both ways. */
function isBefore({ units, offsets }: ValueList, a: number, b: number): boolean {
  const lengthA = offsets[a + 1]! - offsets[a]!
  const lengthB = offsets[b + 1]! - offsets[b]!
  if (lengthA !== lengthB) return lengthA < lengthB
  for (let i = 0; i < lengthA; i++) {
    const difference = units[offsets[a]! + i]! - units[offsets[b]! + i]!
    if (difference !== 0) return difference < 0
  }
  return true
}

function aliasSet(aliases: Int32Array | undefined): Set<number> | undefined {
  if (aliases === undefined || aliases.length === 0) return undefined
  const known = new Set<number>()
  for (let i = 0; i < aliases.length; i += 2) {
    known.add(Math.min(aliases[i]!, aliases[i + 1]!) * PAIR + Math.max(aliases[i]!, aliases[i + 1]!))
  }
  return known
}

function swappable(kind: FieldKind): boolean {
  return kind === 'given_name' || kind === 'surname'
}

/** Finds names that stand in each other's column: none where there are not both. */
function swapOf(
  fields: readonly Field[],
  records: Int32Array,
  level: Comparer['level'],
): ((levels: number, a: number, b: number) => number) | undefined {
  const names = nameFields(fields)
  if (names === undefined) return undefined
  const [given, surname] = names
  if (fields[given]!.list !== fields[surname]!.list) return undefined
  const count = fields.length
  const top = LEVELS.given_name.length - 1
  const both = (7 << (3 * given)) | (7 << (3 * surname))
  return (levels, a, b) => {
    const givenLevel = (levels >>> (3 * given)) & 7
    const surnameLevel = (levels >>> (3 * surname)) & 7
    if (givenLevel >= NEAR || surnameLevel >= NEAR || givenLevel + surnameLevel === 0) return levels
    const one = level(given, records[a * count + given]!, records[b * count + surname]!)
    if (one === 1) return levels
    const other = level(given, records[a * count + surname]!, records[b * count + given]!)
    if (other === 1) return levels
    if (one !== top && other !== top) return levels
    const swapped = (givenLevel && SWAPPED << (3 * given)) | (surnameLevel && SWAPPED << (3 * surname))
    return (levels & ~both) | swapped
  }
}
