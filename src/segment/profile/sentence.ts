import { brief } from '../../print.js'
import { type CategoryTrait, inWords, type NumberTrait, tellingCategories, tellingNumbers } from './traits.js'

/** What a sentence about a segment says. */
export interface Described {
  readonly customers: number
  readonly share: number
  /** NaN where there is no revenue. */
  readonly revenueShare: number
  readonly numbers: readonly NumberTrait[]
  readonly categories: readonly CategoryTrait[]
}

/** The segment in plain words: its size, its share of revenue, and the few things that set it apart most. */
export function sentenceOf({ customers, share, revenueShare, numbers, categories }: Described): string {
  const size = `${brief(customers)} ${customers === 1 ? 'customer' : 'customers'} (${percent(share)})`
  const revenue = Number.isNaN(revenueShare) ? '' : ` with ${percent(revenueShare)} of revenue`
  if (share === 1) return `${size}${revenue}: all there are.`
  const parts = [
    ...tellingNumbers(numbers).slice(0, 3).map(numberPart),
    ...tellingCategories(categories).slice(0, 2).map(categoryPart),
  ]
  return `${size}${revenue}: ${parts.length > 0 ? parts.join('; ') : 'much like the others'}.`
}

function numberPart({ feature, mean, elsewhere, difference }: NumberTrait): string {
  const size = Math.abs(difference)
  const degree = size >= 0.8 ? 'much' : size >= 0.5 ? 'clearly' : 'somewhat'
  const way = difference > 0 ? 'higher' : 'lower'
  return `${inWords(feature)} ${degree} ${way} (mean ${short(mean)}, elsewhere ${short(elsewhere)})`
}

function categoryPart({ feature, value, share, elsewhere }: CategoryTrait): string {
  return `${inWords(feature)} more often ${value ?? 'missing'} (${percent(share)}, elsewhere ${percent(elsewhere)})`
}

function percent(share: number): string {
  return `${brief(Math.round(share * 1000) / 10)}%`
}

/** Three digits, or all before the point. */
function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15) return String(value)
  return size >= 100 ? brief(Math.round(value)) : brief(Number(value.toPrecision(3)))
}
