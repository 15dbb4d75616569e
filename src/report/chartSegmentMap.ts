import { checkInteger, invalid } from '../options.js'
import { learnFeatures, scaleFeatures } from '../segment/features/readFeatures.js'
import type { Scale } from '../segment/features/scaling.js'
import type { HierarchyModel } from '../segment/hierarchy/model.js'
import type { KMeansModel } from '../segment/kmeans/model.js'
import type { KPrototypesModel } from '../segment/kprototypes/model.js'
import type { MixtureModel } from '../segment/mixture/model.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import type { TableLike } from '../table/types.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type MapFeatures, type SegmentMap, segmentMap } from './figures/segmentMap.js'
import { palette, toneOf } from './palette.js'
import { type Scene, sceneOf } from './scene.js'
import { segmentName } from './standing.js'
import { wrapped } from './wrapped.js'

/** Options of `chartSegmentMap`. */
export interface ChartSegmentMapOptions extends ChartOptions {
  /** The model that found the segments; its scaled features span the map. Or give `features`. */
  readonly model?: KMeansModel | MixtureModel | KPrototypesModel | HierarchyModel | undefined
  /** For segments that no model found: the numbers that span the map, two at least. */
  readonly features?: readonly string[] | undefined
  /** How these are made comparable. Default 'standard'. */
  readonly scale?: Scale | undefined
  /** A column of segments, such as names put to clusters. Default: what `model.predict` says; without a model 'segment'. */
  readonly by?: string | undefined
  /** How many customers are drawn at most; of more, a sample that is the same each time. Default 1,500. */
  readonly points?: number | undefined
}

const WHO = 'chartSegmentMap'

/**
 * How do the segments lie? A map on which customers who are alike stand together, coloured by segment. Its axes are the two directions in which customers
 * differ most (principal components of the model's scaled features, or of `features`); each axis says what rises along it, and how much of all differences
 * it shows. Segments that overlap here may still be apart in what the map leaves out.
 *
 * @param customers - one row a customer, with the features; those without one of them or without a segment are left out
 * @param options - `model` (with two numeric features or more), or `features` and `scale` ('standard'); `by`, `points` (1,500), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds the coordinates of up to `points` customers, and nothing else of them
 * @throws ClienteleError `column-missing`, `column-type`, `option-invalid`
 *
 * Cost: one pass over the customers for each pair of features; 500,000 of three features take a second.
 *
 * @example
 * ```ts
 * import { fitKMeans, fromRows } from 'clientele'
 * import { chartSegmentMap } from 'clientele/report'
 *
 * const customers = fromRows([1, 2, 3, 21, 22, 23].map((orders) => ({ orders, revenue: orders * orders })))
 * const model = fitKMeans(customers, { features: ['orders', 'revenue'], k: 2 })
 * console.log(chartSegmentMap(customers, { model }).description.startsWith('A map')) // true
 * ```
 */
export function chartSegmentMap(customers: TableLike, options: ChartSegmentMapOptions): Chart {
  const scene = sceneOf(WHO, options, undefined, ['model', 'features', 'scale', 'by', 'points'])
  const { model, by, points = 1500 } = options
  checkInteger(WHO, 'points', points, 1, 100_000)
  const table = adopt(customers, WHO)
  const features = model === undefined ? learnedHere(table, options) : mapFeatures(model, options)
  // Read here first, so that what is wrong is said of this function.
  scaleFeatures(WHO, table, features.features, features.scaling)
  const isPredicted = by === undefined && model !== undefined
  const grouped = isPredicted
    ? ((model as KMeansModel).predict(table, { replace: true }) as Table<any>)
    : table
  const column = by ?? (isPredicted ? 'cluster' : 'segment')
  return drawSegmentMap(segmentMap(grouped, features, column, points, WHO), scene)
}

/** Features that no model has scaled. */
function learnedHere(table: Table, { features, scale }: ChartSegmentMapOptions): MapFeatures {
  if (!Array.isArray(features) || features.length < 2) {
    throw invalid(WHO, "needs a model of segments, or two features at least, such as ['orders', 'revenue']")
  }
  return learnFeatures(WHO, table, { features, scale, missing: 'omit' })
}

/** What a model compares customers by, as far as it is numbers. */
function mapFeatures(model: unknown, options: ChartSegmentMapOptions): MapFeatures {
  if (options.features !== undefined || options.scale !== undefined) {
    throw invalid(WHO, 'give model, or features and scale, not both')
  }
  const { features, numeric, scaling, predict } = (model ?? {}) as Record<string, any>
  const names = features ?? numeric
  if (!Array.isArray(names) || !Array.isArray(scaling) || typeof predict !== 'function') {
    throw invalid(
      WHO,
      `model must be what fitKMeans or another learner of segments gives, but got ${describe(model)}`,
    )
  }
  if (names.length < 2) {
    throw invalid(
      WHO,
      `the model has ${names.length} numeric features, but a map needs two; fit it with more`,
    )
  }
  return { features: names, scaling }
}

/** The picture of a map that is already there; `names` by segment, where they have others. */
export function drawSegmentMap(map: SegmentMap, { words, width }: Scene): Chart {
  const narrow = width < 480
  const text = words.grouping.charts
  const labels = map.segments.map(({ label }) => segmentName(label, words))
  const shown = map.segments.flatMap((segment, i) =>
    segment.label === null ? [] : [{ ...segment, name: labels[i]! }],
  )
  const color = {
    field: 'segment',
    type: 'nominal',
    scale: { domain: labels, range: labels.map((_, i) => toneOf(i)) },
    // Names on the map would lie on each other where there is little room.
    legend: narrow ? { symbolOpacity: 1 } : null,
  }
  const scale = { zero: false, nice: false, padding: 8 }
  const axis = { grid: false, labels: false, titleColor: palette.ink.light, titleLimit: 2000 }
  const title = ({ loadings, share }: SegmentMap['x']) => text.along(loadings, share)
  const place = {
    x: { field: 'x', type: 'quantitative', title: wrapped(title(map.x), narrow ? 34 : 72), axis, scale },
    y: { field: 'y', type: 'quantitative', title: wrapped(title(map.y), narrow ? 30 : 42), axis, scale },
  }
  const names = (mark: object) => ({
    data: { values: shown.map(({ x, y, name }) => ({ x, y, name: wrapped(name, 16).join('\n') })) },
    mark: { type: 'text', fontWeight: 650, fontSize: 13, lineBreak: '\n', baseline: 'middle', ...mark },
    encoding: { text: { field: 'name', type: 'nominal' } },
  })
  return makeChart(text.mapAbout, width, {
    height: narrow ? 280 : 420,
    encoding: place,
    layer: [
      {
        data: { values: map.points.map(({ x, y, segment }) => ({ x, y, segment: labels[segment] })) },
        mark: { type: 'circle', size: narrow ? 10 : 20, opacity: 0.55 },
        encoding: { color },
      },
      ...(narrow
        ? []
        : [
            names({ stroke: palette.paper.light, strokeWidth: 4, strokeJoin: 'round', opacity: 0.85 }),
            names({}),
          ]),
    ],
  })
}
