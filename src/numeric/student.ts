import { betaI } from './incomplete.js'

/** P(|T| > |t|) of Student's t with that many degrees of freedom. */
export function studentTails(t: number, freedom: number): number {
  return betaI(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** The t beyond which, on either side, lies that probability, by bisection to the last digit. */
export function studentReach(tails: number, freedom: number): number {
  let high = 1
  while (studentTails(high, freedom) > tails) high *= 2
  let low = 0
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return high
    if (studentTails(middle, freedom) > tails) low = middle
    else high = middle
  }
}
