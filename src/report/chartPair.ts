import { adopt } from '../table/adopt.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { readStrings } from '../table/strings.js'
import type { TableLike } from '../table/types.js'
import { barNames } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** A step from the first guess to a pair's weight, without what the records say. */
export interface PairStep {
  readonly kind: string
  readonly name: string | null
  readonly agreement: string | null
  /** In bits, with what the rarity of the value adds. */
  readonly weight: number
  readonly total: number
}

const WHO = 'chartPair'

/**
 * Why are two records taken for one customer, or not? Steps from the first guess to the match weight: each field adds or takes, a shared household or name takes what it
 * explains. The values themselves are not in the picture.
 *
 * @param steps - what `explainPair` gives
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a step
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { chartPair } from 'clientele/report'
 *
 * const steps = fromRows([
 *   { step: 'prior', column: null, agreement: null, weight: -10, frequency_adjustment: null, total: -10 },
 *   { step: 'field', column: 'email', agreement: 'same', weight: 14, frequency_adjustment: 1, total: 5 },
 * ])
 * console.log(chartPair(steps).spec.layer[0].data.values.map(({ label, to }) => [label, to])) // [ [ 'before looking', -10 ], [ 'email: same', 5 ], [ 'match weight', 5 ] ]
 * ```
 */
export function chartPair(steps: TableLike, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  return drawPair(pairSteps(steps, WHO), scene)
}

/** The steps of a table that `explainPair` gave. */
export function pairSteps(table: TableLike, who: string): PairStep[] {
  const own = adopt(table, who)
  const [kinds, names, agreements] = ['step', 'column', 'agreement'].map((name) =>
    readStrings(findColumn(own, name, who)),
  )
  const [weights, rarity, totals] = ['weight', 'frequency_adjustment', 'total'].map((name) =>
    readNumbers(findColumn(own, name, who), who),
  )
  return kinds!.map((kind, i) => ({
    kind: kind ?? '',
    name: names![i]!,
    agreement: agreements![i]!,
    weight: finite(weights![i]!) + finite(rarity![i]!),
    total: finite(totals![i]!),
  }))
}

/** No weight is as large; what has none is 0. */
const MOST = 1e6

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-MOST, Math.min(MOST, value))
}

/** What a step is called. */
export function stepLabel(
  { kind, name, agreement }: PairStep,
  { identify: { charts } }: Scene['words'],
): string {
  if (kind === 'prior') return charts.prior
  if (kind === 'class') return charts.kind(name ?? '')
  return `${name ?? ''}: ${charts.level(agreement ?? '')}`
}

/** The picture of steps that are already there. */
export function drawPair(steps: readonly PairStep[], { words, width }: Scene): Chart {
  const { charts } = words.identify
  const shown = steps.filter(({ kind, weight }) => kind === 'prior' || weight !== 0)
  const values = shown.map((step) => ({
    label: stepLabel(step, words),
    from: round(step.kind === 'prior' ? 0 : step.total - step.weight),
    to: round(step.total),
    sign: step.kind === 'prior' ? 'all' : step.weight < 0 ? 'against' : 'for',
  }))
  values.push({ label: charts.total, from: 0, to: round(steps.at(-1)?.total ?? 0), sign: 'all' })
  const y = barNames(
    values.map(({ label }) => label),
    width,
  )
  return makeChart(charts.pairAbout, width, {
    height: Math.max(60, 24 * values.length),
    encoding: { y },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: { band: 0.65 } },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            title: width < 480 ? null : charts.running,
            axis: { tickCount: 7 },
          },
          x2: { field: 'to' },
          color: {
            field: 'sign',
            type: 'nominal',
            legend: null,
            scale: {
              domain: ['for', 'against', 'all'],
              range: [palette.accent.light, palette.alert.light, palette.muted.light],
            },
          },
        },
      },
    ],
  })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
