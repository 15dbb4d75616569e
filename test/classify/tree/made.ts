import { fromRows } from 'clientele'

/** The rows that golden.py makes: four numbers from 0 to 1, and what depends on them. */
export function madeTable(): any {
  let state = 1
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return (state >>> 8) / 2 ** 24
  }
  const list = (length: number) => Array.from({ length }, uniform)
  const x = Array.from({ length: 400 }, () => list(4))
  const noise = list(400)
  const weights = list(400).map((v) => 0.25 + v)
  const gone = Array.from({ length: 400 }, () => list(2).map((v) => v < 0.2))
  return fromRows(
    x.map((row, i) => {
      const [a, b, c, d] = row as [number, number, number, number]
      const number = 2 * a + (b > 0.4 ? c : -c) + 2 * noise[i]!
      return {
        a,
        b,
        c,
        d,
        holedA: gone[i]![0] ? null : a,
        holedB: gone[i]![1] || b > 0.8 ? null : b,
        weight: weights[i]!,
        number,
        binary: number > 2,
        three: number >= 2.4 ? 'high' : number >= 1.4 ? 'low' : 'a',
      }
    }),
  )
}
