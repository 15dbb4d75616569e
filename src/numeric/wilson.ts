import { normalQuantile } from './normal.js'

/** The bounds of Wilson's score interval (1927) for a share `hits` of `rows`. */
export function wilson(hits: number, rows: number, interval: number): [number, number] {
  const z = normalQuantile((1 + interval) / 2)
  const share = hits / rows
  const middle = share + (z * z) / (2 * rows)
  const reach = z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows))
  const scale = 1 + (z * z) / rows
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)]
}
