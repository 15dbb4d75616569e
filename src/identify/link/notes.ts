import { LEVELS } from '../compare/levels.js'
import type { Prepared } from '../prepared.js'
import type { Mixture } from './mixture.js'
import type { LinkageFit } from './report.js'

/** Fewer matches teach next to nothing. */
const FEW = 20
/** Correlations from which weights add up to too much. */
const AMONG_MATCHES = 0.3
const AMONG_STRANGERS = 0.1

/** What to know before relying on what was learned. */
export function notesOn(fit: Omit<LinkageFit, 'notes'>, { fields }: Prepared, mixture: Mixture): string[] {
  const notes: string[] = []
  if (!fit.converged) {
    notes.push(
      `Learning had not come to rest after ${fit.iterations} iterations (the last changed a share by ${fit.change.toPrecision(2)}); more may help: maxIterations.`,
    )
  }
  if (fit.matches < FEW) {
    notes.push(
      `Only ${fit.matches.toFixed(1)} matches are expected among the pairs: what matches look like is mostly a first guess.`,
    )
  }
  fields.forEach(({ column, kind, filled }, f) => {
    if (filled === 0) notes.push(`Column '${column}' is empty and says nothing.`)
    else notes.push(...oddLevels(column, LEVELS[kind], mixture.match[f]!, mixture.strangers[f]!))
  })
  for (const { fields: two, matches, strangers } of fit.dependence) {
    const [first, second] = two
    if (Math.abs(strangers ?? 0) >= AMONG_STRANGERS) {
      notes.push(dependent(first, second, 'strangers', strangers!))
    } else if (Math.abs(matches ?? 0) >= AMONG_MATCHES) {
      notes.push(dependent(first, second, 'matches', matches!))
    }
  }
  return notes
}

function dependent(first: string, second: string, among: string, correlation: number): string {
  return `'${first}' and '${second}' agree together among ${among} (correlation ${correlation.toFixed(2)}), so that what both say is counted more than once.`
}

/** Equal values that speak against a match. */
function oddLevels(
  column: string,
  levels: readonly string[],
  match: Float64Array,
  strangers: Float64Array,
): string[] {
  const top = levels.length - 1
  if (match[top]! >= strangers[top]!) return []
  return [
    `Column '${column}': that it is the same speaks against a match, which is odd; look at what it holds.`,
  ]
}
