import type { TargetInfo } from '../learn/target.js'
import { type Chart, makeChart } from './chart.js'
import type { TreeLine } from './figures/treeLines.js'
import { palette } from './palette.js'
import type { Scene } from './scene.js'

/** Pixels a line. */
const LINE = 26
/** Pixels further in a level. */
const INDENT = 16

/** The picture of a tree: lines that step in from left to right, a bar beside each. */
export function drawTree(lines: readonly TreeLine[], target: TargetInfo, scene: Scene): Chart {
  const { words, format, width } = scene
  const isNarrow = width < 480
  const isTwo = target.task === 'classes' && target.classes.length === 2
  // Where words end and where bars begin and end, as shares of the width.
  const [wordsEnd, from, to] = isNarrow ? [0.48, 0.5, 0.68] : [0.56, 0.58, 0.78]
  const values = lines.map(({ value }) => value)
  const least = values.reduce((low, value) => Math.min(low, value), 0)
  const most = values.reduce((high, value) => Math.max(high, value), least + Number.MIN_VALUE)
  const place = (value: number) => from + ((to - from) * (value - least)) / (most - least || 1)
  const base = values[0]!
  const step = INDENT / width
  const rows = lines.map((line, i) => ({
    y: i,
    x: line.depth * step,
    words: wordsOf(line, scene, wordsEnd * width - line.depth * INDENT, isNarrow ? 11 : 12),
    start: place(Math.min(0, most)),
    end: place(line.value),
    edge: to,
    kind: line.value > base || i === 0 ? 'more' : 'less',
    strength: line.isLeaf || line.goesOn ? 1 : 0.45,
    label: labelOf(line),
  }))
  const links = lines.flatMap(({ above, depth }, i) =>
    above < 0
      ? []
      : [
          { x: (depth - 0.55) * step, y: above + 0.4, x2: (depth - 0.55) * step, y2: i },
          { x: (depth - 0.55) * step, y: i, x2: (depth - 0.12) * step, y2: i },
        ],
  )
  const x = { type: 'quantitative', scale: { domain: [0, 1], nice: false }, axis: null }
  const y = {
    type: 'quantitative',
    scale: { domain: [-1.2, lines.length - 0.4], reverse: true, nice: false },
    axis: null,
  }
  const at = (field: string) => ({ field, ...x })
  const down = (field: string) => ({ field, ...y })
  const muted = palette.muted.light
  return makeChart(words.tree.about(target.name), width, {
    height: Math.round(LINE * (lines.length + 0.8)),
    data: { values: rows },
    layer: [
      {
        data: { values: links },
        mark: { type: 'rule', color: palette.rule.light, strokeWidth: 1.5 },
        encoding: { x: at('x'), y: down('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: { values: [{ x: place(base), y: -0.5, y2: lines.length - 0.5 }] },
        mark: { type: 'rule', color: muted, strokeDash: [3, 3] },
        encoding: { x: at('x'), y: down('y'), y2: { field: 'y2' } },
      },
      {
        data: { values: [{ x: 1, y: -0.95, label: titleOf() }] },
        mark: { type: 'text', align: 'right', color: muted, fontSize: 11 },
        encoding: { x: at('x'), y: down('y'), text: { field: 'label', type: 'nominal' } },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: isNarrow ? 11 : 12 },
        encoding: { x: at('x'), y: down('y'), text: { field: 'words', type: 'nominal' } },
      },
      {
        mark: { type: 'bar', height: 12 },
        encoding: {
          x: at('start'),
          x2: { field: 'end' },
          y: down('y'),
          opacity: { field: 'strength', type: 'quantitative', scale: null },
          color: {
            field: 'kind',
            type: 'nominal',
            legend: null,
            scale: { domain: ['more', 'less'], range: [palette.accent.light, palette.quiet.light] },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 5, fontSize: 11, color: muted },
        encoding: { x: at('edge'), y: down('y'), text: { field: 'label', type: 'nominal' } },
      },
    ],
  })

  function titleOf(): string {
    const { tree, grouping } = words
    if (target.task === 'number') return tree.meanOf(grouping.feature(target.name))
    return isTwo ? tree.shareOf(`${target.name} ${target.classes[1]!}`) : tree.likeliest
  }

  function labelOf({ label, value, rows: size }: TreeLine): string {
    const count = format.count(size)
    if (label === null) return `${value >= 100 ? format.count(value) : format.decimal(value)} · ${count}`
    return `${isTwo ? '' : `${shorten(label, 80, 11)} `}${format.share(value)} · ${count}`
  }
}

/** What a line asks, in the room there is: the column's name gives way first, for what is asked of it tells lines apart. */
function wordsOf(
  { feature, drawn, goesOn }: TreeLine,
  { words }: Scene,
  room: number,
  fontSize: number,
): string {
  if (feature === null || drawn === null) return shorten(words.tree.all, room, fontSize)
  const name = words.grouping.feature(feature)
  const say = (short: string) => `${words.tree.condition(short, drawn)}${goesOn ? ' …' : ''}`
  const left = room - widthOf(say(name), fontSize) + widthOf(name, fontSize)
  const short = shorten(name, Math.max(left, NAME_SIGNS * fontSize * NARROW_SIGN), fontSize)
  return shorten(say(short), room, fontSize)
}

/** So many signs of a column's name are shown at least. */
const NAME_SIGNS = 4
/** How wide a sign is, in font sizes; those of Chinese and the ellipsis are 1. */
const NARROW_SIGN = 0.55

function signWidth(sign: string, fontSize: number): number {
  return fontSize * (sign > '\u2e7f' || sign === '…' ? 1 : NARROW_SIGN)
}

function widthOf(text: string, fontSize: number): number {
  return Array.from(text).reduce((sum, sign) => sum + signWidth(sign, fontSize), 0)
}

/** What fits into so many pixels, about, and at least one sign. */
function shorten(text: string, room: number, fontSize: number): string {
  if (widthOf(text, fontSize) <= room) return text
  let used = signWidth('…', fontSize)
  const signs = Array.from(text)
  const end = signs.findIndex((sign) => (used += signWidth(sign, fontSize)) > room)
  return `${signs.slice(0, Math.max(1, end)).join('')}…`
}
