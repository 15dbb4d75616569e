import { toRows } from 'clientele'
import { expect } from 'vitest'

/** The rows of one and the other say the same in the columns that the first has been given. */
export function sameRows(found: readonly any[], wanted: any, added: readonly string[]): void {
  const rows: any[] = toRows(wanted)
  expect(found.length).toBe(rows.length)
  found.forEach((row, i) => {
    for (const name of added) {
      const [got, want] = [row[name], rows[i]![name]]
      if (typeof want !== 'number') expect(got, `${name} in row ${i}`).toBe(want)
      else
        expect(Math.abs(Number(got) - want), `${name} in row ${i}`).toBeLessThan(1e-11 * (1 + Math.abs(want)))
    }
  })
}
