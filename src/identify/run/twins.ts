import { rootOf, uniteAll } from '../cluster/components.js'
import type { ClusterInput } from '../cluster/input.js'
import type { FieldKind, PairList, Prepared } from '../prepared.js'

/**
 * Blocks of two: each record with the one before it where both are the same in all fields. In the canonical order equal records stand side by
 * side, so these chains hold them together however many there are.
 */
export function twinBlocks(prepared: Prepared): Int32Array {
  const { rows, fields } = prepared
  const members = new Int32Array(2 * rows)
  let end = 0
  for (let i = 1; i < rows; i++) {
    if (!isTwin(prepared, i) || fields.every(({ codes }) => codes[i]! < 0)) continue
    members[end++] = ~(i - 1)
    members[end++] = i
  }
  return members.slice(0, end)
}

/**
 * Of each record, the first of those that are the same in all fields: these stand side by side. Where sources have nobody twice a record is its own first,
 * since equal records of one source are two persons.
 */
export function firstTwins(prepared: Prepared): Int32Array {
  const firsts = Int32Array.from({ length: prepared.rows }, (_, i) => i)
  if (prepared.source) return firsts
  for (let i = 1; i < prepared.rows; i++) if (isTwin(prepared, i)) firsts[i] = firsts[i - 1]!
  return firsts
}

/** Whether a record is the same in all fields as the one before it. */
function isTwin({ fields }: Prepared, i: number): boolean {
  return fields.every(({ codes }) => codes[i] === codes[i - 1])
}

/** Kinds that together tell who somebody is: records that are the same in all fields, these filled, are one person. */
const IDENTIFYING: readonly (readonly FieldKind[])[] = [
  ['id'],
  ['email'],
  // Households share a telephone, and surnames with it.
  ['phone', 'given_name'],
  ['phone', 'full_name'],
  ['date_of_birth', 'given_name', 'surname'],
  ['date_of_birth', 'full_name'],
]

/** Records that are the same in all fields and say who they are. */
export type Identical = {
  readonly pairs: PairList
  /** How many records there are that have such an equal. */
  readonly records: number
}

/**
 * Equal records that need no weights to be one person: where little else is in the table, weights cannot be learned that would tell. What the
 * constraints part stays apart, and with sources that have nobody twice the weights decide.
 */
export function identicalRecords(
  prepared: Prepared,
  { together, apart }: Pick<ClusterInput, 'together' | 'apart'>,
): Identical {
  const known = prepared.source ? [] : twinsThatTell(prepared)
  const forbidden = partedRoots(prepared.rows, known, together, apart)
  const second = known.filter((i) => !forbidden(i))
  const pairs = {
    length: second.length,
    a: Int32Array.from(second, (i) => i - 1),
    b: Int32Array.from(second),
  }
  return { pairs, records: new Set([...pairs.a, ...pairs.b]).size }
}

/** The records that are the same as the one before, and say who they are. */
function twinsThatTell(prepared: Prepared): number[] {
  const found: number[] = []
  const codesOf = (kind: FieldKind) => prepared.fields.filter((one) => one.kind === kind)
  const wanted = IDENTIFYING.map((kinds) => kinds.map(codesOf))
  for (let i = 1; i < prepared.rows; i++) {
    const filled = wanted.some((kinds) => kinds.every((some) => some.some(({ codes }) => codes[i]! >= 0)))
    if (filled && isTwin(prepared, i)) found.push(i)
  }
  return found
}

/** Whether a record is in a group that holds two which must stay apart. */
function partedRoots(
  rows: number,
  twins: readonly number[],
  together: PairList | undefined,
  apart: PairList | undefined,
): (record: number) => boolean {
  if (!apart || apart.length === 0) return () => false
  const parent = Int32Array.from({ length: rows }, (_, row) => row)
  if (together) uniteAll(parent, together)
  const b = Int32Array.from(twins)
  uniteAll(parent, { length: b.length, a: b.map((i) => i - 1), b })
  const parted = new Set<number>()
  for (let p = 0; p < apart.length; p++) {
    const root = rootOf(parent, apart.a[p]!)
    if (root === rootOf(parent, apart.b[p]!)) parted.add(root)
  }
  return (record) => parted.has(rootOf(parent, record))
}

/** Two lists of pairs as one. */
export function bothPairs(one: PairList | undefined, other: PairList): PairList {
  if (!one) return other
  return {
    length: one.length + other.length,
    a: Int32Array.from([...one.a, ...other.a]),
    b: Int32Array.from([...one.b, ...other.b]),
  }
}
