import { palette, ramp, RAMP_TURNS_AT } from './palette.js'

/** The fill of a map's fields: the ramp from nothing to the most, in equal steps. */
export function mapFill(field: string, most: number): Record<string, unknown> {
  const scale = { type: 'quantize', domain: [0, most], range: ramp.map(({ light }) => light) }
  return { field, type: 'quantitative', scale, legend: null }
}

/** The colour of text on such a field: ink on the lighter steps, paper on the darker ones. */
export function mapText(field: string, most: number): Record<string, unknown> {
  const turn = (most * RAMP_TURNS_AT) / ramp.length
  return {
    condition: { test: `datum['${field}'] >= ${turn}`, value: palette.paper.light },
    value: palette.ink.light,
  }
}
