import { ClienteleError } from '../../error.js'
import { cholesky, invertPositive } from '../../numeric/matrix.js'
import type { CoxMaximum } from './maximize.js'

/** A standard error of an effect (a standard deviation, or a yes) beyond this says that the likelihood is flat. */
const FLAT = 25

/** The covariance of the coefficients, or an error that names the column that has none of its own or no bound. */
export function coxCovariance(
  who: string,
  terms: readonly string[],
  { information, isSingular, beta }: CoxMaximum,
  penalised: boolean,
): Float64Array[] {
  const inverse = information.length === 0 ? [] : invertPositive(information)
  if (!inverse) throw madeUp(who, terms, information)
  const flat = penalised ? -1 : inverse.findIndex((row, a) => row[a]! > FLAT * FLAT && Math.abs(beta[a]!) > 3)
  if (flat >= 0) {
    throw new ClienteleError(
      'value-invalid',
      `${who}: '${terms[flat]}' separates those who leave from those who stay, so that its effect would grow without bound; leave it out if it gives the answer away, else hold it with a penalty (l2: 1).`,
    )
  }
  if (isSingular) throw madeUp(who, terms, information)
  return inverse
}

/** The error for a column that those before it make up: the first whose own part is lost to rounding. */
function madeUp(who: string, terms: readonly string[], information: readonly Float64Array[]): ClienteleError {
  let first = 0
  while (first + 1 < terms.length && cholesky(leading(information, first + 1))) first++
  const why =
    first === 0
      ? 'puts everybody in the order in which they leave, or hardly differs among them'
      : 'tells nothing that the other features do not (or nobody who has it leaves)'
  return new ClienteleError(
    'value-invalid',
    `${who}: '${terms[first]}' ${why}, so that its effect has no bound or is none of its own; leave it out, or add a penalty (l2: 1).`,
  )
}

function leading(matrix: readonly Float64Array[], size: number): Float64Array[] {
  return matrix.slice(0, size).map((row) => row.slice(0, size))
}

/** An error unless somebody leaves. */
export function checkEvents(who: string, name: string, events: Uint8Array): void {
  if (events.includes(1)) return
  throw new ClienteleError(
    'value-invalid',
    `${who}: column '${name}' is no in all ${events.length} rows, so nobody leaves and there is nothing to learn; look at how it was made.`,
  )
}
