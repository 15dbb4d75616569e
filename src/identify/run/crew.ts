import { makeTeam } from '../../parallel/team.js'
import { type Blocks, layOutBlocks } from '../block/blocks.js'
import type { Choice } from '../block/choose.js'
import type { Matched, Survey } from '../block/survey.js'
import type { Prepared } from '../prepared.js'
import { makeMemory, type Memory } from './memory.js'
import { joinPairs, type ScoredPairs } from './pairBuffer.js'
import { addUp, type PairChance, type Scan, type ScanOrder } from './scan.js'
import { twinBlocks } from './twins.js'
import { type CompareOrder, createThread, type IdentifyThread, type Part } from './thread.js'

/** The threads that work on one identification, and what they work on. What they find never depends on how many there are. */
export type Crew = {
  readonly memory: Memory
  /** By key; undefined for keys that were not asked for. */
  readonly survey: (keys: readonly number[], matched: Matched) => (Survey | undefined)[]
  readonly makeBlocks: (choices: readonly Choice[]) => Blocks
  /** How many pairs there are in these blocks. */
  readonly count: (blocks: Blocks) => number
  readonly compare: (order: CompareOrder) => { kept: ScoredPairs; sample: ScoredPairs; compared: number }
  /** `sizes` has how many records equal each; `chance` says how likely a pair is. */
  readonly scan: (order: ScanOrder, sizes: Int32Array, chance: PairChance) => Scan[]
  readonly dismiss: () => void
}

export function hireCrew(prepared: Prepared, threads: number): Crew {
  const job = { url: new URL('./thread.js', import.meta.url).href, createThread }
  let memory: Memory | undefined
  const team = makeTeam<Memory, IdentifyThread>(
    job,
    (count) => (memory = makeMemory(prepared, count)),
    threads,
  )
  const { rows } = prepared
  // What each key costs, which does not change from survey to survey.
  const costs: (Float64Array | undefined)[] = []
  return {
    memory: memory!,
    survey: (keys, matched) => {
      const surveys: (Survey | undefined)[] = Array.from({ length: memory!.keys.length })
      const order = { keys, matched, costs: keys.map((key) => costs[key]) }
      inOrder(team.run('survey', order)).forEach((survey, i) => {
        surveys[keys[i]!] = survey
        costs[keys[i]!] = survey.cost
      })
      return surveys
    },
    makeBlocks: (choices) =>
      layOutBlocks([twinBlocks(prepared), ...inOrder(team.run('group', choices))], rows, team.threads > 1),
    count: (blocks) => inOrder(team.run('count', blocks)).reduce((sum, pairs) => sum + pairs, 0),
    compare: (order) => {
      const found = inOrder(team.run('compare', order))
      return {
        kept: joinPairs(found.map(({ kept }) => kept)),
        sample: joinPairs(found.map(({ sample }) => sample)),
        compared: found.reduce((sum, { compared }) => sum + compared, 0),
      }
    },
    scan: (order, sizes, chance) =>
      addUp(order, prepared.source, sizes, inOrder(team.run('scan', order)), chance),
    dismiss: team.dismiss,
  }
}

/** What the threads found, part after part. */
function inOrder<T>(lists: readonly (readonly Part<T>[])[]): T[] {
  const found: T[] = []
  for (const list of lists) for (const { part, found: one } of list) found[part] = one
  return found
}
