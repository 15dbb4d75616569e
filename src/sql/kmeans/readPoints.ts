import { checkFeatures, featureColumn, missingIn, noRows } from '../../segment/features/readFeatures.js'
import { type FittedScale, readScale, type Scale } from '../../segment/features/scaling.js'
import type { Engine } from '../engine.js'
import { all, call, column, countWhere } from '../expression/expression.js'
import { copy, type Named, type Query, type Select, select } from '../expression/query.js'
import { readRow } from '../orders/ask.js'
import { checkFinite } from '../orders/checkFinite.js'
import type { Plan } from '../relation/relation.js'
import { type Ask, learnScales } from './learnScales.js'
import { featureOf, noQuantiles, scaledName, scaledValue } from './nearest.js'
import type { AskTable } from './rounds.js'

/** Rows as points in a database. */
export interface ReadPoints {
  readonly features: readonly string[]
  readonly scaling: readonly FittedScale[]
  /** Their scaled features, of rows that have them all. */
  readonly points: Select
  readonly rows: number
  readonly missing: number
  /** The mean square of the scaled features, and their mean variance. */
  readonly square: number
  readonly variance: number
}

/** Looks whether features can be learned from, as `learnFeatures` does, and scales them. */
export async function readPoints(
  who: string,
  engine: Engine,
  askTable: AskTable,
  plan: Plan,
  options: {
    readonly features: readonly string[]
    readonly scale: Scale
    readonly missing: 'error' | 'omit'
  },
): Promise<ReadPoints> {
  const { features, scale, missing } = options
  const askRow: Ask = async (query) => readRow(await askTable(query))
  checkFeatures(who, plan.shape, features)
  for (const name of features) featureColumn(who, plan.shape, name)
  const steps = readScale(who, scale, features)
  if (steps.some((own) => own.includes('quantile'))) throw noQuantiles(who)
  const given = select(
    plan.query,
    features.map((name): Named => [name, featureOf(plan.shape, name, who)]),
  )
  const found = await checkFinite(who, engine, { ...plan, query: given }, features)
  if (found.missing > 0 && missing === 'error') {
    throw missingIn(who, await namesMissing(askRow, given, features), found.missing, found.rows)
  }
  const rows = found.rows - found.missing
  if (rows === 0) throw noRows(who, found.rows, { features })
  const known = select(given, copy(...features), {
    where: all(...features.map((name) => call('isThere', column(name)))),
  })
  const scaling = await learnScales(who, askRow, known, rows, features, steps)
  const points = select(
    known,
    features.map((name, j): Named => [scaledName(j), scaledValue(who, column(name), scaling[j]!)]),
  )
  return {
    features: Object.freeze([...features]),
    scaling: Object.freeze(scaling),
    points,
    rows,
    missing: found.missing,
    ...(await momentsOf(askRow, points, features.length, rows)),
  }
}

/** The features that some rows lack. */
async function namesMissing(askRow: Ask, rows: Query, features: readonly string[]): Promise<string[]> {
  const counts = features.map((name, j): Named => [
    `missing_${j}`,
    countWhere(call('isMissing', column(name))),
  ])
  const found = await askRow(select(rows, counts))
  return features.filter((_, j) => found[`missing_${j}`]! > 0)
}

/** The mean square of the scaled features, and their mean variance. */
async function momentsOf(
  askRow: Ask,
  points: Query,
  width: number,
  rows: number,
): Promise<{ square: number; variance: number }> {
  const names = Array.from({ length: width }, (_, j) => scaledName(j))
  const found = await askRow(
    select(
      points,
      names.flatMap((name, j): Named[] => [
        [`sum_${j}`, call('sum', column(name))],
        [`square_${j}`, call('sum', call('times', column(name), column(name)))],
      ]),
    ),
  )
  const squares = names.map((_, j) => found[`square_${j}`]! / rows)
  const variances = squares.map((square, j) => square - (found[`sum_${j}`]! / rows) ** 2)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / width
  return { square: mean(squares), variance: mean(variances) }
}
