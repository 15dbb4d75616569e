import type { Dialect } from '../dialect/grammars.js'
import type { Table } from '../table/arrow.js'
import type { TableLike } from '../table/types.js'
import type { ProgressOptions } from '../progress.js'

/** A database that answers in Arrow tables: made by `duckdb`, `postgres`, `clickhouse` or `spark`. */
export interface Engine {
  readonly dialect: Dialect
  /** The rows of one SELECT, which may end in ';'. `signal` stops it in the database, not only the waiting for it. */
  query(sql: string, options?: ProgressOptions): Promise<Table>
  /** Runs one statement that gives no rows. */
  run(sql: string, options?: ProgressOptions): Promise<void>
  /** Puts a table there under that name, in place of one that is there. */
  upload(name: string, table: TableLike): Promise<void>
  close(): Promise<void>
}
