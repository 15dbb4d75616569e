import { checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { countBy, distinctBy, type Grouping, maxBy, minBy, sumBy } from '../../table/aggregate.js'
import type { Table, Vector } from '../../table/arrow.js'
import { float64, int32 } from '../../table/build.js'
import { findColumn } from '../../table/column.js'
import { groupColumn } from '../../table/group.js'
import { readMeasure } from '../groups/readMeasure.js'
import { medians, sortedValues } from '../groups/sortedValues.js'

/** What is done with a column's values in each cell. */
export type MeasureKind =
  | 'count'
  | 'sum'
  | 'mean'
  | 'median'
  | 'min'
  | 'max'
  | 'distinct'
  | 'share'
  | 'shareOfRow'
  | 'shareOfColumn'

/** 'count' counts rows; `{sum: 'revenue'}` adds up a column. */
export type Measure<Names extends string = string> =
  | 'count'
  | 'share'
  | 'shareOfRow'
  | 'shareOfColumn'
  | { readonly [K in MeasureKind]?: Names | undefined }

const KINDS: readonly MeasureKind[] = [
  'count',
  'sum',
  'mean',
  'median',
  'min',
  'max',
  'distinct',
  'share',
  'shareOfRow',
  'shareOfColumn',
]
/** What needs no column. */
const ALONE = ['count', 'share', 'shareOfRow', 'shareOfColumn']

/** For each cell the cell that it is a share of. */
export interface Wholes {
  readonly share: Int32Array
  readonly shareOfRow: Int32Array
  readonly shareOfColumn: Int32Array
}

/** A measure ready to be taken over cells: level by level, then shares of what was found. */
export interface Taken {
  readonly name: string
  /** The values of the groups of one level. */
  readonly take: (grouping: Grouping) => ArrayLike<number>
  /** The column of all cells' values. */
  readonly finish: (values: Float64Array, wholes: Wholes) => Vector
}

/** Checks the measures and reads their columns. */
export function readMeasures(table: Table, given: unknown, who: string): Taken[] {
  if (
    typeof given !== 'object' ||
    given === null ||
    Array.isArray(given) ||
    Object.keys(given).length === 0
  ) {
    throw invalid(
      who,
      `measures must be an object such as {customers: 'count', revenue: {sum: 'revenue'}}, but got ${describe(given)}`,
    )
  }
  return Object.entries(given).map(([name, measure]) => readOne(table, name, measure, who))
}

function readOne(table: Table, name: string, measure: unknown, who: string): Taken {
  if (typeof measure === 'string') {
    if (ALONE.includes(measure)) return makeMeasure(table, name, measure as MeasureKind, undefined, who)
    throw invalid(
      who,
      `measure '${name}' is '${measure.slice(0, 40)}', but must be one of ${ALONE.join(', ')} or name a column, such as {${(KINDS as string[]).includes(measure) ? measure : 'sum'}: 'revenue'}`,
    )
  }
  checkOptions(`${who}: measure '${name}'`, measure, KINDS)
  const parts = Object.entries(measure as object).filter(([, column]) => column !== undefined)
  if (parts.length !== 1) {
    throw invalid(who, `measure '${name}' has ${parts.length} parts, but needs one, such as {sum: 'revenue'}`)
  }
  const [kind, column] = parts[0] as [MeasureKind, string]
  return makeMeasure(table, name, kind, column, who)
}

function makeMeasure(
  table: Table,
  name: string,
  kind: MeasureKind,
  columnName: string | undefined,
  who: string,
): Taken {
  const column = columnName === undefined ? undefined : findColumn(table, columnName, who)
  if (kind === 'count' && column) {
    const { codes, missing } = groupColumn(column, who)
    const known = Float64Array.from(codes, (code) => (code === missing ? NaN : 1))
    return { name, take: (grouping) => countBy(grouping, known), finish: whole }
  }
  if (kind === 'distinct') {
    const { codes, missing } = groupColumn(column!, who)
    const things = codes.map((code) => (code === missing ? -1 : code))
    return { name, take: (grouping) => distinctBy(grouping, things), finish: whole }
  }
  if (!column) {
    const finish = kind === 'count' ? whole : shareOf(kind as keyof Wholes)
    return { name, take: (grouping) => countBy(grouping), finish }
  }
  const values = readMeasure(column, who)
  if (kind in AGGREGATES) {
    const aggregate = AGGREGATES[kind as keyof typeof AGGREGATES]
    return { name, take: (grouping) => aggregate(grouping, values), finish: float64 }
  }
  return { name, take: (grouping) => sumBy(grouping, values), finish: shareOf(kind as keyof Wholes) }
}

const AGGREGATES = {
  sum: sumBy,
  mean: (grouping: Grouping, values: Float64Array) => {
    const counts = countBy(grouping, values)
    return sumBy(grouping, values).map((sum, g) => sum / counts[g]!)
  },
  median: (grouping: Grouping, values: Float64Array) => medians(sortedValues(grouping, values)),
  min: minBy,
  max: maxBy,
}

function whole(values: Float64Array): Vector {
  return int32(Int32Array.from(values))
}

/** Of a whole that is not positive there are no shares. */
function shareOf(kind: keyof Wholes) {
  return (values: Float64Array, wholes: Wholes): Vector =>
    float64(
      values.map((value, cell) => {
        const all = values[wholes[kind][cell]!]!
        return all > 0 ? value / all : NaN
      }),
    )
}
