import { invalid } from '../options.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import type { TableLike } from '../table/types.js'
import { TITLE_ABOVE } from './axes.js'
import { palette, toneOf } from './palette.js'

/** A table of points, or several by the name of the model that each is of. */
export type Curves = TableLike | { readonly [model: string]: TableLike }

/** The columns of one curve; its name is empty where there is no other. */
export interface Curve {
  readonly name: string
  readonly columns: { readonly [column: string]: Float64Array }
}

/** More lines cannot be told apart. */
const MOST = 8

/** Reads the named columns of one table or of several. */
export function readCurves(who: string, given: Curves, columns: readonly string[]): Curve[] {
  if (isTable(given)) return [readCurve(who, adopt(given, who), '', columns)]
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : []
  if (entries.length === 0 || entries.length > MOST || !entries.every(([, table]) => isTable(table))) {
    throw invalid(
      who,
      `needs a table, or an object of at most ${MOST} tables by model, but got ${describe(given)}`,
    )
  }
  return entries.map(([name, table]) => readCurve(who, adopt(table, who), name, columns))
}

function isTable(given: unknown): given is TableLike {
  return typeof given === 'object' && given !== null && 'schema' in given && 'batches' in given
}

function readCurve(who: string, table: Table, name: string, columns: readonly string[]): Curve {
  return {
    name,
    columns: Object.fromEntries(
      columns.map((column) => [column, readNumbers(findColumn(table, column, who), who)]),
    ),
  }
}

/** The colours of curves: by name with a legend, or the accent. */
export function curveColor(curves: readonly Curve[]): Record<string, unknown> {
  if (curves.length === 1) return { value: palette.accent.light }
  const domain = curves.map(({ name }) => name)
  // Above the title of the axis.
  const legend = { offset: 32, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 350 }
  return {
    field: 'model',
    type: 'nominal',
    scale: { domain, range: domain.map((_, m) => toneOf(m)) },
    legend,
  }
}

/** Points of a curve, at most so many, the first and the last among them. */
export function thinned(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / (most - 1)))
}

/** The straight line that luck would draw, or perfect honesty. */
export const DIAGONAL: Record<string, unknown> = {
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  },
  mark: { type: 'line', color: palette.quiet.light, strokeDash: [4, 4], strokeWidth: 1.5 },
  encoding: { color: { value: palette.quiet.light } },
}

/** An axis of shares. */
export function shareAxis(field: 'x' | 'y', title: string, isAbove: boolean): Record<string, unknown> {
  return {
    field,
    type: 'quantitative',
    title,
    scale: { domain: [0, 1], clamp: true },
    axis: { labelExpr: "format(datum.value, '.0%')", tickCount: 5, ...(isAbove ? TITLE_ABOVE : {}) },
  }
}
