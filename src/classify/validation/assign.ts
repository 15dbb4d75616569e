import { ClienteleError } from '../../error.js'
import { checkInteger, invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { type Column, counted, findColumn } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { readTimes } from '../../table/times.js'
import { sortedRows } from '../evaluation/sortedRows.js'

/** How rows are kept together or apart when a table is split. */
export interface SplitOptions<Names extends string = string> {
  /** A column whose values, at most 1,000, are as frequent in every part, as far as they can be. */
  readonly stratify?: Names | undefined
  /** A column whose equal values stay in one part: all rows of one customer. */
  readonly group?: Names | undefined
  /** A column of dates or numbers: the past is learned from, what came later is foretold. */
  readonly time?: Names | undefined
  /** Default 1. */
  readonly seed?: number | undefined
}

/** The names of these options. */
export const SPLIT_OPTIONS: readonly string[] = ['stratify', 'group', 'time', 'seed']

/** Rows by what they are told apart by. */
export interface Codes {
  readonly codes: Int32Array
  readonly size: number
}

/** Checks what goes together. */
export function checkSplit(who: string, { stratify, group, time, seed = 1 }: SplitOptions): void {
  checkInteger(who, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  if (time === undefined || (stratify === undefined && group === undefined)) return
  throw invalid(who, 'time splits by date alone; leave out stratify and group, or time')
}

/** The values to be as frequent in each part; missing is one of them. All rows are alike where nothing is named. */
export function readStrata(who: string, table: Table, name: string | undefined): Codes {
  if (name === undefined) return { codes: new Int32Array(table.numRows), size: 1 }
  const strata = groupColumn(findColumn(table, name, who), who)
  if (strata.size <= MOST_STRATA) return strata
  throw invalid(
    who,
    `stratify names column '${name}' with ${strata.size} different values, but there may be at most ${MOST_STRATA}; group them first, or name another column`,
  )
}

/** More would be too few rows each, and much memory with groups. */
const MOST_STRATA = 1000

/** The groups that stay whole; none may be missing. */
export function readGroups(who: string, table: Table, name: string): Codes {
  const groups = groupColumn(findColumn(table, name, who), who)
  if (groups.missing < 0) return groups
  const rows = groups.codes.filter((code) => code === groups.missing).length
  throw new ClienteleError(
    'value-invalid',
    `${who}: ${counted(rows, 'row')} ${rows === 1 ? 'has' : 'have'} no '${name}', but each row belongs to a group; fill it in, or leave such rows out.`,
  )
}

/**
 * Where each of so many parts of a table sorted by time ends, rows of one moment together: near the wanted shares. All
 * parts have rows.
 */
export function cutTimes(
  who: string,
  table: Table,
  name: string,
  shares: readonly number[],
): { order: Int32Array; ends: number[] } {
  const values = readMoments(who, findColumn(table, name, who))
  const order = sortedRows([{ values }])
  const n = order.length
  const ends: number[] = []
  for (const share of shares.slice(0, -1)) {
    const wanted = Math.round(share * n)
    // The nearest place between two different times.
    let [low, high] = [wanted, wanted]
    const isTied = (at: number) => at > 0 && at < n && values[order[at]!] === values[order[at - 1]!]
    while (isTied(low)) low--
    while (isTied(high)) high++
    ends.push(wanted - low <= high - wanted && low > (ends.at(-1) ?? 0) ? low : high)
  }
  ends.push(n)
  if (ends.some((end, k) => end <= (ends[k - 1] ?? 0))) {
    throw new ClienteleError(
      'rows-too-few',
      `${who}: the ${n} rows have too few different values of '${name}' to be cut into ${counted(shares.length, 'part')}; ask for fewer, or name another column.`,
    )
  }
  return { order, ends }
}

function readMoments(who: string, column: Column): Float64Array {
  const values = isNumeric(column.type) ? readNumbers(column, who) : readTimes(column, who)
  const row = values.findIndex((v) => !Number.isFinite(v))
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${column.name}' has no time in row ${row + 1}, but each row needs one; fill it in, or leave such rows out.`,
  )
}
