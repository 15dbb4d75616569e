/**
 * Sums of money without the dust of binary fractions. Amounts such as 0.1 are the doubles nearest to decimals, and their sums drift away
 * from them: 0.1 + 0.2 is 0.30000000000000004. Where all amounts are decimals of at most four places so is the true sum, and
 * rounding to them gives the double nearest to it, unless sums had drifted by half a ten-thousandth. Other numbers are left alone.
 */
const SCALE = 1e4

/** Added and taken off again, it rounds numbers of less than 2⁵¹ to whole ones. */
const ROUNDER = 1.5 * 2 ** 52

/** Beyond this doubles have no four places. */
const MOST = 2 ** 51 / SCALE

/** How many values are looked at before a first answer. */
const BLOCK = 4096

/** Whether all values are finite and the doubles nearest to decimals of at most four places. */
export function areDecimal(values: Float64Array): boolean {
  for (let from = 0; from < values.length; from += BLOCK) {
    const to = Math.min(values.length, from + BLOCK)
    let others = 0
    // Without a branch; a difference with an infinity is NaN, which is not 0 either.
    for (let i = from; i < to; i++) {
      const value = values[i]!
      others |= Number((value * SCALE + ROUNDER - ROUNDER) / SCALE - value !== 0)
    }
    if (others !== 0) return false
  }
  return true
}

/** Whether all values are whole, of less than 2⁵¹. */
export function areWhole(values: Float64Array): boolean {
  let others = 0
  for (let i = 0; i < values.length; i++) {
    others |= Number(values[i]! + ROUNDER - ROUNDER - values[i]! !== 0)
  }
  return others === 0
}

/** The nearest decimal of four places. */
export function roundDecimal(value: number): number {
  return Math.abs(value) < MOST ? (value * SCALE + ROUNDER - ROUNDER) / SCALE : value
}

/** What rounds a sum. */
export type Rounding = (sum: number) => number

/** What rounds sums of these values, of which NaN are none: to four places where they are such decimals, else not at all. */
export function roundingOf(values: Float64Array): Rounding {
  return areDecimal(values) || areDecimal(known(values)) ? roundDecimal : asItIs
}

/** The same for products of quantities and prices: where quantities are whole, these have the places that prices have. */
export function roundingOfProducts(quantities: Float64Array, prices: Float64Array): Rounding {
  const isWhole = areWhole(quantities) || areWhole(known(quantities))
  return isWhole ? roundingOf(prices) : asItIs
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value))
}

function asItIs(sum: number): number {
  return sum
}
