import { invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import { barNames } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** What the chart reads of a linkage model. */
export interface WeighedModel {
  readonly fields: readonly {
    readonly column: string
    readonly levels: readonly string[]
    readonly match: readonly number[]
    readonly strangers: readonly number[]
  }[]
}

/** How much a level of agreement of one field weighs. */
export interface MatchWeight {
  readonly field: string
  readonly level: string
  readonly match: number
  readonly strangers: number
  /** log₂ of the share among matches over that among strangers. */
  readonly weight: number
}

const WHO = 'chartMatchWeights'

/**
 * What tells whether two records are one customer? A bar for each way in which each field can agree: to the right what speaks for one person, to the left what speaks
 * against it, in bits (log₂ of how much more often matches agree like that than strangers).
 *
 * @param model - what `fitLinkage`, `identify(…).model` or `importSplink` gives
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a level and no value of any record
 * @throws ClienteleError `option-invalid`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { chartMatchWeights } from 'clientele/report'
 *
 * const levels = ['missing', 'other', 'same']
 * const model = { fields: [{ column: 'city', levels, match: [0.2, 0.8], strangers: [0.9, 0.1] }] }
 * const [same] = chartMatchWeights(model).spec.layer[0].data.values
 * console.log(same.label, same.weight) // city: same 3
 * ```
 */
export function chartMatchWeights(model: WeighedModel, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  return drawMatchWeights(matchWeights(model, WHO), scene)
}

/** The weights of a model's levels, the highest level of each field first. */
export function matchWeights(model: WeighedModel, who: string): MatchWeight[] {
  if (!Array.isArray((model as Partial<WeighedModel> | null | undefined)?.fields)) {
    throw invalid(who, `needs a linkage model, as fitLinkage gives it, but got ${describe(model)}`)
  }
  return model.fields.flatMap(({ column, levels, match, strangers }) =>
    match
      .map((share, l) => ({
        field: column,
        level: levels[l + 1]!,
        match: share,
        strangers: strangers[l]!,
        weight: Math.log2(share / strangers[l]!),
      }))
      .toReversed(),
  )
}

/** The picture of weights that are already there. */
export function drawMatchWeights(weights: readonly MatchWeight[], { words, width }: Scene): Chart {
  const { charts } = words.identify
  const values = weights.map(({ field, level, weight }) => ({
    label: `${field}: ${charts.level(level)}`,
    weight: round(weight),
  }))
  const y = barNames(
    values.map(({ label }) => label),
    width,
  )
  return makeChart(charts.weightsAbout, width, {
    height: Math.max(60, 20 * values.length),
    encoding: { y },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: { band: 0.7 } },
        encoding: {
          x: {
            field: 'weight',
            type: 'quantitative',
            title: width < 480 ? null : charts.weight,
            axis: { tickCount: 7, values: ticksWithZero(values.map(({ weight }) => weight)) },
          },
          color: {
            condition: { test: 'datum.weight < 0', value: palette.alert.light },
            value: palette.accent.light,
          },
        },
      },
    ],
  })
}

/** Marks of an axis, 0 among them: it parts what speaks for from what speaks against. */
function ticksWithZero(weights: readonly number[]): number[] {
  const [low, high] = [Math.min(0, ...weights), Math.max(0, ...weights)]
  const step = [1, 2, 4, 5, 10, 20, 50].find((one) => (high - low) / one <= 8) ?? 100
  const first = Math.floor(low / step)
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, i) => (first + i) * step)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
