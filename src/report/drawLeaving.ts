import { labelRoom, shortNumbers } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import type { StageFigures } from './figures/leaving.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'

/** Customers by stage of their life: how many will probably not be back, and how many will. */
export function drawLeaving(stages: readonly StageFigures[], { words, format, width }: Scene): Chart {
  const { charts, stage } = words.churn
  const narrow = width < 480
  const names = stages.map((one) => stage(one.stage))
  const kinds = [charts.leaving, charts.staying]
  const values = stages.flatMap(({ customers, expected }, i) => [
    { stage: names[i], kind: kinds[0], place: 0, count: Math.round(expected), end: customers },
    { stage: names[i], kind: kinds[1], place: 1, count: customers - Math.round(expected), end: customers },
  ])
  const labels = stages.map(({ customers, expected }, i) => ({
    stage: names[i],
    end: customers,
    label: charts.ofThem(expected, customers),
  }))
  const most = Math.max(1, ...stages.map(({ customers }) => customers))
  const room = Math.min(narrow ? 110 : 180, labelRoom(names, narrow ? 11 : 12))
  const scale = { domain: [0, most * (narrow ? 1.45 : 1.2)], nice: false }
  return makeChart(charts.leavingAbout, width, {
    height: Math.max(60, 34 * stages.length),
    encoding: {
      y: {
        field: 'stage',
        type: 'nominal',
        sort: names,
        title: null,
        axis: { labelLimit: Math.ceil(1.4 * room), minExtent: room, labelColor: palette.ink.light },
        scale: { domain: names, paddingInner: 0.35 },
      },
    },
    layer: [
      {
        data: { values },
        mark: { type: 'bar' },
        encoding: {
          x: {
            field: 'count',
            type: 'quantitative',
            scale,
            axis: { title: null, labelExpr: shortNumbers(format.lang), tickCount: narrow ? 3 : 6 },
          },
          order: { field: 'place', type: 'quantitative' },
          color: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: kinds, range: [palette.alert.light, palette.quiet.light] },
          },
        },
      },
      {
        data: { values: labels },
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 11, color: palette.muted.light },
        encoding: {
          x: { field: 'end', type: 'quantitative' },
          text: { field: 'label', type: 'nominal' },
        },
      },
    ],
  })
}
