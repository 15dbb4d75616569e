import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { toRows } from 'clientele'
import { writeTable } from 'clientele/io'
import { expect } from 'vitest'

const instance = await DuckDBInstance.create(':memory:')
const connection: DuckDBConnection = await instance.connect()

/** Puts a table into DuckDB under that name. */
export async function load(table: any, name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-'))
  try {
    const file = join(folder, 'table.parquet')
    await writeTable(table, file)
    await connection.run(`CREATE OR REPLACE TABLE "${name}" AS SELECT * FROM read_parquet('${file}')`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs statements; the rows of the last one. */
export async function query(...statements: string[]): Promise<Record<string, any>[]> {
  for (const statement of statements.slice(0, -1)) await connection.run(statement)
  const reader = await connection.runAndReadAll(statements.at(-1)!)
  return reader.getRowObjectsJS() as Record<string, any>[]
}

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
