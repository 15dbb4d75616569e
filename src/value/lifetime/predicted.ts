import type { DateDay, Float64 } from '../../table/arrow.js'

/** Whether an option is set, as far as its type tells: not where it is left out, undefined or false. */
type Asked<O, Name extends string> = Name extends keyof O
  ? [O[Name]] extends [false | undefined]
    ? false
    : true
  : false

/** The name that `as` gives a column. */
type NameOf<O, C extends string> = O extends { readonly as: infer As }
  ? C extends keyof As
    ? As[C] & string
    : C
  : C

/** The name of a bound: that of `as`, else the column's with `_low` or `_high`. */
type BoundOf<O, C extends string, Bound extends string> = Bound extends string
  ? O extends { readonly as: infer As }
    ? `${C}_${Bound}` extends keyof As
      ? As[`${C}_${Bound}`] & string
      : `${NameOf<O, C>}_${Bound}`
    : `${C}_${Bound}`
  : never

/** A column, with the two of its interval where one is asked for. */
type Estimated<O, C extends string, Type = Float64> = { [Name in NameOf<O, C>]: Type } & (Asked<
  O,
  'interval'
> extends true
  ? { [Name in BoundOf<O, C, 'low' | 'high'>]: Type }
  : unknown)

/** A column without an interval. */
type Plain<O, C extends string> = { [Name in NameOf<O, C>]: Float64 }

/** Columns that an option asks for. */
type If<O, Name extends string, Added> = Asked<O, Name> extends true ? Added : unknown

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/** `0 | 1 | … | To` for a literal of at most two digits, else any number. */
type UpTo<To extends number> = `${To}` extends `${Digit}` | `${Digit}${Digit}` ? Count<To, [], never> : number

type Count<To extends number, Counted extends unknown[], All> = Counted['length'] extends To
  ? All | To
  : Count<To, [...Counted, unknown], All | Counted['length']>

/** `p_0` … `p_n` of `purchases: {to: n}`. */
type Chances<O> = 'purchases' extends keyof O
  ? NonNullable<O['purchases']> extends { readonly to: infer To extends number }
    ? Estimated<O, `p_${UpTo<To> & number}`>
    : unknown
  : unknown

/** The columns that `predict` of a model of buying adds, by its options. */
export type BuyingColumns<O> = Estimated<O, 'p_alive'> &
  If<O, 'horizon', Estimated<O, 'expected_purchases'>> &
  If<O, 'atHorizon', Estimated<O, 'p_alive_at_horizon'>> &
  If<O, 'purchases', Chances<O>> &
  If<O, 'nextOrder', Estimated<O, 'p_next_order'> & Estimated<O, 'next_order', DateDay>>

/** Those of a model of contracts. */
export type RetentionColumns<O> = Plain<O, 'p_alive'> &
  If<O, 'horizon', Estimated<O, 'p_alive_at_horizon'> & Estimated<O, 'expected_renewals'>>

/** Those of a model of spend. */
export type SpendingColumns<O> = Estimated<O, 'expected_spend'>

/** Nothing but these options. */
export type OnlyOptions<O, Options> = { readonly [Name in Exclude<keyof O, keyof Options>]: never }
