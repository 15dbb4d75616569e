import { THRESHOLDS, type Watch } from '../cluster/clusterBest.js'
import { pairsOf } from './overlap.js'

/** By threshold: pairs that clusters hold, among records whose truth is known, and how many of these are right. */
export type Watched = { readonly watch: Watch; readonly together: Float64Array; readonly right: Float64Array }

/** Counts pairs in the clusters at each threshold; `truth` numbers each record's true customer, −1 where nobody knows. */
export function watchTruth(truth: Int32Array): Watched {
  const together = new Float64Array(THRESHOLDS.length)
  const right = new Float64Array(THRESHOLDS.length)
  const watch: Watch = (members, { cluster }, from, to) => {
    const sizes = new Map<number, Map<number, number>>()
    members.forEach((row, i) => {
      if (truth[row]! < 0) return
      const own = sizes.get(cluster[i]!) ?? new Map<number, number>()
      sizes.set(cluster[i]!, own.set(truth[row]!, (own.get(truth[row]!) ?? 0) + 1))
    })
    let [held, hit] = [0, 0]
    for (const own of sizes.values()) {
      let all = 0
      for (const size of own.values()) {
        all += size
        hit += pairsOf(size)
      }
      held += pairsOf(all)
    }
    for (let t = from; t < to; t++) {
      together[t]! += held
      right[t]! += hit
    }
  }
  return { watch, together, right }
}
