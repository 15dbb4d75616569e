import fc from 'fast-check'
import { fromRows } from 'clientele'

/** Predictions and outcomes by whole-number arithmetic, as golden.py makes them. */
export function madeBinary(n: number, ties: boolean) {
  return fromRows(
    Array.from({ length: n }, (_, i) => {
      const even = (((i * 7919) % 1009) + 1) / 1011
      const probability = ties ? Math.floor(even * 20) / 20 : even
      const did = ((i * 104729) % 997) / 997 < (probability + 0.2) / 1.4
      return { probability, did, w: ((i * 31) % 7) + 1 }
    }),
  )
}

/** Three classes. */
export function madeClasses(n: number) {
  return fromRows(
    Array.from({ length: n }, (_, i) => {
      const raw = [((i * 7919) % 101) + 1, ((i * 104729) % 103) + 1, ((i * 1299709) % 107) + 1]
      const sum = raw[0]! + raw[1]! + raw[2]!
      const p = raw.map((v) => v / sum)
      const u = ((i * 15485863) % 997) / 997
      let y = 0
      let reached = 0
      for (const v of p) {
        reached += (v + 0.1) / 1.3
        if (u > reached) y++
      }
      const [a, b, c] = p as [number, number, number]
      const kind = ['a', 'b', 'c'][y]!
      return { probability_a: a, probability_b: b, probability_c: c, kind, w: ((i * 31) % 7) + 1 }
    }),
  )
}

/** Predicted numbers. */
export function madeNumbers(n: number) {
  return fromRows(
    Array.from({ length: n }, (_, i) => {
      const predicted = (((i * 7919) % 1009) + 1) / 100
      const actual = Math.floor(predicted * (0.5 + ((i * 104729) % 997) / 997))
      return { predicted, actual, w: ((i * 31) % 7) + 1 }
    }),
  )
}

export interface Row {
  readonly probability: number
  readonly did: boolean
  readonly w: number
}

/** Rows with ties, both outcomes among them. */
export const rowsOf: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      probability: fc.integer({ min: 0, max: 8 }).map((v) => v / 8),
      did: fc.boolean(),
      w: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((rows: Row[]) => rows.some(({ did }) => did) && rows.some(({ did }) => !did))
