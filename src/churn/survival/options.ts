import { checkNumber, invalid } from '../../options.js'
import type { Table, Vector } from '../../table/arrow.js'
import { makeTable } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { takeVector } from '../../table/take.js'
import type { LifeGroups, LivesOptions } from './readLives.js'

/** What functions that compare groups can be told besides. */
export interface GroupOptions<
  Names extends string = string,
  By extends string = string,
> extends LivesOptions<Names> {
  /** A column of groups, each of which gets its own answer. Default: all together. */
  readonly by?: By | undefined
}

/** The level of an interval, checked. */
export function readLevel(who: string, interval: number | undefined): number {
  const level = interval ?? 0.95
  checkNumber(who, 'interval', level, 0.5, 0.999999)
  return level
}

/** A table with the groups' values (if there are groups) and further columns; `groupOf` says the group of each row. */
export function groupTable(
  who: string,
  groups: LifeGroups,
  groupOf: Int32Array,
  columns: { readonly [name: string]: Vector },
): Table {
  const { name, values } = groups
  if (name === undefined || values === undefined) return makeTable(new Map(Object.entries(columns)))
  if (Object.hasOwn(columns, name)) {
    throw invalid(
      who,
      `the column '${name}' that by names would stand beside another of that name; rename it`,
    )
  }
  const groupValues = makeTable(new Map([[name, values]]))
  const spread = takeVector(findColumn(groupValues, name, who), groupOf)
  return makeTable(new Map([[name, spread], ...Object.entries(columns)]))
}

/** For each row, which group it is of, where group g has `sizes[g]` rows. */
export function spreadGroups(sizes: readonly number[]): Int32Array {
  const groupOf = new Int32Array(sizes.reduce((sum, size) => sum + size, 0))
  let row = 0
  sizes.forEach((size, g) => {
    groupOf.fill(g, row, row + size)
    row += size
  })
  return groupOf
}

/** Arrays one after the other. */
export function joinArrays(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let row = 0
  for (const part of parts) {
    joined.set(part, row)
    row += part.length
  }
  return joined
}
