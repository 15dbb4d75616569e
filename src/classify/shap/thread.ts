import type { Feature } from '../../learn/features.js'
import type { Ensemble } from '../tree/nodes.js'
import { addTree } from './addTree.js'
import { pathsOf } from './paths.js'

/** What all threads share. */
export interface ShapSetup {
  readonly ensemble: Ensemble
  readonly features: readonly Feature[]
  /** By feature what it adds to the score of each row. */
  readonly values: readonly Float64Array[]
  readonly rows: number
  readonly output: number
  readonly threads: number
}

/** A thread's share of SHAP values. */
export type ShapThread = {
  /** Adds what tree `t` says of the thread's own rows; the mean of what it says. */
  readonly add: (t: number) => number
}

/** Rows that are explained together. */
const BLOCK = 8192

export function createThread(
  { ensemble, features, values, rows, output, threads }: ShapSetup,
  thread: number,
): ShapThread {
  const { trees, width, base } = ensemble
  const infos = features.map(({ info }) => info)
  const k = width === base.length ? output : 0
  // As many rows a thread, so that few are as quick as many.
  const first = Math.floor((thread * rows) / threads)
  const last = Math.floor(((thread + 1) * rows) / threads)
  return {
    add: (t) => {
      const tree = pathsOf(trees[t]!, infos, width, k)
      for (let from = first; from < last; from += BLOCK) {
        addTree(tree, features, values, from, Math.min(last, from + BLOCK))
      }
      return tree.mean
    },
  }
}
