import { survivalCurve } from '../survival/curves.js'
import { firstAtLeast, lifeTable } from '../survival/lifeTable.js'
import type { Lives } from '../survival/readLives.js'
import type { RiskSets } from './riskSets.js'

/** 1 − S just before each row's time, S the survival of all, less its mean over those who leave. */
export function deadShare(sets: RiskSets, lives: Lives): Float64Array {
  const isOneSet = sets.strata.length === 2 && !sets.entries
  const clock = isOneSet ? ofOneSet(sets) : ofAll(sets, lives)
  const { events, weights } = sets
  let [sum, total] = [0, 0]
  for (let i = 0; i < clock.length; i++) {
    if (events[i] === 0) continue
    sum += weights[i]! * clock[i]!
    total += weights[i]!
  }
  for (let i = 0; i < clock.length; i++) clock[i]! -= sum / total
  return clock
}

/** Rows that are sorted already need no search: those at risk are the rows so far, times are passed from the last row back. */
function ofOneSet({ rows, durations, events, weights }: RiskSets): Float64Array {
  const atRisk = new Float64Array(rows)
  for (let i = 0, sum = 0; i < rows; i++) atRisk[i] = sum += weights[i]!
  const clock = new Float64Array(rows)
  let alive = 1
  for (let end = rows - 1, i = end; i >= 0; end = i) {
    let left = 0
    for (; i >= 0 && durations[i] === durations[end]; i--) {
      clock[i] = 1 - alive
      if (events[i] === 1) left += weights[i]!
    }
    const risk = atRisk[end]!
    const stay = Math.max(0, risk - left)
    if (left > 0) alive = stay > 1e-12 * risk ? alive * (stay / risk) : 0
  }
  return clock
}

function ofAll({ durations }: RiskSets, lives: Lives): Float64Array {
  const table = lifeTable(lives)
  const { survival } = survivalCurve(table, 0.95, 'logLog')
  return durations.map((duration) => {
    const t = firstAtLeast(table.times, duration)
    return t === 0 ? 0 : 1 - survival[t - 1]!
  })
}
