import type { Dialect } from '../dialect/grammars.js'
import type { Table } from '../table/arrow.js'
import type { TableLike } from '../table/types.js'
import type { ProgressOptions } from '../progress.js'

/** A database that answers in Arrow tables: made by `duckdb`, `postgres`, `clickhouse` or `spark`. */
export interface Engine {
  readonly dialect: Dialect
  /**
   * The rows of one SELECT, which may end in ';'. Two columns of one name are refused. `signal` stops it in the database, not only the waiting for it.
   */
  query(sql: string, options?: ProgressOptions): Promise<Table>
  /** Runs one statement that gives no rows. */
  run(sql: string, options?: ProgressOptions): Promise<void>
  /**
   * Puts a table there under that name, in place of a table that is there (in place of a view it is refused, but in Spark, where what is uploaded is a view of the session itself).
   * Dictionaries arrive as text, unsigned integers as wider signed ones where the database has no such type, times with a zone as the same instant in UTC, NaN and infinities as they are;
   * lists, structs and bytes are refused.
   */
  upload(name: string, table: TableLike, options?: UploadOptions): Promise<void>
  /** Keeps the rows of one SELECT under a new name until the engine is closed; others cannot see them, but in Spark, which has only tables for all. */
  keep(name: string, sql: string, options?: ProgressOptions): Promise<void>
  /** Ends the connection, and what was only kept until then. */
  close(): Promise<void>
}

/** What `upload` can be told. */
export interface UploadOptions {
  /** Keep it until the engine is closed only; then the name must be new. Default false. In Spark all uploads are such. */
  readonly temporary?: boolean | undefined
}
