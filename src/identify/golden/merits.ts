import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import { findColumn, list } from '../../table/column.js'
import type { Table } from '../../table/arrow.js'
import { countBy } from '../../table/aggregate.js'
import { groupRows } from '../../table/group.js'
import { readTimes } from '../../table/times.js'
import { readStrings } from '../../table/strings.js'
import { sortRows } from '../../table/sort.js'
import type { GoldenRule } from './readRules.js'
import { type GoldenColumn, HAS_VALUE, type Merit } from './survivors.js'

/** What rules measure records by; each measure is taken once. */
export type Measures = {
  readonly of: (rule: Exclude<GoldenRule, (...args: any) => any>, columns: readonly GoldenColumn[]) => Merit
  /** What tells apart what the rules do not, whatever the order of rows: the time, completeness, the values, the id. */
  readonly ties: (columns: readonly GoldenColumn[]) => Merit[]
}

export type MeasureRoles = {
  readonly by: string
  readonly time: string | undefined
  readonly source: string | undefined
  readonly id: string | undefined
}

export function makeMeasures(
  table: Table,
  roles: MeasureRoles,
  filled: readonly Uint8Array[],
  who: string,
): Measures {
  const rows = table.numRows
  const once = new Map<string, Merit>()
  const keep = (name: string, make: () => Merit): Merit => {
    const known = once.get(name) ?? make()
    once.set(name, known)
    return known
  }
  const recent = () =>
    keep('recent', () =>
      readTimes(findColumn(table, roles.time!, who), who, noDate(roles.time!, who)).map((ms) =>
        Number.isNaN(ms) ? -Infinity : ms,
      ),
    )
  const complete = () =>
    keep('complete', () => {
      const count = new Float64Array(rows)
      for (const column of filled)
        for (let row = 0; row < rows; row++) if (column[row] === HAS_VALUE) count[row]!++
      return count
    })
  const frequent = (columns: readonly GoldenColumn[]) => {
    const groups = groupRows(
      [roles.by, ...columns.map(({ name }) => name)].map((name) => findColumn(table, name, who)),
      who,
    )
    const counts = countBy(groups)
    return Float64Array.from(groups.codes, (code) => counts[code]!)
  }
  const longest = (columns: readonly GoldenColumn[]) => {
    const sum = new Float64Array(rows)
    for (const { groups } of columns) {
      const lengths = groups.labels.map((label) => label?.trim().length ?? 0)
      for (let row = 0; row < rows; row++) sum[row]! += lengths[groups.codes[row]!]!
    }
    return sum
  }
  const trusted = (order: readonly string[]) => {
    let known = table.numRows === 0
    const merit = Float64Array.from(readStrings(findColumn(table, roles.source!, who)), (source) => {
      const place = source === null ? -1 : order.indexOf(source)
      known ||= place >= 0
      return place < 0 ? -order.length : -place
    })
    if (known) return merit
    const named = order.map((source) => `'${source.slice(0, 40)}'`)
    throw invalid(
      who,
      `trusted names ${list(named)}, but column '${roles.source!}' says that of no record; name sources as they are written there`,
    )
  }
  return {
    of(rule, columns) {
      if (typeof rule === 'object') return trusted(rule.trusted)
      if (rule === 'recent') return recent()
      if (rule === 'complete') return complete()
      return rule === 'frequent' ? frequent(columns) : longest(columns)
    },
    ties(columns) {
      const values = columns.map(({ groups }) => Float64Array.from(groups.codes, (code) => -code))
      const ids = roles.id === undefined ? [] : [keep('id', () => idMerit(table, roles.id!, who))]
      return [
        frequent(columns),
        ...(roles.time === undefined ? [] : [recent()]),
        complete(),
        ...values,
        ...ids,
      ]
    },
  }
}

/** The lowest id is the best. */
function idMerit(table: Table, id: string, who: string): Merit {
  const merit = new Float64Array(table.numRows)
  sortRows([{ column: findColumn(table, id, who) }], who).forEach((row, place) => (merit[row] = -place))
  return merit
}

/** Without the text, which may be anything that was written about a person. */
function noDate(name: string, who: string): (text: string, row: number) => never {
  return (_, row) => {
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds what is no date in row ${row + 1}, but a date must be ISO (2025-01-31 or 2025-01-31T14:30:00Z); mend it or choose another column.`,
    )
  }
}
