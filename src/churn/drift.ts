import { defaultFeatures, featureNames } from '../learn/features.js'
import { ClienteleError } from '../error.js'
import { checkInteger, checkOptions } from '../options.js'
import { chiSquareTail } from '../numeric/normal.js'
import { printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import { type Dictionary, type Float64, type Table, Type, type Utf8 } from '../table/arrow.js'
import { dictionary, float64, makeTable, utf8 } from '../table/build.js'
import { readCategories } from '../table/categories.js'
import { type Column, findColumn, list } from '../table/column.js'
import { isNumeric, readNumbers } from '../table/numbers.js'
import type { ColumnName, TableLike } from '../table/types.js'

/** What `drift` can be told. */
export interface DriftOptions<Names extends string = string> {
  /** The columns to compare. Default: all numbers, booleans and categories that the first table has, but for ids, roles and dates. */
  readonly features?: readonly Names[] | undefined
  /** Into how many parts numbers are cut, at quantiles of the first table. Default 10. */
  readonly bins?: number | undefined
}

/** The columns of `drift(…).features`: one row a column that was compared. */
export type DriftColumns = {
  feature: Utf8
  /** Population stability index. */
  psi: Float64
  /** 'ks' or 'chi2'. */
  test: Dictionary<Utf8>
  statistic: Float64
  p: Float64
  missing_before: Float64
  missing_now: Float64
  verdict: Dictionary<Utf8>
}

/** How far columns have moved. */
export type DriftVerdict = 'stable' | 'watch' | 'drifted'

/** What `drift` gives. */
export interface Drift {
  /** One row a column, the greatest shift first. */
  readonly features: Table<DriftColumns>
  /** The worst of all. */
  readonly verdict: DriftVerdict
  /** The columns that have drifted. */
  readonly drifted: readonly string[]
}

const WHO = 'drift'
const VERDICTS: readonly DriftVerdict[] = ['stable', 'watch', 'drifted']
const TESTS = ['ks', 'chi2']

/**
 * Are today's customers still those that the model learned from? Compares each feature, and the score, between both tables.
 *
 * The population stability index is Σ (now − before) · ln(now / before) over shares of bins: for numbers quantiles of the first table, for categories their labels, with missing values as a bin of their own; half a
 * row is added to each bin, so that empty ones count. Below 0.1 is stable, from 0.25 on drifted, between them to be watched (Siddiqi 2006). Numbers are also compared by the Kolmogorov–Smirnov test,
 * categories by χ²; `p` is the chance of such a difference, or a greater one, in samples of the same customers. With many rows p is tiny for shifts that do not matter: the verdict goes by the index, and only where p is below .05.
 *
 * @param training - the table that the model learned from
 * @param now - the table that it is used on; it must have the same columns
 * @param options - `features`, `bins` (10)
 * @returns a frozen object: `features` (one row a column: `feature`, `psi`, `test`, `statistic`, `p`, `missing_before` and `missing_now` as shares, `verdict`), `verdict` (the worst), `drifted` (names)
 * @throws ClienteleError `column-missing`, `column-type`, `contradiction` (a column of numbers in one, text in the other), `rows-too-few` (an empty table), `option-invalid`
 *
 * Cost: a sort for each column of numbers.
 *
 * @example
 * ```ts
 * const before = fromRows(Array.from({ length: 200 }, (_, i) => ({ age: 20 + (i % 50), plan: i % 2 ? 'a' : 'b' })))
 * const now = fromRows(Array.from({ length: 200 }, (_, i) => ({ age: 35 + (i % 50), plan: i % 2 ? 'a' : 'b' })))
 * const { verdict, drifted } = drift(before, now)
 * console.log(verdict, drifted) // drifted [ 'age' ]
 * ```
 */
export function drift<T extends { [name: string]: any } = any>(
  training: TableLike<T>,
  now: TableLike,
  options: DriftOptions<ColumnName<NoInfer<T>>> = {},
): Drift {
  checkOptions(WHO, options, ['features', 'bins'])
  const { bins = 10 } = options
  checkInteger(WHO, 'bins', bins, 2, 1000)
  const [before, after] = [adopt(training, WHO), adopt(now, WHO)]
  for (const [table, name] of [
    [before, 'training'],
    [after, 'now'],
  ] as const) {
    if (table.numRows > 0) continue
    throw new ClienteleError('rows-too-few', `${WHO}: table ${name} has no rows; give one with customers.`)
  }
  const names =
    options.features === undefined
      ? withScores(before, defaultFeatures(WHO, before, []))
      : featureNames(WHO, before, options.features, [])
  if (names.length === 0) {
    throw new ClienteleError(
      'column-type',
      `${WHO}: no column can be compared; name some with features (columns: ${list(before.schema.fields.map(({ name }) => name))}).`,
    )
  }
  const found = names
    .map((name) => compare(findColumn(before, name, WHO), findColumn(after, name, WHO), bins))
    .toSorted((a, b) => b.psi - a.psi)
  const worst = Math.max(...found.map(({ verdict }) => verdict))
  const result = {
    features: driftTable(found),
    verdict: VERDICTS[worst]!,
    drifted: Object.freeze(found.filter(({ verdict }) => verdict === 2).map(({ name }) => name)),
  }
  return printable(result, () => {
    const lines = found
      .slice(0, 10)
      .map(({ name, psi, verdict }) => `  ${name}: PSI ${psi.toFixed(3)}, ${VERDICTS[verdict]}`)
    return [`drift: ${result.verdict}`, ...lines].join('\n')
  })
}

/** Scores were predicted and are no features, but are to be compared. */
function withScores(table: Table, names: readonly string[]): string[] {
  const scores = ['churn_probability', 'probability'].filter(
    (name) => !names.includes(name) && table.schema.fields.some((field) => field.name === name),
  )
  return [...names, ...scores]
}

interface Compared {
  readonly name: string
  readonly psi: number
  /** The place in `TESTS`. */
  readonly test: number
  readonly statistic: number
  readonly p: number
  readonly missing: readonly [number, number]
  /** The place in `VERDICTS`. */
  readonly verdict: number
}

function compare(before: Column, now: Column, bins: number): Compared {
  const numbers = [before, now].map(({ type }) => isNumeric(type) || type.typeId === Type.Null)
  if (numbers[0] !== numbers[1]) {
    throw new ClienteleError(
      'contradiction',
      `${WHO}: column '${before.name}' holds numbers in one table and none in the other; convert one of them.`,
    )
  }
  const counted = numbers[0] ? compareNumbers(before, now, bins) : compareCategories(before, now)
  const { counts, missing, ...tested } = counted
  const [a, b] = [before.length, now.length]
  const psi = stability(counts)
  const verdict = tested.p >= 0.05 || psi < 0.1 ? 0 : psi < 0.25 ? 1 : 2
  return { name: before.name, ...tested, psi, missing: [missing[0] / a, missing[1] / b], verdict }
}

/** Rows by bin in both tables, of which the last is of missing values. */
type Counts = readonly [Float64Array, Float64Array]

function stability([before, now]: Counts): number {
  const used = [...before.keys()].filter((bin) => before[bin]! + now[bin]! > 0)
  const share = (counts: Float64Array): ((bin: number) => number) => {
    const total = used.reduce((sum, bin) => sum + counts[bin]! + 0.5, 0)
    return (bin) => (counts[bin]! + 0.5) / total
  }
  const [then, today] = [share(before), share(now)]
  return used.reduce((sum, bin) => sum + (today(bin) - then(bin)) * Math.log(today(bin) / then(bin)), 0)
}

function compareNumbers(before: Column, now: Column, bins: number) {
  const [then, today] = [before, now].map((column) => readNumbers(column, WHO)) as [
    Float64Array,
    Float64Array,
  ]
  const [a, b] = [then, today].map((values) => values.filter((v) => !Number.isNaN(v)).toSorted()) as [
    Float64Array,
    Float64Array,
  ]
  const edges = [
    ...new Set(Array.from({ length: bins - 1 }, (_, k) => a[Math.floor(((k + 1) * a.length) / bins)]!)),
  ]
  const count = (values: Float64Array): Float64Array => {
    const counts = new Float64Array(edges.length + 2)
    for (const v of values)
      counts[Number.isNaN(v) ? edges.length + 1 : edges.filter((edge) => v >= edge).length]!++
    return counts
  }
  const statistic = a.length > 0 && b.length > 0 ? greatestGap(a, b) : 0
  const size = (a.length * b.length) / (a.length + b.length)
  const missing = [then.length - a.length, today.length - b.length] as const
  const p = Math.min(
    kolmogorovTail(statistic * Math.sqrt(size || 0)),
    missingTail(missing, then.length, today.length),
  )
  return { counts: [count(then), count(today)] as Counts, missing, test: 0, statistic, p }
}

/** The chance of such a difference between shares of missing values. */
function missingTail(missing: readonly [number, number], before: number, now: number): number {
  if (missing[0] + missing[1] === 0) return 1
  return chiSquare([
    Float64Array.of(before - missing[0], missing[0]),
    Float64Array.of(now - missing[1], missing[1]),
  ]).p
}

/** The greatest difference between the shares of two sorted samples up to any value. */
function greatestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, gap] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!)
    while (a[i] === value) i++
    while (b[j] === value) j++
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length))
  }
  return gap
}

/** P(K > x) of Kolmogorov's distribution. */
function kolmogorovTail(x: number): number {
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * x * x)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-17) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}

function compareCategories(before: Column, now: Column) {
  const [then, today] = [before, now].map((column) => readCategories(column, WHO)) as [
    ReturnType<typeof readCategories>,
    ReturnType<typeof readCategories>,
  ]
  const labels = [...new Set([...then.labels, ...today.labels])].toSorted()
  const place = new Map(labels.map((label, l) => [label, l]))
  const count = ({ codes, labels: own }: typeof then): Float64Array => {
    const places = own.map((label) => place.get(label)!)
    const counts = new Float64Array(labels.length + 1)
    for (const code of codes) counts[code < 0 ? labels.length : places[code]!]!++
    return counts
  }
  const counts = [count(then), count(today)] as const
  const missing = [counts[0].at(-1)!, counts[1].at(-1)!] as const
  return { counts: counts as Counts, missing, test: 1, ...chiSquare(counts) }
}

/** χ² of two rows of counts. */
function chiSquare([before, now]: Counts): { statistic: number; p: number } {
  const [a, b] = [before, now].map((counts) => counts.reduce((x, y) => x + y, 0)) as [number, number]
  let [statistic, used] = [0, 0]
  before.forEach((count, i) => {
    const both = count + now[i]!
    if (both === 0) return
    used++
    const expected = (both * a) / (a + b)
    statistic += (count - expected) ** 2 / expected + (now[i]! - (both - expected)) ** 2 / (both - expected)
  })
  return { statistic, p: used > 1 ? chiSquareTail(statistic, used - 1) : 1 }
}

function driftTable(found: readonly Compared[]): Table<DriftColumns> {
  const numbers = (of: (one: Compared) => number) => float64(Float64Array.from(found, of))
  return makeTable({
    feature: utf8(found.map(({ name }) => name)),
    psi: numbers(({ psi }) => psi),
    test: dictionary(
      Int32Array.from(found, ({ test }) => test),
      TESTS,
    ),
    statistic: numbers(({ statistic }) => statistic),
    p: numbers(({ p }) => p),
    missing_before: numbers(({ missing }) => missing[0]),
    missing_now: numbers(({ missing }) => missing[1]),
    verdict: dictionary(
      Int32Array.from(found, ({ verdict }) => verdict),
      VERDICTS,
    ),
  } as never) as never
}
