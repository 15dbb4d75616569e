import { makeLockstep } from '../../parallel/lockstep.js'
import { blocksOfKey, type Blocks } from '../block/blocks.js'
import type { Choice } from '../block/choose.js'
import { makeGrouping } from '../block/groupHashes.js'
import { joinHashes } from '../block/hash.js'
import { makeNear } from '../block/near.js'
import { makeSurveyor, type Matched, type Survey } from '../block/survey.js'
import { type Comparer, comparer } from '../compare/comparer.js'
import type { Mixture } from '../link/mixture.js'
import { gainsOf } from './gains.js'
import { makeJudge } from './judge.js'
import type { Memory } from './memory.js'
import { makePairBuffer, type ScoredPairs } from './pairBuffer.js'
import { type Hits, LOWEST, makeScanner, type ScanOrder } from './scan.js'

/** Keys to survey, by number. */
export type SurveyOrder = {
  readonly keys: readonly number[]
  readonly matched: Matched
  /** By place in `keys`: what a key costs, where an earlier survey told. */
  readonly costs: readonly (Float64Array | undefined)[]
}

/** Blocks whose pairs are compared. */
export type CompareOrder = {
  readonly blocks: Blocks
  /** Scores pairs; without it their scores are 0. */
  readonly mixture: Mixture | undefined
  readonly aliases: readonly (Int32Array | undefined)[] | undefined
  /** Pairs with higher log-odds are kept. */
  readonly above: number
  /** Of the others one in so many is kept as a sample, with 0 none; without a mixture, of all. */
  readonly oneIn: number
}

/** What one part of the records brought. */
export type Part<T> = { readonly part: number; readonly found: T }
export type Compared = { readonly kept: ScoredPairs; readonly sample: ScoredPairs; readonly compared: number }

/** A thread's share of identification. */
export type IdentifyThread = {
  readonly survey: (order: SurveyOrder) => Part<Survey>[]
  readonly group: (choices: readonly Choice[]) => Part<Int32Array>[]
  readonly count: (blocks: Blocks) => Part<number>[]
  readonly compare: (order: CompareOrder) => Part<Compared>[]
  readonly scan: (order: ScanOrder) => Part<Hits>[]
}

/** Records that are looked at together. */
const PARTS = 256

/** Joins the work on that memory. */
export function createThread(memory: Memory, thread: number): IdentifyThread {
  const { prepared, atoms, keys, threads } = memory
  const { rows } = prepared
  const lockstep = makeLockstep(memory.control, threads, thread)
  const inParts = <T>(parts: number, work: (part: number) => T): Part<T>[] => {
    const found: Part<T>[] = []
    lockstep.everyPart(parts, (part) => void found.push({ part, found: work(part) }))
    return found
  }
  const known: { aliases: CompareOrder['aliases']; comparer: Comparer | undefined } = {
    aliases: undefined,
    comparer: undefined,
  }
  const compareWith = (aliases: CompareOrder['aliases']): Comparer => {
    if (known.comparer === undefined || known.aliases !== aliases) {
      known.comparer = comparer(prepared, { aliases })
      known.aliases = aliases
    }
    return known.comparer
  }
  return {
    survey: ({ keys: wanted, matched, costs }) => {
      const survey = makeSurveyor(atoms, rows, matched)
      return inParts(wanted.length, (part) => survey(keys[wanted[part]!]!, costs[part]))
    },
    group: (choices) => {
      const grouping = makeGrouping(rows)
      return inParts(choices.length, (part) => {
        const { key, buckets } = choices[part]!
        return blocksOfKey(atoms, keys[key]!, buckets, grouping)
      })
    },
    count: (blocks) => {
      const near = makeNear(blocks, prepared.source)
      const each = Math.ceil(rows / PARTS)
      return inParts(PARTS, (part) => {
        let pairs = 0
        for (let b = part * each, end = Math.min(rows, b + each); b < end; b++) pairs += near.before(b)
        return pairs
      })
    },
    compare: ({ blocks, mixture, aliases, above, oneIn }) => {
      const own = compareWith(aliases)
      const judge = mixture && makeJudge(prepared, mixture)
      const likely = mixture && own.bounded(gainsOf(prepared, mixture), above)
      const near = makeNear(blocks, prepared.source)
      const kept = makePairBuffer()
      const sample = makePairBuffer()
      const each = Math.ceil(rows / PARTS)
      return inParts(PARTS, (part) => {
        let compared = 0
        for (let b = part * each, end = Math.min(rows, b + each); b < end; b++) {
          const count = near.before(b)
          compared += count
          for (let i = 0; i < count; i++) {
            const a = near.found[i]!
            const isWanted = isSampled(a, b, oneIn)
            if (!judge || !likely) {
              if (isWanted) kept.push(a, b, own.pattern(a, b), 0)
              continue
            }
            const pattern = isWanted ? own.pattern(a, b) : likely(a, b)
            if (pattern < 0) continue
            const score = judge(pattern, a, b)
            if (score > above) kept.push(a, b, pattern, score)
            else if (isWanted) sample.push(a, b, pattern, score)
          }
        }
        return { kept: kept.take(), sample: sample.take(), compared }
      })
    },
    scan: (order) => {
      const judge = makeJudge(prepared, order.mixture)
      const pattern = compareWith(order.aliases).bounded(gainsOf(prepared, order.mixture), LOWEST)
      const score = (a: number, b: number) => {
        const levels = pattern(a, b)
        return levels < 0 ? -Infinity : judge(levels, a, b)
      }
      const scan = makeScanner(prepared, atoms, order.records, score)
      const each = Math.ceil(rows / PARTS)
      return inParts(PARTS, (part) => scan(part * each, Math.min(rows, (part + 1) * each)))
    },
  }
}

/** One in so many pairs, by lot. */
export function isSampled(a: number, b: number, oneIn: number): boolean {
  return (joinHashes(a + 1, b + 1) >>> 0) % oneIn === 0
}
