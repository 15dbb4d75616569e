/** A language that reasons are written in. */
export type DriverLang = 'en' | 'zh'

/** What a language says of each reason; numbers that are not known are NaN. */
export interface DriverWords {
  /** Days since the last order, and the usual gap. */
  silence(since: number, gap: number): string
  /** A trend from −1 to 1, against the days before. */
  falling(what: 'orders' | 'revenue', trend: number, days: string): string
  /** In the last days, or in all. */
  orders(count: number, days: string | undefined): string
  spent(amount: number, days: string | undefined): string
  anOrder(amount: number): string
  products(count: number, where: { days: string } | 'last' | 'all'): string
  returns(count: number): string
  discounts(share: number): string
  readonly lateLast: string
  late(count: number): string
  readonly unresolvedLast: string
  unresolved(count: number): string
  tickets(count: number): string
  contacts(count: number, responses: number): string
  channel(name: string | null): string
  tenure(days: number): string
  /** Of any other column. */
  value(name: string, value: string): string
  missing(name: string): string
  /** What stands between reasons. */
  readonly between: string
}
