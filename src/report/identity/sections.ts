import { explainPair } from '../../identify/explainPair.js'
import type { Identification } from '../../identify/identify.js'
import type { International } from '../../identify/international/international.js'
import { findColumn } from '../../table/column.js'
import { adopt } from '../../table/adopt.js'
import { readNumbers } from '../../table/numbers.js'
import { toRows } from '../../table/toRows.js'
import { drawCustomerSizes, sizeLabel, type SizeRow } from '../chartCustomerSizes.js'
import { drawMatchWeights, matchWeights } from '../chartMatchWeights.js'
import { drawPair, pairSteps, stepLabel } from '../chartPair.js'
import { drawThreshold, thresholdPoints } from '../chartThreshold.js'
import type { Format } from '../format.js'
import type { Scene } from '../scene.js'
import type { Section } from '../section.js'

/** What the sections of the report on customers put together are made from. */
export interface IdentityContext extends Omit<Scene, 'width'> {
  readonly identified: Identification
  readonly sizes: readonly SizeRow[]
  /** The most records that a customer has. */
  readonly largest: number
  readonly international: International | undefined
}

const WHO = 'reportIdentity'

/** The sections, in this order; those without data are left out. */
export function identitySections(context: IdentityContext): Section[] {
  const [typical, doubtful] = chosenPairs(context.identified)
  return [
    sizesSection(context),
    trustSection(context),
    weightsSection(context),
    typical === undefined ? undefined : pairSection(context, 'typical', typical),
    doubtful === undefined ? undefined : pairSection(context, 'doubtful', doubtful),
    {
      id: 'methods',
      finding: context.words.identify.page.methods.heading,
      weight: 0,
      text: context.words.identify.page.methods.lines,
    },
  ].filter((section) => section !== undefined)
}

function sizesSection({ sizes, largest, words, format }: IdentityContext): Section {
  const text = words.identify.page.sizes
  const all = sizes.reduce((sum, { customers }) => sum + customers, 0)
  const several = all - sizes[0]!.customers
  const many = sizes.at(-1)!.customers
  const { columns } = text
  return {
    id: 'sizes',
    finding: several === 0 ? text.none : text.finding(several / all, largest),
    weight: several === 0 ? 0 : 0.8,
    chart: (width) => drawCustomerSizes(sizes, { words, format, width }),
    howToRead: text.read,
    ...(many > 0 && { actions: [{ text: text.look(many, largest), weight: 0.6 }] }),
    table: {
      columns: [
        { label: columns.size },
        { label: columns.customers, numeric: true },
        { label: columns.records, numeric: true },
      ],
      rows: sizes
        .filter((row) => row.customers > 0)
        .map((row) => [sizeLabel(row, words), format.count(row.customers), format.count(row.records)]),
    },
  }
}

function trustSection({ identified: { fit }, words, format }: IdentityContext): Section {
  const text = words.identify.page.trust
  const { precision, recall } = fit.expected
  const points = fit.curve === null ? [] : thresholdPoints(fit.curve, WHO)
  const rows = fit.curve === null ? [] : (toRows(fit.curve) as Record<string, number>[])
  const { columns } = text
  return {
    id: 'trust',
    finding: text.finding(precision, recall),
    weight: 0.9,
    ...(points.length > 0 && {
      chart: (width: number) => drawThreshold(points, fit.threshold, { words, format, width }),
      howToRead: text.read,
    }),
    ...(Number.isFinite(fit.reach.share) && { text: [text.reach(fit.reach.share)] }),
    ...(rows.length > 0 && {
      table: {
        columns: [
          { label: columns.threshold },
          ...(['customers', 'precision', 'recall', 'f1'] as const).map((key) => ({
            label: columns[key],
            numeric: true,
          })),
        ],
        rows: rows.map((row) =>
          [row['threshold']!.toFixed(2), format.count(row['customers']!)].concat(
            ['precision', 'recall', 'f1'].map((name) => format.share(row[`expected_${name}`]!)),
          ),
        ),
      },
    }),
  }
}

function weightsSection({ identified: { model }, words, format }: IdentityContext): Section | undefined {
  const text = words.identify.page.weights
  const weights = matchWeights(model, WHO)
  // The first of each field's levels is that its values are the same.
  const same = model.fields.flatMap(({ column }) => weights.find(({ field }) => field === column) ?? [])
  const best = same.toSorted((a, b) => b.weight - a.weight)[0]
  if (!best) return undefined
  const { columns } = text
  return {
    id: 'weights',
    finding: text.finding(best.field, best.weight),
    weight: 0.5,
    chart: (width) => drawMatchWeights(weights, { words, format, width }),
    howToRead: text.read,
    table: {
      columns: [
        { label: columns.field },
        { label: columns.level },
        ...(['matches', 'strangers', 'weight'] as const).map((key) => ({
          label: columns[key],
          numeric: true,
        })),
      ],
      rows: weights.map(({ field, level, match, strangers, weight }) => [
        field,
        words.identify.charts.level(level),
        format.share(match),
        format.share(strangers),
        bits(weight, format),
      ]),
    },
  }
}

function pairSection(
  { identified, words, format, international }: IdentityContext,
  id: 'typical' | 'doubtful',
  { pair, probability }: ChosenPair,
): Section {
  const text = words.identify.page.pairs
  const steps = pairSteps(
    explainPair(identified.records, { model: identified.model, pair, international }),
    WHO,
  )
  const { columns } = text
  return {
    id,
    finding: text[id](probability),
    weight: 0,
    chart: (width) => drawPair(steps, { words, format, width }),
    howToRead: text.read,
    text: [text.rows(format.count(pair[0] + 1), format.count(pair[1] + 1))],
    table: {
      columns: [
        { label: columns.step },
        { label: columns.weight, numeric: true },
        { label: columns.total, numeric: true },
      ],
      rows: steps.map((step) => [
        stepLabel(step, words),
        bits(step.weight, format),
        bits(step.total, format),
      ]),
    },
  }
}

/** A weight for a table: no minus before nothing, and elsewhere one as the pictures have it. */
function bits(weight: number, format: Format): string {
  const text = format.decimal(weight)
  return /[1-9]/.test(text) ? text.replace('-', '−') : format.decimal(0)
}

type ChosenPair = { readonly pair: readonly [number, number]; readonly probability: number }

/** The median of the pairs that are one customer, and the one nearest to even odds. */
function chosenPairs({ records, pairs }: Identification): readonly (ChosenPair | undefined)[] {
  const [table, own] = [adopt(pairs, WHO), adopt(records, WHO)]
  const read = (name: string) => readNumbers(findColumn(table, name, WHO), WHO)
  const [a, b, weight, probability] = ['row_a', 'row_b', 'match_weight', 'match_probability'].map(read)
  const customer = readNumbers(findColumn(own, 'customer_id', WHO), WHO)
  const order = Array.from(weight!.keys()).toSorted((x, y) => weight![x]! - weight![y]! || x - y)
  const joined = order.filter((p) => customer[a![p]!] === customer[b![p]!])
  let nearest: number | undefined
  for (const p of order)
    if (nearest === undefined || Math.abs(weight![p]!) < Math.abs(weight![nearest]!)) nearest = p
  return [joined[joined.length >> 1], nearest].map((p) =>
    p === undefined ? undefined : { pair: [a![p]!, b![p]!], probability: probability![p]! },
  )
}
