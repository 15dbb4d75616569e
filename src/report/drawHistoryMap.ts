import { type Chart, makeChart } from './chart.js'
import type { HistoryMap } from './figures/historyMap.js'
import { mapFill, mapText } from './heat.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'

/** A map of histories: how often and how lately; each field holds what the model says of such a customer. */
export function drawHistoryMap(
  { unit, fields }: HistoryMap,
  { words, width }: Scene,
  { about, most, label }: { about: string; most: number; label: (value: number) => string },
): Chart {
  const { charts } = words.worth
  const narrow = width < 480
  const values = fields.map(({ repeats, quiet, value }) => ({
    repeats,
    quiet,
    tone: Math.round(value * 1e4) / 1e4,
    label: label(value),
  }))
  const rows = new Set(fields.map(({ repeats }) => repeats)).size
  const axis = { labelAngle: 0, titleColor: palette.ink.light }
  const scale = { paddingInner: 0.05 }
  const across = { field: 'quiet', type: 'ordinal', sort: 'descending', title: charts.quiet(unit) }
  return makeChart(about, width, {
    height: Math.max(60, rows * (narrow ? 26 : 30)),
    data: { values },
    encoding: {
      x: { ...across, axis: { ...axis, labelOverlap: true }, scale },
      y: { field: 'repeats', type: 'ordinal', sort: 'descending', title: charts.repeatRows, axis, scale },
    },
    layer: [
      { mark: { type: 'rect', cornerRadius: 2 }, encoding: { color: mapFill('tone', most) } },
      {
        mark: { type: 'text', fontSize: narrow ? 9 : 11 },
        encoding: { text: { field: 'label', type: 'nominal' }, color: mapText('tone', most) },
      },
    ],
  })
}

/** The map of chances: so many of a hundred. */
export function drawAlive(map: HistoryMap, scene: Scene): Chart {
  return drawHistoryMap(map, scene, { about: scene.words.worth.charts.aliveAbout, most: 1, label: ofHundred })
}

function ofHundred(value: number): string {
  return String(Math.round(100 * value))
}
