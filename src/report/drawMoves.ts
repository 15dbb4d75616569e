import { labelRoom } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import type { Moves } from './figures/moves.js'
import { mapFill, mapText } from './heat.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'
import { segmentName } from './standing.js'
import { clipped } from './wrapped.js'

/** Moves between many segments as a heat map: where those of each row went. */
export function drawMoves({ segments, moves }: Moves, { words, width }: Scene): Chart {
  const narrow = width < 480
  const text = words.grouping.charts
  const inside = segments.map((segment) => clipped(segmentName(segment, words), narrow ? 15 : 26))
  const outside = segments.length
  const used = (end: 'from' | 'to') =>
    moves.some((move) => move[end] === outside)
      ? [...inside, end === 'from' ? text.notYet : text.noLonger]
      : inside
  const [rows, columns] = [used('from'), used('to')]
  const totals = rows.map((_, from) =>
    moves.reduce((sum, move) => sum + (move.from === from ? move.customers : 0), 0),
  )
  // Places, for two segments may print the same.
  const values = moves.map(({ from, to, customers }) => ({
    from,
    to,
    share: Math.round((1e4 * customers) / totals[from]!) / 1e4,
    label: String(Math.round((100 * customers) / totals[from]!)),
  }))
  const most = Math.max(0.01, ...values.map(({ share }) => share))
  const room = labelRoom(rows, narrow ? 9 : 11)
  const cell = (width - room) / columns.length
  const axis = (names: readonly string[]) => ({
    labelColor: palette.ink.light,
    labelFontSize: narrow ? 9 : 11,
    labelLimit: 1000,
    labelOverlap: false,
    labelExpr: `(${JSON.stringify(names)})[datum.value]`,
  })
  return makeChart(text.migrationAbout, width, {
    height: rows.length * (narrow ? 18 : 24),
    data: { values },
    encoding: {
      x: {
        field: 'to',
        type: 'ordinal',
        title: text.after,
        scale: { domain: [...columns.keys()] },
        axis: { ...axis(columns), orient: 'top', labelAngle: -90 },
      },
      y: {
        field: 'from',
        type: 'ordinal',
        title: text.before,
        scale: { domain: [...rows.keys()] },
        axis: { ...axis(rows), minExtent: room },
      },
    },
    layer: [
      { mark: 'rect', encoding: { color: mapFill('share', most) } },
      ...(cell < 20
        ? []
        : [
            {
              mark: { type: 'text', fontSize: 10 },
              encoding: { text: { field: 'label', type: 'nominal' }, color: mapText('share', most) },
            },
          ]),
    ],
  })
}
