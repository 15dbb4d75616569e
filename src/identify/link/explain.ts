import { countedLevels } from '../compare/swaps.js'
import type { Field, Prepared } from '../prepared.js'
import { strangersPrior } from './mixture.js'
import { placeTerms } from './movers.js'
import { calibrated } from './recalibrate.js'
import { scoringOf } from './scoring.js'
import type { LinkageState } from './state.js'
import { patternTerms } from './terms.js'

/** One step of the sum that is a match weight, in bits. */
export type Step = {
  readonly step: 'prior' | 'field' | 'class' | 'calibration'
  readonly column: string | null
  readonly values: readonly [string | null, string | null] | null
  readonly level: number | null
  readonly agreement: string | null
  readonly m: number | null
  readonly u: number | null
  readonly weight: number
  readonly frequency: number | null
  readonly total: number
}

const NONE = { column: null, values: null, level: null, agreement: null, m: null, u: null, frequency: null }

/** The steps to the match weight of two records. */
export function waterfall(state: LinkageState, prepared: Prepared, a: number, b: number): Step[] {
  const { mixture, comparer, fieldOffset, offsets } = scoringOf(state, prepared)
  const steps: Step[] = []
  let total = 0
  const add = (step: Omit<Step, 'total'>) => {
    total += step.weight + (step.frequency ?? 0)
    steps.push({ ...step, total })
  }
  const strangers = strangersPrior(mixture)
  add({ ...NONE, step: 'prior', weight: Math.log2(mixture.prior / strangers) })
  const pattern = comparer.pattern(a, b)
  const counted = countedLevels(mixture.names)(pattern)
  state.fields.forEach((field, f) => {
    const level = (pattern >>> (3 * f)) & 7
    const isCounted = ((counted >>> (3 * f)) & 7) > 0
    const m = !isCounted ? null : field.match[level - 1]!
    const u = !isCounted ? null : field.strangers[level - 1]!
    add({
      step: 'field',
      column: field.column,
      values: [valueOf(prepared.fields[f]!, a), valueOf(prepared.fields[f]!, b)],
      level,
      agreement: field.levels[level]!,
      m,
      u,
      weight: m === null || u === null ? 0 : Math.log2(m / u),
      frequency: fieldOffset(f, pattern, a, b) / Math.LN2,
    })
  })
  const rare = new Float64Array(mixture.classes.length + 1)
  offsets(pattern, a, b, rare)
  const terms = new Float64Array(mixture.classes.length + 2)
  patternTerms(mixture).ofPattern(pattern, terms)
  const address = placeTerms(mixture)
  if (address) {
    add({ ...NONE, step: 'class', column: 'movers', weight: Math.log2(address.factor(counted)) })
  }
  let against = strangers
  if (mixture.crowds) {
    const together = terms.at(-1)!
    against *= together
    add({ ...NONE, step: 'class', column: 'crowds', weight: -Math.log2(together) })
  }
  mixture.classes.forEach(({ name, prior }, c) => {
    const odds = prior * Math.exp(rare[c + 1]!) * terms[c + 1]!
    const weight = -Math.log2((against + odds) / against)
    against += odds
    add({ ...NONE, step: 'class', column: name, weight })
  })
  if (state.calibration !== null) {
    const told = calibrated(total * Math.LN2, state.calibration) / Math.LN2
    add({ ...NONE, step: 'calibration', weight: told - total })
  }
  return steps
}

function valueOf({ codes, list }: Field, row: number): string | null {
  return codes[row]! < 0 ? null : list.values[codes[row]!]!
}
