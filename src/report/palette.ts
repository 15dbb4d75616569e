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

/** The same from the middle down, for what is less than elsewhere. */
export const lower: readonly Tone[] = [
  { light: '#fbe6d6', dark: '#3a261b' },
  { light: '#f0b58b', dark: '#6e4324' },
  { light: '#c0600f', dark: '#e39a5f' },
]

/** Groups side by side; each differs from the others in lightness too. */
export const groupTones: readonly Tone[] = [
  { light: '#1d55c2', dark: '#7da7f4' },
  { light: '#d9771a', dark: '#f0a55d' },
  { light: '#14917f', dark: '#4fc7b4' },
  { light: '#8a45b8', dark: '#c190ec' },
  { light: '#b59400', dark: '#dcc14e' },
  { light: '#c8376b', dark: '#f283a9' },
  { light: '#587d2c', dark: '#a2c86b' },
  { light: '#7d6b5e', dark: '#b9a999' },
]

/** The tone of the group in that place; after the last one they begin anew. */
export function toneOf(place: number): string {
  return groupTones[place % groupTones.length]!.light
}

/** The first step of the ramp on which text needs the paper's colour. */
export const RAMP_TURNS_AT = 4

/** Style rules that turn every light tone inside `.chart` into its dark counterpart. */
export function darkRules(): string {
  return [...Object.values(palette), ...ramp, ...lower, ...groupTones]
    .map(
      ({ light, dark }) => `.chart [fill="${light}"]{fill:${dark}}.chart [stroke="${light}"]{stroke:${dark}}`,
    )
    .join('\n')
}
