import { palette } from './palette.js'
import type { Words } from './words/words.js'

/** The colours of what came and what a model expects, with their legend; dashed where `dashed` lines are drawn. */
export function seenExpected({ worth }: Words, dashed: boolean): Record<string, unknown> {
  const domain = [worth.charts.actual, worth.charts.expected]
  const range = [palette.accent.light, dashed ? palette.alert.light : palette.quiet.light]
  const symbol = dashed && { symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 350 }
  const legend = { offset: 32, ...symbol }
  const color = { field: 'kind', type: 'nominal', scale: { domain, range }, legend }
  if (!dashed) return { color }
  const dashes = [
    [1, 0],
    [5, 3],
  ]
  return { color, strokeDash: { field: 'kind', type: 'nominal', scale: { domain, range: dashes }, legend } }
}
