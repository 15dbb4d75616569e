import { grammars } from '../dialect/grammars.js'
import { withoutEnd } from '../dialect/withoutEnd.js'
import { ClienteleError } from '../error.js'
import { parquetFolder, stem, withTemporaryFile } from '../io/folders.js'
import { readTable } from '../io/readTable.js'
import { writeTable } from '../io/writeTable.js'
import { checkBoolean, checkInteger, checkOptions, invalid } from '../options.js'
import { adopt, describe } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import type { Engine } from './engine.js'
import { guarded } from './guard.js'
import { loadPeer, refused } from './peer.js'
import { refuseTwins } from './twins.js'

/** What `duckdb` can be told. */
export interface DuckDbOptions {
  /** Open a file without changing it, so that others may read it too. Default false. */
  readonly readOnly?: boolean | undefined
  /** How many threads work. Default: as many as there are cores. */
  readonly threads?: number | undefined
  /** How much memory it may take, as '4GB'; beyond, it uses the disk. Default: four fifths of what there is. */
  readonly memory?: string | undefined
}

const WHO = 'duckdb'
const { createTable, identifier, text } = grammars.duckdb

/**
 * DuckDB inside this process: nothing to start, and the quickest way to orders that do not fit in memory. Its client is an optional
 * peer: `npm install @duckdb/node-api`.
 *
 * @param path - a database's file, which is made where it does not exist; a folder of Parquet files, each of which is then a view by its name without
 * the extension, and all together one by the folder's name; without it, or ':memory:', a database in memory
 * @param options - `readOnly`, `threads`, `memory`
 * @returns an engine, for `from`
 * @throws ClienteleError `peer-missing`, `option-invalid`, `query-failed` with what DuckDB says
 *
 * Cost: answers and uploads go through a Parquet file in the system's temporary folder: a million rows of ten columns in some 0.3 s.
 *
 * @example
 * ```ts
 * import * as sql from 'clientele/sql'
 * const engine = await sql.duckdb()
 * const table = await engine.query('SELECT 6 * 7 AS answer')
 * console.log(toRows(table)) // [ { answer: 42 } ]
 * await engine.close()
 * ```
 */
export async function duckdb(path: string = ':memory:', options: DuckDbOptions = {}): Promise<Engine> {
  if (typeof path !== 'string' || path === '') {
    throw invalid(WHO, `the path must be that of a file or a folder, but got ${describe(path)}`)
  }
  const config = readConfig(options)
  const { DuckDBInstance } = await loadPeer(
    WHO,
    'DuckDB',
    '@duckdb/node-api',
    () => import('@duckdb/node-api'),
  )
  const folder = await parquetFolder(path)
  const said = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw says(error)
    }
  }
  const instance = await said(DuckDBInstance.create(folder ? ':memory:' : path, config))
  const connection = await said(instance.connect())
  await said(connection.run("SET TimeZone = 'UTC'"))
  if (folder) for (const view of viewsOf(folder)) await said(connection.run(view))

  /** COPY would run what follows a parenthesis that the text closes, and rename columns. */
  const checkOne = async (sql: string): Promise<void> => {
    const statements = await connection.extractStatements(sql)
    if (statements.count !== 1) {
      throw invalid(WHO, `a query is one statement, but got ${statements.count}; ask one after the other`)
    }
    const prepared = await statements.prepare(0)
    refuseTwins(
      WHO,
      Array.from({ length: prepared.columnCount }, (_, i) => prepared.columnName(i)),
    )
    prepared.destroySync()
  }
  const answer = async (sql: string): Promise<Table> => {
    await checkOne(sql)
    return withTemporaryFile('answer.parquet', async (file) => {
      await connection.run(`COPY (${withoutEnd(sql)}\n) TO ${text(file)} (FORMAT parquet)`)
      return adopt(await readTable(file), WHO)
    })
  }
  const upload = (name: string, table: Table, temporary: boolean): Promise<void> =>
    withTemporaryFile('upload.parquet', async (file) => {
      await writeTable(table, file, { compression: 'none' })
      const create = temporary ? createTable(identifier(name)) : `CREATE OR REPLACE TABLE ${identifier(name)}`
      await connection.run(`${create} AS SELECT * FROM read_parquet(${text(file)})`)
    })

  return guarded(
    {
      dialect: 'duckdb',
      query: (sql) => answer(sql),
      run: async (sql) => void (await connection.run(sql)),
      upload: (name, table, { temporary = false } = {}) => upload(name, table as Table, temporary),
      keep: async (name, sql) =>
        void (await connection.run(`${createTable(identifier(name))} AS\n${withoutEnd(sql)}`)),
      close: async () => {
        connection.closeSync()
        instance.closeSync()
      },
    },
    { says, stop: () => connection.interrupt() },
  )
}

function says(error: unknown): ClienteleError {
  return refused(WHO, 'DuckDB', String((error as Error)?.message ?? error), error)
}

function readConfig(options: DuckDbOptions): Record<string, string> {
  checkOptions(WHO, options, ['readOnly', 'threads', 'memory'])
  const { readOnly = false, threads, memory } = options
  checkBoolean(WHO, 'readOnly', readOnly)
  if (threads !== undefined) checkInteger(WHO, 'threads', threads, 1, 1024)
  if (memory !== undefined && !/^\d+(\.\d+)? ?[KMGT]i?B$/i.test(memory)) {
    throw invalid(WHO, `memory must be a size such as '4GB', but got '${String(memory).slice(0, 40)}'`)
  }
  return {
    ...(readOnly && { access_mode: 'READ_ONLY' }),
    ...(threads !== undefined && { threads: String(threads) }),
    ...(memory !== undefined && { memory_limit: memory }),
  }
}

function viewsOf({ name, files }: { name: string; files: readonly string[] }): string[] {
  if (files.length === 0) {
    throw new ClienteleError(
      'file-missing',
      `${WHO}: the folder '${name}' holds no Parquet files; give a folder that does, or a database's file.`,
    )
  }
  const names = new Set(files.map(stem))
  const single = files.map((file) => viewOf(stem(file), [file]))
  return names.has(name) ? single : [...single, viewOf(name, files)]
}

function viewOf(name: string, files: readonly string[]): string {
  return `CREATE VIEW ${identifier(name)} AS SELECT * FROM read_parquet([${files.map(text).join(', ')}], union_by_name = true)`
}
