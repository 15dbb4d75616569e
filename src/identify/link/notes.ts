import { LEVELS } from '../compare/levels.js'
import type { Prepared } from '../prepared.js'
import type { Dependence } from './dependence.js'
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
      `Learning had not come to rest after ${fit.iterations} ${fit.iterations === 1 ? 'iteration' : 'iterations'} (the last changed a share by ${fit.change.toPrecision(2)}); more may help: maxIterations.`,
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
  notes.push(...dependent(fit.dependence, 'strangers', AMONG_STRANGERS))
  notes.push(...dependent(fit.dependence, 'matches', AMONG_MATCHES))
  return notes
}

/** So many pairs of fields are named; `fit.dependence` has all. */
const NAMED = 3

/** One sentence on the fields that agree together too often, if any do. */
function dependent(
  dependence: readonly Dependence[],
  among: 'matches' | 'strangers',
  least: number,
): string[] {
  const size = (pair: Dependence) => Math.abs(pair[among] ?? 0)
  const strong = dependence.filter((pair) => size(pair) >= least).toSorted((a, b) => size(b) - size(a))
  if (strong.length === 0) return []
  const named = strong
    .slice(0, NAMED)
    .map(({ fields: [first, second], [among]: phi }) => `'${first}' and '${second}' (${phi!.toFixed(2)})`)
  const more = strong.length > NAMED ? `, and ${strong.length - NAMED} pairs less so` : ''
  return [
    `Agree together among ${among}, so that what both say is counted more than once (correlations): ${named.join(', ')}${more}.`,
  ]
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
