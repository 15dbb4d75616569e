import { probabilityOf } from '../link/scorer.js'
import { bounded, mergeLogOdds } from './merging.js'
import type { Problem } from './problem.js'

/** Beside as many others of its cluster a record is judged; more are drawn evenly. */
const JUDGED = 64
/** What must be together is. */
const CERTAIN = bounded(Infinity)

/** How sure each member belongs with the rest of its cluster: the merge of it alone with all others. */
export function certaintyOf(
  { size, start, value }: Pick<Problem, 'size' | 'start' | 'value'>,
  cluster: Int32Array,
  tell: (member: number, probability: number) => void,
): void {
  const members = new Map<number, number[]>()
  for (let i = 0; i < size; i++) {
    const known = members.get(cluster[i]!)
    if (known) known.push(i)
    else members.set(cluster[i]!, [i])
  }
  for (const own of members.values()) {
    if (own.length === 1) continue
    for (const member of own) {
      let [sum, n] = [0, 0]
      const step = Math.max(1, own.length / JUDGED)
      for (let at = 0; at < own.length; at += step) {
        const other = own[Math.floor(at)]!
        if (other === member) continue
        sum += start[member] === start[other] ? CERTAIN : value(member, other)
        n++
      }
      tell(member, probabilityOf(mergeLogOdds(sum, n)))
    }
  }
}
