import type { Outcome } from '../explainOutcome.js'
import type { Scene } from '../scene.js'

/** What the sections of an outcome are made from. */
export interface OutcomeContext extends Omit<Scene, 'width'> {
  readonly outcome: Outcome
}
