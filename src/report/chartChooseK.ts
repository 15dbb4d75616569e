import { invalid } from '../options.js'
import type { ChooseK } from '../segment/chooseK.js'
import type { Recommended } from '../segment/measure/recommend.js'
import { adopt, describe } from '../table/adopt.js'
import { toRows } from '../table/toRows.js'
import { labelRoom, shortNumbers, TITLE_ABOVE } from './axes.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { palette } from './palette.js'
import { type Scene, sceneOf } from './scene.js'
import type { MeasureName } from './words/groupWords.js'

const WHO = 'chartChooseK'
const ROOM = 46

/**
 * How many groups are there? The elbow of inertia and the silhouette side by side, by the number of groups, each with the number that it recommends
 * marked; below, what each of the measures recommends, for no single one can be relied on.
 *
 * @param found - what `chooseK` found
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a row a number of groups
 * @throws ClienteleError `option-invalid`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { chooseK, fromRows } from 'clientele'
 * import { chartChooseK } from 'clientele/report'
 *
 * const customers = fromRows([1, 2, 3, 21, 22, 23, 41, 42, 43].map((orders) => ({ orders })))
 * const chart = chartChooseK(chooseK(customers, { features: ['orders'], k: { from: 2, to: 5 } }))
 * console.log(chart.description.startsWith('Curves')) // true
 * ```
 */
export function chartChooseK(found: ChooseK, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  const { scores, recommended } = (found ?? {}) as Partial<ChooseK>
  if (!scores || typeof recommended !== 'object') {
    throw invalid(
      WHO,
      `needs what chooseK gives, an object of scores and recommended, but got ${describe(found)}`,
    )
  }
  return drawChooseK(toRows(adopt(scores, WHO)) as unknown as ScoreRow[], recommended, scene)
}

interface ScoreRow {
  readonly k: number
  readonly inertia: number
  readonly silhouette: number | null
  readonly silhouette_error: number | null
}

/** The picture of scores that are already there. */
export function drawChooseK(scores: readonly ScoreRow[], recommended: Recommended, scene: Scene): Chart {
  const { words, width } = scene
  const narrow = width < 480
  const text = words.grouping.charts
  const gap = 24
  const side = narrow ? width - ROOM - 8 : (width - gap) / 2 - ROOM - 4
  const panels = [panel(scores, 'inertia', side, recommended, scene)]
  const measured = scores.filter(({ silhouette }) => silhouette !== null)
  if (measured.length > 0) panels.push(panel(measured, 'silhouette', side, recommended, scene))
  return makeChart(text.chooseAbout, width, {
    width: undefined,
    autosize: { type: 'pad' },
    padding: 2,
    spacing: 28,
    vconcat: [
      narrow ? { spacing: 28, vconcat: panels } : { spacing: gap, hconcat: panels },
      votes(scores, recommended, scene),
    ],
  })
}

/** One measure by the number of groups, the recommended one marked. */
function panel(
  scores: readonly ScoreRow[],
  measure: 'inertia' | 'silhouette',
  width: number,
  recommended: Recommended,
  { words, format }: Scene,
): Record<string, unknown> {
  const best = recommended[measure]
  const values = scores.map((score) => ({
    k: score.k,
    value: Number(score[measure]!.toPrecision(6)),
    ...(measure === 'silhouette' && errorBand(score)),
    mark: score.k === best ? `k = ${best}` : '',
  }))
  const text = words.grouping.charts
  const y = {
    field: 'value',
    type: 'quantitative',
    // The best silhouette is the highest: room for its mark below the title.
    scale: measure === 'inertia' ? { zero: true } : { zero: false, padding: 14 },
    axis: {
      title: text[measure],
      tickCount: 4,
      labelExpr: measure === 'inertia' ? shortNumbers(format.lang) : "format(datum.value, '.2f')",
      ...TITLE_ABOVE,
      titleX: 6 - ROOM,
      minExtent: ROOM,
      maxExtent: ROOM,
    },
  }
  const point = { type: 'point', filled: true, opacity: 1 }
  const isLast = best === scores.at(-1)!.k
  const isBest = [{ filter: "datum.mark !== ''" }]
  return {
    width,
    height: 170,
    data: { values },
    encoding: { x: { ...groupsAxis(scores), axis: { ...GROUPS, title: text.k } }, y },
    layer: [
      ...(values.some((value) => 'low' in value) ? [ERROR_BARS] : []),
      { mark: { type: 'line', strokeWidth: 2 } },
      { mark: { ...point, size: 30, color: palette.accent.light } },
      { transform: isBest, mark: { ...point, size: 110, color: palette.alert.light } },
      {
        transform: isBest,
        mark: {
          type: 'text',
          align: isLast ? 'right' : 'left',
          dx: isLast ? -8 : 8,
          dy: -12,
          fontWeight: 600,
          color: palette.alert.light,
        },
        encoding: { text: { field: 'mark', type: 'nominal' } },
      },
    ],
  }
}

const ERROR_BARS = {
  transform: [{ filter: 'isValid(datum.low)' }],
  mark: { type: 'rule', color: palette.quiet.light, strokeWidth: 2 },
  encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
}

const GROUPS = { labelAngle: 0, grid: false, labelOverlap: true }

function groupsAxis(scores: readonly ScoreRow[], range?: readonly number[]): Record<string, unknown> {
  const domain = scores.map(({ k }) => k)
  return {
    field: 'k',
    type: 'ordinal',
    scale: { domain, type: 'point', padding: 0.5, ...(range && { range }) },
  }
}

/** Two standard errors on either side, where the silhouette is that of a sample. */
function errorBand({ silhouette, silhouette_error: error }: ScoreRow): object {
  if (silhouette === null || error === null || error === 0) return {}
  return { low: silhouette - 2 * error, high: silhouette + 2 * error }
}

/** A row a measure, with a dot where it recommends. */
function votes(
  scores: readonly ScoreRow[],
  recommended: Recommended,
  { words, width }: Scene,
): Record<string, unknown> {
  const text = words.grouping.charts
  const said = Object.entries(recommended).filter(([, k]) => k !== null)
  const names = said.map(([name]) => text.measure(name as MeasureName))
  const fontSize = width < 480 ? 11 : 12
  const right = width - ROOM - 8
  // Names stand inside: as labels of an axis they would push the panels above to the right.
  const axis = groupsAxis(scores, [labelRoom(names, fontSize) - ROOM + 14, right])
  const y = { field: 'measure', type: 'nominal', sort: names, scale: { domain: names }, axis: null }
  const line = { type: 'rule', color: palette.rule.light, strokeWidth: 1 }
  return {
    width: right,
    height: Math.max(24, 24 * names.length),
    data: { values: said.map(([, k], i) => ({ measure: names[i], k })) },
    encoding: { y },
    layer: [
      {
        mark: line,
        encoding: { x: { value: 6 - ROOM }, x2: { value: right }, y: { ...y, bandPosition: 1 } },
      },
      {
        mark: { type: 'point', filled: true, opacity: 1, size: 90, color: palette.alert.light },
        encoding: { x: { ...axis, axis: { ...GROUPS, title: text.recommend, titleAnchor: 'end' } } },
      },
      {
        mark: { type: 'text', align: 'left', fontSize },
        encoding: { x: { value: 6 - ROOM }, text: { field: 'measure', type: 'nominal' } },
      },
    ],
  }
}
