import { checkChoice } from '../../options.js'
import type { TreeCriterion } from './model.js'

/** The criterion that is asked for, or the one that suits the target. */
export function readCriterion(
  who: string,
  task: 'classes' | 'number',
  criterion: TreeCriterion | undefined,
): TreeCriterion {
  const fitting: TreeCriterion[] = task === 'classes' ? ['gini', 'entropy'] : ['variance']
  if (criterion !== undefined) checkChoice(who, 'criterion', criterion, fitting)
  return criterion ?? fitting[0]!
}
