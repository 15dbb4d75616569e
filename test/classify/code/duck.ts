import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTable } from 'clientele/io'

/** It is heavy, so it is installed with the other peers. */
const { DuckDBInstance } = createRequire(new URL('../../peers/package.json', import.meta.url))(
  '@duckdb/node-api',
)
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()

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
