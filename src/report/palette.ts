/** A colour on paper and its counterpart on a dark screen. */
interface Tone {
  readonly light: string
  readonly dark: string
}

/**
 * The colours of charts and page. Charts carry the light tone; the page's style sheet turns each into its
 * dark counterpart, so every light tone stands here once.
 */
export const palette: Readonly<
  Record<'paper' | 'ink' | 'muted' | 'rule' | 'accent' | 'quiet' | 'alert', Tone>
> = {
  paper: { light: '#ffffff', dark: '#11151c' },
  ink: { light: '#1b2230', dark: '#e9edf4' },
  muted: { light: '#596273', dark: '#a3adbd' },
  rule: { light: '#dfe3ea', dark: '#2c3440' },
  accent: { light: '#1f56c3', dark: '#7fa8f5' },
  quiet: { light: '#b4c1d8', dark: '#4a5a78' },
  alert: { light: '#b3470f', dark: '#f0955c' },
}

/** From little to much, for maps. */
export const ramp: readonly Tone[] = [
  { light: '#eef3fc', dark: '#192234' },
  { light: '#d5e2f8', dark: '#1f2f4f' },
  { light: '#b0c9f1', dark: '#27406f' },
  { light: '#82a8e6', dark: '#335694' },
  { light: '#3f72cf', dark: '#5d88d0' },
  { light: '#2a5bb8', dark: '#7ea4e6' },
  { light: '#173f8c', dark: '#aac6f6' },
]

/** The first step of the ramp on which text needs the paper's colour. */
export const RAMP_TURNS_AT = 4

/** Style rules that turn every light tone inside `.chart` into its dark counterpart. */
export function darkRules(): string {
  return [...Object.values(palette), ...ramp]
    .map(
      ({ light, dark }) => `.chart [fill="${light}"]{fill:${dark}}.chart [stroke="${light}"]{stroke:${dark}}`,
    )
    .join('\n')
}
