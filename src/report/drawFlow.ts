import { labelRoom } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import type { Change, Moves } from './figures/moves.js'
import { layStreams, type Stream } from './figures/streams.js'
import { groupTones, palette } from './palette.js'
import type { Scene } from './scene.js'
import { segmentName } from './standing.js'
import { clipped } from './wrapped.js'

const CHANGES: readonly Change[] = ['stayed', 'moved', 'new', 'lost']
const TONES = [palette.quiet, palette.accent, groupTones[2]!, palette.alert].map(({ light }) => light)
const STEPS = 16

/** Moves between segments as streams. */
export function drawFlow(figures: Moves, { words, format, width }: Scene): Chart {
  const narrow = width < 480
  const text = words.grouping.charts
  const { bars, streams, height } = layStreams(figures, 0.025)
  const name = (segment: number, side: 0 | 1) => {
    if (segment < figures.segments.length) return segmentName(figures.segments[segment]!, words)
    return side === 0 ? text.notYet : text.noLonger
  }
  const labels = bars.map((bar) => ({
    ...bar,
    y: (bar.from + bar.to) / 2,
    label: `${clipped(name(bar.segment, bar.side), narrow ? 15 : 26)} ${format.count(bar.customers)}`,
  }))
  const fontSize = narrow ? 10 : 12
  const room = labelRoom(
    labels.map(({ label }) => label),
    fontSize,
  )
  const edge = room / (width - 2 * room)
  const used = CHANGES.filter((change) => streams.some((stream) => stream.change === change))
  const color = {
    field: 'change',
    type: 'nominal',
    scale: {
      domain: used.map((change) => text[change]),
      range: used.map((change) => TONES[CHANGES.indexOf(change)]!),
    },
    legend: { columns: narrow ? 2 : 4, offset: 32 },
  }
  const y = { type: 'quantitative', axis: null, scale: { domain: [0, height], nice: false, reverse: true } }
  const x = { type: 'quantitative', axis: null, scale: { domain: [-edge, 1 + edge], nice: false } }
  const side = (which: 0 | 1) => ({
    data: {
      values: labels.filter((bar) => bar.side === which).map(({ y, label }) => ({ x: which, y, label })),
    },
    mark: { type: 'text', align: which === 0 ? 'right' : 'left', dx: which === 0 ? -8 : 8, fontSize },
    encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, text: { field: 'label', type: 'nominal' } },
  })
  return makeChart(text.migrationAbout, width, {
    height: Math.max(160, Math.min(520, 60 * figures.segments.length)),
    layer: [
      {
        data: { values: streams.flatMap((stream, i) => outline(stream, i, text[stream.change])) },
        mark: { type: 'area', opacity: 0.6, line: false },
        encoding: {
          x: { field: 'x', ...x },
          y: { field: 'top', ...y, stack: null },
          y2: { field: 'bottom' },
          detail: { field: 'stream' },
          color,
        },
      },
      {
        data: { values: bars.map(({ side, from, to }) => ({ x: side, from, to })) },
        mark: { type: 'rule', strokeWidth: 5, color: palette.ink.light },
        encoding: { x: { field: 'x', ...x }, y: { field: 'from', ...y }, y2: { field: 'to' } },
      },
      side(0),
      side(1),
      heads(text, narrow, x),
    ],
  })
}

/** What the two sides are. */
function heads(text: Scene['words']['grouping']['charts'], narrow: boolean, x: object): object {
  return {
    data: {
      values: [
        { x: 0, label: text.before },
        { x: 1, label: text.after },
      ],
    },
    mark: {
      type: 'text',
      dy: -10,
      baseline: 'bottom',
      fontSize: narrow ? 11 : 12,
      color: palette.muted.light,
    },
    encoding: { x: { field: 'x', ...x }, y: { value: 0 }, text: { field: 'label', type: 'nominal' } },
  }
}

/** A stream's upper and lower edge, bending smoothly from one side to the other. */
function outline({ left, right }: Stream, stream: number, change: string): object[] {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = i / STEPS
    const bend = x * x * (3 - 2 * x)
    const between = (a: number, b: number) => Math.round(100 * (a + bend * (b - a))) / 100
    return { stream, change, x, top: between(left[0], right[0]), bottom: between(left[1], right[1]) }
  })
}
