import type { Recommended } from '../../segment/measure/recommend.js'
import type { Table } from '../../table/arrow.js'
import { toRows } from '../../table/toRows.js'
import type { CustomerGroups } from '../groupCustomers.js'
import { median, readCustomers, readGroups, share, sum } from './customers.js'

/** What a group that was found is and brings. */
export interface GroupFigures {
  /** As in the column `group` of the customers. */
  readonly name: string
  readonly customers: number
  readonly shareOfCustomers: number
  readonly revenue: number
  readonly shareOfRevenue: number
  readonly medianOrders: number
  readonly medianRevenue: number
  readonly medianDaysSinceLast: number
  /** The shortest rules that tell its customers from the others, the one that covers most first. */
  readonly rules: readonly GroupRule[]
}

/** A rule that imitates a group. */
export interface GroupRule {
  readonly rule: string
  /** The share of those who meet it that belong to the group. */
  readonly precision: number
  /** The share of the group that meets it. */
  readonly coverage: number
}

/** The groups in a customer base, the one that brings most first. */
export interface GroupsFigures {
  readonly k: number
  /** Customers who are in a group. */
  readonly customers: number
  /** Customers who are in none, since a number of theirs is missing. */
  readonly missing: number
  /** On how many customers k was chosen. */
  readonly sample: number
  /** What each measure recommends. */
  readonly recommended: Recommended
  /** Whether all groups are found again in resamples. */
  readonly isStable: boolean
  /** Whether the number of groups was given. */
  readonly isGiven: boolean
  readonly groups: readonly GroupFigures[]
  /** Of all who are in a group. */
  readonly medians: { readonly orders: number; readonly revenue: number; readonly daysSinceLast: number }
}

/** The figures of groups; undefined where none were found. */
export function groupsFigures({ customers, found }: CustomerGroups, who: string): GroupsFigures | undefined {
  if (!found) return undefined
  const columns = readCustomers(customers, who)
  const { codes, names } = readGroups(customers as Table, 'group', who)
  const medians = (rows: Int32Array) => {
    const of = (values: Float64Array) => median(Float64Array.from(rows, (row) => values[row]!))
    return { orders: of(columns.orders), revenue: of(columns.revenue), daysSinceLast: of(columns.quiet) }
  }
  const grouped = Int32Array.from(codes.keys()).filter((row) => names[codes[row]!] !== null)
  const all = sum(columns.revenue)
  const groups = names.flatMap((name, code) => {
    if (name === null) return []
    const rows = grouped.filter((row) => codes[row] === code)
    const revenue = sum(Float64Array.from(rows, (row) => columns.revenue[row]!))
    const typical = medians(rows)
    return {
      name,
      customers: rows.length,
      shareOfCustomers: share(rows.length, columns.rows),
      revenue,
      shareOfRevenue: share(revenue, all),
      medianOrders: typical.orders,
      medianRevenue: typical.revenue,
      medianDaysSinceLast: typical.daysSinceLast,
      rules: rulesOf(found, name),
    }
  })
  const { model, choice, sample, isStable, isGiven } = found
  return {
    k: model.k,
    customers: grouped.length,
    missing: columns.rows - grouped.length,
    sample,
    recommended: choice.recommended,
    isStable,
    isGiven,
    groups: groups.sort((a, b) => b.revenue - a.revenue || (a.name < b.name ? -1 : 1)),
    medians: medians(grouped),
  }
}

function rulesOf({ names, description }: NonNullable<CustomerGroups['found']>, name: string): GroupRule[] {
  const named = (toRows(names) as Record<string, any>[]).find((row) => row.name === name)!
  return (toRows(description.rules) as Record<string, any>[])
    .filter(({ segment }) => segment === named.segment)
    .map(({ rule, precision, coverage }) => ({ rule, precision, coverage }))
}
