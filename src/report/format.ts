import { ClienteleError } from '../error.js'
import type { Lang } from './words/lang.js'

/** Numbers, money and dates as a reader of that language writes them. */
export interface Format {
  readonly lang: Lang
  /** The currency's sign, empty where no currency is known. */
  readonly sign: string
  /** 4,338 */
  count(value: number): string
  /** 1.4 */
  decimal(value: number): string
  /** £8,911,408; pence only under a thousand */
  money(value: number): string
  /** £1,619.81: what amounts are compared with, down to the penny, so that none of whole pence changes sides */
  limit(value: number): string
  /** £8.9M */
  moneyShort(value: number): string
  /** 26%; one decimal under ten per cent */
  share(value: number): string
  /** 1 December 2010, from '2010-12-01' */
  date(iso: string): string
  /** 1 Dec 2010, from '2010-12-01' */
  shortDate(iso: string): string
  /** Dec 2010, from '2010-12-01' */
  month(iso: string): string
}

const LOCALES: Record<Lang, string> = { en: 'en-GB', zh: 'zh-CN' }

/** The formats of a language; without a currency amounts are plain numbers. */
export function makeFormat(lang: Lang, currency: string | undefined, who: string): Format {
  const locale = LOCALES[lang]
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number) => format.format(Object.is(Math.round(value * 1e6), -0) ? 0 : value)
  }
  const day = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    return (iso: string) => format.format(new Date(`${iso}T00:00:00Z`))
  }
  const unit = moneyOptions(locale, currency, who)
  const coarse = number({ ...unit, maximumFractionDigits: 0 })
  const fine = number(currency === undefined ? { maximumFractionDigits: 2 } : unit)
  const percent = number({ style: 'percent', maximumFractionDigits: 0 })
  const percentFine = number({ style: 'percent', maximumFractionDigits: 1 })
  return {
    lang,
    sign: currencySign(locale, unit),
    count: number({ maximumFractionDigits: 0 }),
    decimal: number({ maximumFractionDigits: 1 }),
    money: (value) => (Math.abs(value) >= 1000 ? coarse(value) : fine(value)),
    limit: number({
      ...unit,
      ...(currency === undefined && { maximumFractionDigits: 2 }),
      roundingMode: 'floor',
    }),
    moneyShort: number({ ...unit, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }),
    share: (value) => {
      if (value > 0 && value < 0.0005) return `<${percentFine(0.001)}`
      return Math.abs(value) < 0.0995 ? percentFine(value) : percent(value)
    },
    date: day({ dateStyle: 'long' }),
    shortDate: day({ year: 'numeric', month: 'short', day: 'numeric' }),
    month: day({ year: 'numeric', month: 'short' }),
  }
}

function moneyOptions(locale: string, currency: string | undefined, who: string): Intl.NumberFormatOptions {
  if (currency === undefined) return {}
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  try {
    return Intl.NumberFormat(locale, options) && options
  } catch (cause) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: currency is '${currency}', but must be an ISO 4217 code of three letters, such as EUR, GBP or CNY.`,
      { cause },
    )
  }
}

function currencySign(locale: string, unit: Intl.NumberFormatOptions): string {
  const parts = new Intl.NumberFormat(locale, unit).formatToParts(1)
  return parts.find(({ type }) => type === 'currency')?.value ?? ''
}
