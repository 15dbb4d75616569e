/** The scores of one k; null where a measure says nothing or was not asked for. */
export interface Score {
  readonly k: number
  readonly inertia: number
  readonly silhouette: number | null
  readonly silhouetteError: number | null
  readonly calinskiHarabasz: number | null
  readonly daviesBouldin: number | null
  readonly gap: number | null
  readonly gapError: number | null
  readonly stability: number | null
  readonly stabilityLeast: number | null
}

/** What each measure recommends; null where it says nothing. */
export interface Recommended {
  /** Where the curve of inertia bends most: farthest below the line from its first to its last point. */
  readonly inertia: number | null
  /** Where it is largest. */
  readonly silhouette: number | null
  /** Where it is largest. */
  readonly calinskiHarabasz: number | null
  /** Where it is smallest. */
  readonly daviesBouldin: number | null
  /** The smallest k whose gap is not below that of the next less its error. */
  readonly gap: number | null
  /** The largest k of which every cluster is found again (Jaccard .75 or more); else where stability is largest. */
  readonly stability: number | null
}

/** Hennig's bound above which a cluster counts as stable. */
const STABLE = 0.75

export function recommend(scores: readonly Score[]): Recommended {
  return Object.freeze({
    inertia: elbowOf(scores),
    silhouette: bestOf(scores, ({ silhouette }) => silhouette),
    calinskiHarabasz: bestOf(scores, ({ calinskiHarabasz }) => calinskiHarabasz),
    daviesBouldin: bestOf(scores, ({ daviesBouldin }) => daviesBouldin && -daviesBouldin),
    gap: firstGap(scores),
    stability:
      scores.findLast(({ k, stabilityLeast }) => k > 1 && stabilityLeast !== null && stabilityLeast >= STABLE)
        ?.k ?? bestOf(scores, ({ k, stability }) => (k > 1 ? stability : null)),
  })
}

function bestOf(scores: readonly Score[], value: (score: Score) => number | null): number | null {
  let best: { k: number; value: number } | undefined
  for (const score of scores) {
    const own = value(score)
    if (own !== null && (!best || own > best.value)) best = { k: score.k, value: own }
  }
  return best?.k ?? null
}

function elbowOf(scores: readonly Score[]): number | null {
  const first = scores[0]!
  const last = scores.at(-1)!
  if (scores.length < 3 || first.inertia === last.inertia) return null
  return bestOf(scores, ({ k, inertia }) => {
    const along = (k - first.k) / (last.k - first.k)
    return (first.inertia - inertia) / (first.inertia - last.inertia) - along
  })
}

function firstGap(scores: readonly Score[]): number | null {
  const fits = scores.find(({ gap }, i) => {
    const next = scores[i + 1]
    return next && gap !== null && next.gap !== null && gap >= next.gap - next.gapError!
  })
  return fits?.k ?? bestOf(scores, ({ gap }) => gap)
}
