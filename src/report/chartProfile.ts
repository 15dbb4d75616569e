import { invalid } from '../options.js'
import type { Profile } from '../segment/profile.js'
import { describe } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import { labelRoom } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { degreeOf, type ProfileField, type ProfileMap, profileMap } from './figures/profileMap.js'
import { lower, palette, ramp } from './palette.js'
import { type Scene, sceneOf } from './scene.js'
import { segmentName } from './standing.js'
import type { Degree } from './words/groupWords.js'
import { clipped, wrapped } from './wrapped.js'

/** Options of `chartProfile`. */
export interface ChartProfileOptions extends ChartOptions {
  /** Names of the segments: a table of `segment` and `name`, as `nameSegments` gives. */
  readonly names?: TableLike | undefined
}

const WHO = 'chartProfile'

/**
 * What is each segment like? A heat map with a column a segment and a row a feature; each field holds the segment's mean (of categories: the share of a value) and is the
 * bluer the more it is above the other segments, the more orange the more it is below them. Colours change at standardised differences of 0.2, 0.5 and
 * 0.8. Of categories the twelve values that set segments apart most are shown.
 *
 * @param profile - what `profile` gives
 * @param options - `names`, `width` (720), `lang` ('en'), `currency`
 * @returns a chart that notebooks show; it holds one row a field and no customer
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, profile } from 'clientele'
 * import { chartProfile } from 'clientele/report'
 *
 * const customers = fromRows([9, 8, 1, 2, 1].map((orders) => ({ segment: orders > 5 ? 'A' : 'B', orders })))
 * console.log(chartProfile(profile(customers)).description.startsWith('A map')) // true
 * ```
 */
export function chartProfile(profile: Profile, options: ChartProfileOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined, ['names'])
  const { segments, features, categories } = (profile ?? {}) as Partial<Profile>
  if (!segments || !features || !categories) {
    throw invalid(
      WHO,
      `needs what profile(table, {by}) gives, an object of segments, features and categories, but got ${describe(profile)}`,
    )
  }
  return drawProfile(profileMap(profile, options.names, WHO), scene)
}

const DEGREES: readonly Degree[] = [-3, -2, -1, 0, 1, 2, 3]
const TONES = [lower[2]!, lower[1]!, lower[0]!, palette.rule, ramp[1]!, ramp[3]!, ramp[5]!].map(
  ({ light }) => light,
)
const MONEY = /^(revenue|amount|monetary(_value)?|spend(ing)?|sales|turnover|clv|first_day_revenue)$/

/** The picture of a map that is already there. */
export function drawProfile({ segments, fields }: ProfileMap, scene: Scene): Chart {
  const { words, width } = scene
  const narrow = width < 480
  const text = words.grouping.charts
  const rowName = (field: ProfileField) =>
    field.value === undefined ? words.grouping.feature(field.feature) : text.value(field.feature, field.value)
  const names = [...new Set(fields.map(rowName))]
  const [fontSize, headSize] = narrow ? [11, 10] : [12, 12]
  const lines = names.map((name) => wrapped(name, narrow ? 13 : 26))
  const room = labelRoom(lines.flat(), fontSize)
  const cell = (width - room) / Math.max(1, segments.length)
  const { heads, upright } = headings(segments, cell, headSize, scene)
  const values = fields.map((field) => ({
    row: rowName(field),
    segment: field.segment,
    degree: text.degree(degreeOf(field.difference)),
    tone: degreeOf(field.difference),
    label: field.here === null ? '' : printed(field, scene),
  }))
  const domain = DEGREES.map((degree) => text.degree(degree))
  const shown = [-3, 0, 3].map((degree) => text.degree(degree as Degree))
  return makeChart(text.profileAbout, width, {
    height: Math.max(40, names.length * (narrow ? 36 : 38)),
    data: { values },
    encoding: {
      x: {
        field: 'segment',
        type: 'ordinal',
        title: null,
        axis: {
          orient: 'top',
          ...(upright
            ? {
                labelAngle: 0,
                labelPadding: 6 + (Math.max(...heads.map(({ length }) => length), 1) - 1) * (headSize + 2),
              }
            : { labelAngle: -90, labelAlign: 'left', labelBaseline: 'middle' }),
          labelColor: palette.ink.light,
          labelExpr: `(${JSON.stringify(heads)})[datum.value]`,
          labelFontSize: headSize,
          labelLimit: 1000,
          labelOverlap: false,
        },
        scale: { domain: segments.map((_, i) => i), paddingInner: 0.04 },
      },
      y: {
        field: 'row',
        type: 'nominal',
        sort: names,
        title: null,
        axis: { labels: false, minExtent: room },
        scale: { paddingInner: 0.06 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3 },
        encoding: {
          color: {
            field: 'degree',
            type: 'nominal',
            scale: { domain, range: TONES },
            legend: { values: shown, orient: 'bottom', columns: narrow ? 1 : 3, offset: 14 },
          },
        },
      },
      ...(cell < 26
        ? []
        : [
            {
              mark: { type: 'text', fontSize: cell < 36 ? 9 : narrow ? 11 : 13 },
              encoding: {
                text: { field: 'label', type: 'nominal' },
                color: {
                  condition: { test: 'abs(datum.tone) === 3', value: palette.paper.light },
                  value: palette.ink.light,
                },
              },
            },
          ]),
      ...rowLabels(names, lines, fontSize),
    ],
  })
}

/** Names and sizes of segments: in lines above their columns, or upwards where a word is wider than its column. */
function headings(
  segments: ProfileMap['segments'],
  cell: number,
  fontSize: number,
  { words, format }: Scene,
): { readonly heads: readonly string[][]; readonly upright: boolean } {
  const most = Math.floor((cell - 4) / (0.62 * fontSize))
  const named = segments.map(({ label, customers }) => ({
    name: segmentName(label, words),
    size: format.count(customers),
  }))
  const heads = named.map(({ name, size }) => [...wrapped(name, most), size])
  if (heads.flat().every((line) => labelRoom([line], fontSize) - 8 <= cell)) return { heads, upright: true }
  return { heads: named.map(({ name, size }) => [`${clipped(name, 30)} · ${size}`]), upright: false }
}

/** What the rows are; labels of an axis would begin in the middle of their row, of however many lines. */
function rowLabels(names: readonly string[], lines: readonly string[][], fontSize: number): object[] {
  const counts = [...new Set(lines.map(({ length }) => length))]
  return counts.map((count) => ({
    data: {
      values: names.flatMap((row, i) =>
        lines[i]!.length === count ? [{ row, text: lines[i]!.join('\n') }] : [],
      ),
    },
    mark: {
      type: 'text',
      align: 'right',
      dx: -8,
      dy: (-(count - 1) * (fontSize + 2)) / 2,
      lineBreak: '\n',
      fontSize,
    },
    encoding: { x: { value: 0 }, text: { field: 'text', type: 'nominal' } },
  }))
}

/** A mean or a share as a reader writes it. */
function printed({ feature, value, here }: ProfileField, { format }: Scene): string {
  if (value !== undefined) return format.share(here!)
  if (MONEY.test(feature)) return format.moneyShort(here! < 100 ? here! : Math.round(here!))
  const size = Math.abs(here!)
  if (size >= 100) return format.count(here!)
  return size >= 1 || size === 0 ? format.decimal(here!) : String(Number(here!.toPrecision(2)))
}
