import { ClienteleError } from '../../error.js'
import type { Design } from '../../learn/encode/design.js'
import { addGram, BLOCK, gramScratch, gramSums, symmetric } from './gram.js'
import type { Problem } from './likelihood.js'

/** A column that others make up, so that it has no coefficient of its own: the number of the column, and of those that make it up. */
export interface Collinear {
  readonly column: number
  readonly by: readonly number[]
}

/** A column of which no more than this part (of its square) is its own counts as made up by those before it. */
const OWN_PART = 1e-11

/** Columns that are linear combinations of those before them, by Cholesky's factors of the sums of products. */
export function findCollinear(design: Design, weights: Float64Array | undefined): Collinear[] {
  const gram = wholeGram(design, weights)
  const kept: number[] = []
  const rows: Float64Array[] = []
  const found: Collinear[] = []
  gram.forEach((row, j) => {
    const l = new Float64Array(kept.length + 1)
    let own = row[j]!
    kept.forEach((k, i) => {
      let sum = row[k]!
      for (let h = 0; h < i; h++) sum -= l[h]! * rows[i]![h]!
      l[i] = sum / rows[i]![i]!
      own -= l[i]! * l[i]!
    })
    if (own > OWN_PART * row[j]!) {
      l[kept.length] = Math.sqrt(own)
      kept.push(j)
      rows.push(l)
    } else found.push({ column: j, by: Object.freeze(makers(kept, rows, l, gram)) })
  })
  return found
}

/** Which of the kept columns make up a column, from its factors: those whose part of it is not just rounding. */
function makers(
  kept: readonly number[],
  rows: readonly Float64Array[],
  l: Float64Array,
  gram: readonly Float64Array[],
): number[] {
  const x = l.slice(0, kept.length)
  for (let i = kept.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < kept.length; k++) x[i]! -= rows[k]![i]! * x[k]!
    x[i]! /= rows[i]![i]!
  }
  const parts = kept.map((k, i) => Math.abs(x[i]!) * Math.sqrt(gram[k]![k]!))
  const most = Math.max(...parts)
  return kept.filter((_, i) => parts[i]! > 1e-5 * most)
}

function wholeGram(design: Design, weights: Float64Array | undefined): Float64Array[] {
  const sums = gramSums(design)
  const scratch = gramScratch(design)
  const v = new Float64Array(BLOCK).fill(1)
  for (let start = 0; start < design.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, design.rows)
    if (weights) v.set(weights.subarray(start, end))
    addGram(design, start, end, v, scratch, sums)
  }
  return symmetric(sums, design.width)
}

/**
 * The first column that alone separates the classes, so that its coefficient has no bound; 0 where none does. A number separates two classes if
 * the values of the one end where those of the other begin; a column of 0 and 1, if the rows with a 1 lack a class.
 */
export function findSeparating({ design, codes, classes }: Problem): number {
  const { dense, denseAt, slots, width, rows } = design
  const separating: number[] = []
  dense.forEach((values, a) => {
    if (numberSeparates(values, codes, classes)) separating.push(denseAt[a]!)
  })
  const seen = new Uint8Array((width + 2) * classes)
  for (const slot of slots) {
    for (let i = 0; i < rows; i++) seen[slot[i]! * classes + codes[i]!] = 1
  }
  for (let column = 1; column <= width; column++) {
    const own = seen.subarray(column * classes, (column + 1) * classes)
    if (own.includes(1) && own.includes(0)) separating.push(column)
  }
  return separating.length === 0 ? 0 : Math.min(...separating)
}

function numberSeparates(values: Float64Array, codes: Int32Array, classes: number): boolean {
  const low = new Float64Array(classes).fill(Infinity)
  const high = new Float64Array(classes).fill(-Infinity)
  for (let i = 0; i < values.length; i++) {
    const c = codes[i]!
    low[c] = Math.min(low[c]!, values[i]!)
    high[c] = Math.max(high[c]!, values[i]!)
  }
  // Of several classes, one that lies apart from all the others is enough.
  return low.some((_, c) => {
    let [others, above] = [Infinity, -Infinity]
    for (let d = 0; d < classes; d++) {
      if (d === c) continue
      others = Math.min(others, low[d]!)
      above = Math.max(above, high[d]!)
    }
    return high[c]! <= others || low[c]! >= above
  })
}

/** The error for classes that can be told apart without fail, which leaves coefficients without bound. */
export function separated(who: string, term: string, classes: readonly string[]): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: '${term}' separates the classes ${classes.slice(0, 3).join(', ')} perfectly, so that its coefficient would grow without bound; leave it out if it gives the answer away, else hold it with a penalty (l2: 1).`,
  )
}
