import { ClienteleError } from '../../error.js'
import type { Table } from '../../table/arrow.js'
import { findColumn, hasColumn } from '../../table/column.js'
import { isText, readStrings } from '../../table/strings.js'
import { readNumbers } from '../../table/numbers.js'
import { yesOrNo } from '../../table/yesNo.js'
import type { PairList } from '../prepared.js'
import { readRowPairs, type RowPairs } from '../pairs/readPairs.js'
import { AT_ODDS } from '../review/choosePairs.js'
import { findPairs } from './unitePairs.js'

/** Pairs that somebody looked at, and what they said: 1 the same person, 0 not. */
export type Labels = RowPairs & {
  readonly answers: Int8Array
  /** 1 where a pair was asked about because the customers found contradict its weight. */
  readonly odd: Uint8Array
}

/** Labels from a table of `row_a`, `row_b` and `is_match` (true, 1 or yes); rows without an answer are passed over. */
export function readLabels(who: string, table: Table, rows: number): Labels {
  const { a, b } = readRowPairs(table, rows, who, 'labels')
  const column = findColumn(table, 'is_match', who)
  const said: readonly (boolean | null | undefined)[] = isText(column.type)
    ? readStrings(column).map((text) => (text === null || text.trim() === '' ? null : yesOrNo(text)))
    : Array.from(readNumbers(column, who), (n) =>
        Number.isNaN(n) ? null : n === 1 ? true : n === 0 ? false : undefined,
      )
  const bad = said.indexOf(undefined)
  if (bad >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column 'is_match' of labels is neither yes nor no in row ${bad + 1}; write true or false, or leave it empty.`,
    )
  }
  const reasons = hasColumn(table, 'reason') ? readStrings(findColumn(table, 'reason', who)) : []
  const given = said.flatMap((answer, i) => (answer === null ? [] : [i]))
  return {
    a: Int32Array.from(given, (i) => a[i]!),
    b: Int32Array.from(given, (i) => b[i]!),
    answers: Int8Array.from(given, (i) => (said[i] ? 1 : 0)),
    odd: Uint8Array.from(given, (i) => (reasons[i] === AT_ODDS ? 1 : 0)),
  }
}

/**
 * Answers without those about pairs at odds with the customers found: whether one of these was asked about depends on more than its weight, so they would tilt what is
 * made of all other pairs of that weight.
 */
export function fairAnswers(known: Int8Array, labels: Labels, pairs: PairList, rows: number): Int8Array {
  const fair = known.slice()
  findPairs(labels, pairs, rows).forEach((p, i) => {
    if (labels.odd[i] === 1) fair[p] = -1
  })
  return fair
}

/** Of each pair the answer that labels give, −1 where none does. Two that contradict each other are an error. */
export function knownAnswers(who: string, labels: Labels, pairs: PairList, rows: number): Int8Array {
  const known = new Int8Array(pairs.length).fill(-1)
  findPairs(labels, pairs, rows).forEach((p, i) => {
    const answer = labels.answers[i]!
    if (known[p]! >= 0 && known[p] !== answer) {
      throw new ClienteleError(
        'contradiction',
        `${who}: labels say that rows ${pairs.a[p]!} and ${pairs.b[p]!} are one person, and that they are not; keep one of these answers.`,
      )
    }
    known[p] = answer
  })
  return known
}
