/** From here on a difference is worth a word, by Cohen's convention. */
const SMALL = 0.2
/** Below this many expected customers, χ² is too rough to speak of. */
const LEAST_EXPECTED = 5
const LEVEL = 0.05

/** What a segment's numbers are like beside the others. */
export interface NumberTrait {
  readonly feature: string
  readonly mean: number
  readonly median: number
  readonly elsewhere: number
  readonly difference: number
}

/** A value that comes more often in a segment than in the others. */
export interface CategoryTrait {
  readonly feature: string
  readonly value: string | null
  readonly share: number
  readonly elsewhere: number
  readonly leastExpected: number
  readonly chi2: number
  readonly q: number
}

/** The numbers that set a segment apart, the most telling first. */
export function tellingNumbers<T extends NumberTrait>(all: readonly T[]): T[] {
  return all
    .filter(({ difference }) => Math.abs(difference) >= SMALL)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || compareText(a.feature, b.feature))
}

/** The values that come significantly more often, the most telling first. */
export function tellingCategories<T extends CategoryTrait>(all: readonly T[]): T[] {
  return all
    .filter((one) => one.q <= LEVEL && one.share > one.elsewhere && one.leastExpected >= LEAST_EXPECTED)
    .sort(
      (a, b) =>
        b.chi2 - a.chi2 || compareText(a.feature, b.feature) || compareText(a.value ?? '', b.value ?? ''),
    )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** A column's name as words. */
export function inWords(column: string): string {
  return column.replaceAll('_', ' ')
}
