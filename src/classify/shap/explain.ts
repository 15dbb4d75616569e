import { makeShared, toShared } from '../../parallel/shared.js'
import { makeTeam } from '../../parallel/team.js'
import type { Feature } from '../../learn/features.js'
import type { Ensemble } from '../tree/nodes.js'
import { createThread, type ShapSetup } from './thread.js'

/** What each feature adds to the score of each row, and the score that they are added to. */
export interface Explained {
  readonly values: readonly Float64Array[]
  readonly base: number
}

/**
 * Exact SHAP values of one output of an ensemble (path-dependent TreeSHAP: Lundberg, Erion and Lee 2018), the same for any
 * number of threads.
 */
export function explain(
  ensemble: Ensemble,
  features: readonly Feature[],
  rows: number,
  output: number,
  threads: number,
  onTree: (done: number) => void,
): Explained {
  const { trees, width, base, scale } = ensemble
  const shared = threads > 1
  const values = features.map(() => makeShared(Float64Array, rows, shared))
  const own = shared ? features.map(shareFeature) : features
  const job = { url: new URL('./thread.js', import.meta.url).href, createThread }
  const makeSetup = (size: number): ShapSetup => ({
    ensemble,
    features: own,
    values,
    rows,
    output,
    threads: size,
  })
  const team = makeTeam(job, makeSetup, threads)
  let sum = 0
  try {
    trees.forEach((_, t) => {
      const isAsked = width === base.length || t % base.length === output
      if (isAsked) sum += team.run('add', t)[0]!
      onTree(t + 1)
    })
  } finally {
    team.dismiss()
  }
  if (scale !== 1) for (const column of values) for (let i = 0; i < rows; i++) column[i]! *= scale
  // Arrow does not take what is shared.
  return {
    values: shared ? values.map((list) => list.slice()) : values,
    base: base[output]! + scale * sum,
  }
}

function shareFeature(feature: Feature): Feature {
  return 'codes' in feature
    ? { ...feature, codes: toShared(feature.codes) }
    : { ...feature, values: toShared(feature.values) }
}
