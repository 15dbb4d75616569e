import { labelRoom } from './axes.js'
import { type Chart, makeChart } from './chart.js'
import type { Moves } from './figures/moves.js'
import { mapFill, mapText } from './heat.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'
import { segmentName } from './standing.js'

/** Moves between many segments as a heat map: where those of each row went. */
export function drawMoves({ segments, moves }: Moves, { words, width }: Scene): Chart {
  const narrow = width < 480
  const text = words.grouping.charts
  const inside = segments.map((segment) => segmentName(segment, words))
  const [rows, columns] = [
    [...inside, text.new],
    [...inside, text.lost],
  ]
  const totals = rows.map((_, from) =>
    moves.reduce((sum, move) => sum + (move.from === from ? move.customers : 0), 0),
  )
  const values = moves.map(({ from, to, customers }) => ({
    from: rows[from],
    to: columns[to],
    share: Math.round((1e4 * customers) / totals[from]!) / 1e4,
    label: String(Math.round((100 * customers) / totals[from]!)),
  }))
  const room = Math.min(narrow ? 90 : 160, labelRoom(rows, 11))
  const cell = (width - room) / columns.length
  const axis = {
    labelColor: palette.ink.light,
    labelFontSize: narrow ? 9 : 11,
    labelLimit: room,
    labelOverlap: false,
  }
  return makeChart(text.migrationAbout, width, {
    height: rows.length * (narrow ? 18 : 24),
    data: { values },
    encoding: {
      x: {
        field: 'to',
        type: 'ordinal',
        sort: columns,
        title: text.after,
        scale: { domain: columns },
        axis: { ...axis, orient: 'top', labelAngle: -90 },
      },
      y: {
        field: 'from',
        type: 'ordinal',
        sort: rows,
        title: text.before,
        scale: { domain: rows },
        axis: { ...axis, minExtent: room },
      },
    },
    layer: [
      { mark: 'rect', encoding: { color: mapFill('share', 1) } },
      ...(cell < 20
        ? []
        : [
            {
              mark: { type: 'text', fontSize: 10 },
              encoding: { text: { field: 'label', type: 'nominal' }, color: mapText('share', 1) },
            },
          ]),
    ],
  })
}
