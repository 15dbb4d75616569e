/**
 * What a column of records holds, which decides how its values are cleaned, compared and blocked on.
 *
 * `number` is compared by how far apart two values are (income, floor space); `text` is free text compared by its words; `exact` agrees or does not.
 */
export type FieldKind =
  | 'given_name'
  | 'surname'
  | 'full_name'
  | 'email'
  | 'phone'
  | 'date_of_birth'
  | 'street'
  | 'street_number'
  | 'postcode'
  | 'city'
  | 'id'
  | 'number'
  | 'text'
  | 'exact'

/** Distinct cleaned values, as strings and as UTF-16 units that comparisons read without decoding. */
export type ValueList = {
  readonly values: readonly string[]
  /** Where each value starts in `units`; one more entry than values. */
  readonly offsets: Int32Array
  readonly units: Uint16Array
}

/** One column of the records as the kernels read it. */
export type Field = {
  readonly column: string
  readonly kind: FieldKind
  /** One a record: its value's place in `list`, −1 where missing. */
  readonly codes: Int32Array
  /** Given name and surname share one list, so that swapped names compare by code. */
  readonly list: ValueList
  /** One a value of `list`: its share of the records that have this field. */
  readonly frequency: Float64Array
  /** Share of the records that have this field. */
  readonly filled: number
}

/** Records, cleaned and coded once; every step of identification reads this. */
export type Prepared = {
  readonly rows: number
  readonly fields: readonly Field[]
  /** One a record where records come from named sources that have no duplicates within; −1 for none. */
  readonly source?: Int32Array
}

/** Pairs of records by row number; `a[p] < b[p]`, each pair once. */
export type PairList = {
  readonly length: number
  readonly a: Int32Array
  readonly b: Int32Array
}
