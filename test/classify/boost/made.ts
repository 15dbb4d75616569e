import { fromColumns } from 'clientele/interop'

export const ROWS = 20_000

/** Numbers between 0 and 1 that golden.py makes alike. */
export function uniform(stream: number): Float64Array {
  return Float64Array.from({ length: ROWS }, (_, i) => {
    let h = (Math.imul(i, 0x9e3779b1) + stream * 97) >>> 0
    h = Math.imul(h ^ (h >>> 15), 2246822519) >>> 0
    h = Math.imul(h ^ (h >>> 13), 3266489917) >>> 0
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
  })
}

const features = [0, 1, 2, 3, 4, 5].map(uniform)
const unknown = uniform(20)
features[1]!.forEach((_, i) => {
  if (unknown[i]! < 0.1) features[1]![i] = NaN
})
const [a, b, c, d, e] = features as Float64Array[]
const mean = a!.map((_, i) => {
  const known = Number.isNaN(b![i]) ? 1.5 : b![i]!
  return 3 * a![i]! - 2 * known + (c![i]! > 0.5 ? 2 * d![i]! : 0) + e![i]! ** 2
})
const noise = uniform(10)
const none = uniform(11)

/** The targets of golden.py, by LightGBM's name of their loss. */
export const targets = {
  binary: mean.map((m, i) => (noise[i]! < 1 / (1 + Math.exp(-m)) ? 1 : 0)),
  regression: mean.map((m, i) => m + noise[i]!),
  poisson: mean.map((m, i) => Math.floor(Math.exp(0.5 * m) * 2 * noise[i]!)),
  tweedie: mean.map((m, i) => (none[i]! < 0.5 ? 0 : Math.exp(0.5 * m) * noise[i]!)),
  multiclass: mean.map((m, i) => Math.floor(Math.min(2.99, Math.max(0, m + 2 * noise[i]!)))),
}

/** The even or the odd rows, with one of the targets. */
export function madeTable(target: keyof typeof targets, odd: 0 | 1) {
  const half = (values: Float64Array) => values.filter((_, i) => i % 2 === odd)
  const columns = Object.fromEntries(features.map((values, j) => [`x${j}`, half(values)]))
  return fromColumns({ ...columns, y: half(targets[target]) } as { [name: string]: Float64Array })
}

/** All rows, with numbers of 40 different values. */
export function coarseTable() {
  const columns = [0, 1, 2, 3, 4].map((j) => [`x${j}`, uniform(j).map((v) => Math.floor(40 * v))])
  return fromColumns(
    Object.fromEntries([...columns, ['y', targets.binary]]) as { [name: string]: Float64Array },
  )
}
