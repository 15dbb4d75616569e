import type { DataType, Table } from 'apache-arrow'

/** The types of a table's columns by name; `any` where they are not known at compile time. */
export type Columns = { [name: string]: any }

/**
 * Any Apache Arrow table, from any copy or version of the library: what clientele's functions take.
 * Only its shape counts, since two copies of apache-arrow have classes that TypeScript and `instanceof`
 * hold apart.
 */
export interface TableLike<T extends Columns = any> {
  /** Never there at run time: carries the column types. */
  readonly TType: { readonly dataTypes: T }
  readonly numRows: number
  readonly numCols: number
  readonly schema: { readonly fields: readonly FieldLike[]; readonly metadata: Map<string, string> }
  readonly batches: readonly unknown[]
}

interface FieldLike {
  readonly name: string
  readonly nullable: boolean
  readonly type: { readonly typeId: number }
}

/** Column names: checked at compile time where the columns are known, any string where they are not. */
export type ColumnName<T> = string extends keyof T ? string : keyof T & string

/** The columns of `T` as types of this copy of apache-arrow. */
export type Own<T> = { [K in keyof T]: T[K] extends DataType ? T[K] : DataType }

/** What a transform returns: the columns it got and those it added. */
export type With<T, Added> = Table<Own<Omit<T, keyof Added>> & Added>

/** New names of columns, by the names that a verb gives them. */
export type Names = { readonly [column: string]: string }

/** The option `as` of a verb that gives the columns of `C`: only these have new names. */
export interface Naming<C, A> {
  readonly as?: (A & OnlyColumns<C, A>) | undefined
}

/** Nothing but names for the columns of `C`; goes beside `A`, new names as they were given. */
export type OnlyColumns<C, A> = string extends keyof A
  ? unknown
  : { readonly [Name in Exclude<keyof A, keyof C>]: never }

/** The columns of `C` under the names that `A` gives some of them; as they are where these are not known. */
export type RenamedBy<C, A> = string extends keyof A
  ? C
  : { [Name in keyof C as Name extends keyof A ? A[Name] & string : Name]: C[Name] }

/** The options that name a column and cannot be left out, since their default is not among the columns. */
export type Needed<T, Defaults> = string extends keyof T
  ? unknown
  : { readonly [Role in keyof Defaults as Defaults[Role] extends keyof T ? never : Role]: keyof T & string }

/** Options as the last argument, which may be left out where none is needed. */
export type OptionsArgument<Options, Need> = {} extends Need ? [options?: Options] : [options: Options & Need]
