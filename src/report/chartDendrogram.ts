import { checkInteger, invalid } from '../options.js'
import type { HierarchyModel } from '../segment/hierarchy/model.js'
import { describe } from '../table/adopt.js'
import { type Chart, type ChartOptions, makeChart } from './chart.js'
import { type Dendrogram, dendrogramOf } from './figures/dendrogram.js'
import { palette, toneOf } from './palette.js'
import { type Scene, sceneOf } from './scene.js'

/** Options of `chartDendrogram`. */
export interface ChartDendrogramOptions extends ChartOptions {
  /** How many branches are drawn at most; what lies below is shown by its number of customers. Default 30. */
  readonly leaves?: number | undefined
}

const WHO = 'chartDendrogram'

/**
 * Which groups are parts of which? The upper part of a hierarchy from the whole (right) to its branches (left), each with the number of its customers. Two branches meet
 * the farther to the right the less alike they are; the dashed line cuts the tree into the model's clusters, which have a colour each.
 *
 * @param model - what `fitHierarchy` gives
 * @param options - `leaves` (30), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds three lines a merge and no customer
 * @throws ClienteleError `option-invalid`
 *
 * Cost: one pass over the merges.
 *
 * @example
 * ```ts
 * import { fitHierarchy, fromRows } from 'clientele'
 * import { chartDendrogram } from 'clientele/report'
 *
 * const customers = fromRows([1, 2, 3, 21, 22, 23].map((orders) => ({ orders })))
 * const model = fitHierarchy(customers, { features: ['orders'], k: 2 })
 * console.log(chartDendrogram(model).description.startsWith('A tree')) // true
 * ```
 */
export function chartDendrogram(model: HierarchyModel, options: ChartDendrogramOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined, ['leaves'])
  const { leaves = 30 } = options
  checkInteger(WHO, 'leaves', leaves, 2, 500)
  if (model?.kind !== 'hierarchy' || !model.merges || !model.fit) {
    throw invalid(WHO, `model must be what fitHierarchy gives, but got ${describe(model)}`)
  }
  return drawDendrogram(dendrogramOf(model, leaves), scene)
}

/** The picture of a tree that is already there. */
export function drawDendrogram(
  { leaves, joints, cut, k }: Dendrogram,
  { words, format, width }: Scene,
): Chart {
  const narrow = width < 480
  const text = words.grouping.charts
  const line = (x: number, x2: number, y: number, y2: number, cluster: number) => ({
    x: fine(x),
    x2: fine(x2),
    y,
    y2,
    cluster,
  })
  const values = joints.flatMap(({ sides, height, cluster }) => [
    ...sides.map((side) => line(side.height, height, side.place, side.place, side.cluster)),
    line(height, height, sides[0].place, sides[1].place, cluster),
  ])
  const step = narrow ? 15 : 17
  const rows = Math.max(1, leaves.length)
  const labels = leaves.map(({ customers }) => (narrow ? format.count(customers) : text.customers(customers)))
  const domain = Array.from({ length: k + 1 }, (_, i) => i - 1)
  const y = {
    type: 'quantitative',
    scale: { domain: [-0.5, rows - 0.5], nice: false, zero: false, reverse: true },
    axis: {
      title: null,
      grid: false,
      values: leaves.map((_, i) => i),
      labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
      labelColor: palette.ink.light,
      labelFontSize: narrow ? 10 : 11,
      labelOverlap: false,
    },
  }
  const x = {
    type: 'quantitative',
    scale: { nice: false, zero: true },
    title: text.height,
    axis: { grid: false, tickCount: 4 },
  }
  return makeChart(text.dendrogramAbout, width, {
    height: Math.max(60, rows * step),
    layer: [
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: narrow ? 1.5 : 2, strokeCap: 'square' },
        encoding: {
          x: { field: 'x', ...x },
          x2: { field: 'x2' },
          y: { field: 'y', ...y },
          y2: { field: 'y2' },
          color: {
            field: 'cluster',
            type: 'nominal',
            legend: null,
            scale: { domain, range: domain.map((c) => (c < 0 ? palette.muted.light : toneOf(c))) },
          },
        },
      },
      ...(k > 1
        ? [
            {
              data: { values: [{ cut: fine(cut) }] },
              mark: { type: 'rule', strokeDash: [4, 4], color: palette.muted.light },
              encoding: { x: { field: 'cut', ...x } },
            },
          ]
        : []),
    ],
  })
}

function fine(value: number): number {
  return Number(value.toPrecision(5))
}
