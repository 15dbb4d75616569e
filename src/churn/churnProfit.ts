import { profitCurve } from '../classify/profitCurve.js'
import { ClienteleError } from '../error.js'
import { checkNumber, checkOptions, invalid } from '../options.js'
import { betaI } from '../numeric/incomplete.js'
import { logBeta } from '../numeric/gamma.js'
import { brief, printable } from '../print.js'
import { adopt } from '../table/adopt.js'
import { findColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import type { ColumnName, TableLike } from '../table/types.js'

/** What `churnProfit` can be told. */
export interface ChurnProfitOptions<Names extends string = string> {
  /** The column of who left. */
  readonly target: Names
  readonly positive?: string | number | boolean | undefined
  /** Default 'churn_probability'. */
  readonly probability?: Names | undefined
  /** What a customer who is kept is worth. Default 200: this and the costs are the euros of Verbraken and others, for telecoms; give your own. */
  readonly value?: number | undefined
  /** What the offer costs. Default 10. */
  readonly offerCost?: number | undefined
  /** What contacting costs. Default 1. */
  readonly contactCost?: number | undefined
  /** The beta distribution of the share of those who would leave that the offer keeps. Default {alpha: 6, beta: 14}, with a mean of .3. */
  readonly accept?: { readonly alpha: number; readonly beta: number } | undefined
}

/** What `churnProfit` gives. */
export interface ChurnProfit {
  /** The expected maximum profit, for each customer. */
  readonly expectedProfit: number
  /** The share of customers to contact, from the highest probability on. */
  readonly fraction: number
  /** The same where the mean of `accept` is taken for certain. */
  readonly maximumProfit: number
  readonly maximumFraction: number
}

const WHO = 'churnProfit'
const OPTIONS = 'target positive probability value offerCost contactCost accept'.split(' ')

/**
 * What is a churn model worth in money, and how many customers should be contacted? The expected maximum profit measure for churn: a campaign contacts the customers with
 * the highest scores, down to where it pays best; as nobody knows beforehand how many accept the offer, profit is averaged over a beta distribution of that share.
 *
 * With shares F₀ of those who leave and F₁ of those who stay contacted, π₀ and π₁ their shares of customers, profit a customer is value · (γ(1 − δ) − φ) π₀F₀ − value · (δ + φ) π₁F₁, where δ is
 * offerCost / value, φ contactCost / value and γ the share that accepts. For each γ the best point is a corner of the convex hull of the ROC curve, so the integral is a sum of incomplete
 * beta functions. The greater, the better the model: unlike AUC it looks at the customers who would be contacted.
 *
 * @param scored - one row a customer, with what came and a probability or any score that rises with it
 * @param options - `target`, `positive`, `probability`; `value` (200), `offerCost` (10), `contactCost` (1), `accept` ({alpha: 6, beta: 14})
 * @returns a frozen object: `expectedProfit` (of your currency, for each customer), `fraction` (to contact), `maximumProfit` and `maximumFraction` (with the mean of `accept` for certain)
 * @throws ClienteleError `option-invalid`, `column-missing`, `column-type`, `value-invalid`, `rows-too-few`
 *
 * Cost: one sort.
 *
 * Verbraken, T., Verbeke, W. and Baesens, B. (2013), A novel profit maximizing metric for measuring classification performance of customer churn prediction models.
 *
 * @example
 * ```ts
 * const scored = fromRows(Array.from({ length: 100 }, (_, i) => ({ churned: i < 20, churn_probability: 1 - i / 100 })))
 * const { expectedProfit, fraction } = churnProfit(scored, { target: 'churned' })
 * console.log(expectedProfit.toFixed(4), fraction.toFixed(4)) // 11.2000 0.2000
 * ```
 */
export function churnProfit<T extends { [name: string]: any } = any>(
  scored: TableLike<T>,
  options: ChurnProfitOptions<ColumnName<NoInfer<T>>>,
): ChurnProfit {
  checkOptions(WHO, options, OPTIONS)
  const { target, positive, probability = 'churn_probability' } = options
  const { value = 200, offerCost = 10, contactCost = 1, accept = { alpha: 6, beta: 14 } } = options
  checkNumber(WHO, 'value', value, 1e-9, 1e15)
  checkNumber(WHO, 'offerCost', offerCost, 0, 1e15)
  checkNumber(WHO, 'contactCost', contactCost, 0, 1e15)
  checkOptions(WHO, accept, ['alpha', 'beta'], 'accept')
  checkNumber(WHO, 'accept.alpha', accept.alpha, 0.01, 1e4)
  checkNumber(WHO, 'accept.beta', accept.beta, 0.01, 1e4)
  if (offerCost >= value) {
    throw invalid(
      WHO,
      `offerCost is ${offerCost}, not below the value ${value}, so that nothing can pay; choose a cheaper offer`,
    )
  }
  const table = adopt(scored, WHO)
  const { curve } = profitCurve(table as never, { target, positive, probability, gain: 1, cost: 0 } as never)
  const read = (name: string): Float64Array => readNumbers(findColumn(curve, name, WHO), WHO)
  const hull = hullOf(read('contacted'), read('responders'))
  const result = integrate(hull, offerCost / value, contactCost / value, accept.alpha, accept.beta)
  const { emp, fraction, mp, mpFraction } = result
  return printable(
    { expectedProfit: value * emp, fraction, maximumProfit: value * mp, maximumFraction: mpFraction },
    () => `churn profit: ${brief(value * emp)} for each customer, contacting ${brief(100 * fraction)} %`,
  )
}

/** The corners of the convex hull: shares of those who leave and who stay that are contacted. */
interface Hull {
  readonly churn: number
  readonly left: readonly number[]
  readonly stayed: readonly number[]
}

function hullOf(contacted: Float64Array, responders: Float64Array): Hull {
  const all = contacted.at(-1)!
  const hits = responders.at(-1)!
  if (hits === 0 || hits === all) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: ${hits === 0 ? 'nobody' : 'everybody'} left, so that there is nobody to tell apart; give customers of both kinds.`,
    )
  }
  const corners: { x: number; y: number }[] = []
  contacted.forEach((count, i) => {
    const point = { x: (count - responders[i]!) / (all - hits), y: responders[i]! / hits }
    while (corners.length >= 2 && isBelow(corners.at(-2)!, corners.at(-1)!, point)) corners.pop()
    corners.push(point)
  })
  return { churn: hits / all, left: corners.map(({ y }) => y), stayed: corners.map(({ x }) => x) }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Whether b lies on or below the line from a to c. */
function isBelow(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) >= 0
}

/** The sum over stretches of γ in which one corner is the best; money in units of the value. */
function integrate({ churn, left, stayed }: Hull, delta: number, phi: number, alpha: number, beta: number) {
  // From which γ on it pays to go from one corner to the next.
  const steps = left.slice(1).map((y, i) => {
    const more = churn * (y - left[i]!)
    const cost = (1 - churn) * (delta + phi) * (stayed[i + 1]! - stayed[i]!) + phi * more
    return more > 0 ? cost / (more * (1 - delta)) : Infinity
  })
  const from = [0, ...steps.filter((gamma) => gamma < 1)]
  const expected = alpha / (alpha + beta)
  const moment = Math.exp(logBeta(alpha + 1, beta) - logBeta(alpha, beta))
  const out = { emp: 0, fraction: 0, mp: 0, mpFraction: 0 }
  from.forEach((gamma, i) => {
    const next = from[i + 1] ?? 1
    const [mass, mean] = [0, 1].map((k) => betaI(next, alpha + k, beta) - betaI(gamma, alpha + k, beta)) as [
      number,
      number,
    ]
    const kept = churn * left[i]!
    const others = (1 - churn) * stayed[i]!
    out.emp += (1 - delta) * kept * moment * mean - (phi * kept + (delta + phi) * others) * mass
    out.fraction += (kept + others) * mass
    if (gamma < expected || i === 0) {
      out.mp = (expected * (1 - delta) - phi) * kept - (delta + phi) * others
      out.mpFraction = kept + others
    }
  })
  return out
}
