import type { Problem } from './problem.js'

/** What may not be in one cluster: known non-matches, records of one source, too many records. Clusters are named by a member. */
export interface Rivals {
  readonly mayMerge: (a: number, b: number) => boolean
  /** Cluster `gone` is now part of `kept`. */
  readonly merged: (kept: number, gone: number) => void
}

export function makeRivals({ size, start, apart, source, most }: Problem): Rivals {
  const records = new Int32Array(size)
  for (const name of start) records[name]!++
  const foes = foesOf(apart)
  const sources = source && Array.from(start, () => new Set<number>())
  if (sources) start.forEach((name, member) => source[member]! >= 0 && sources[name]!.add(source[member]!))
  return {
    mayMerge(a, b) {
      if (records[a]! + records[b]! > most || foes.get(a)?.has(b)) return false
      return sources === undefined || !shareOne(sources[a]!, sources[b]!)
    },
    merged(kept, gone) {
      records[kept]! += records[gone]!
      if (sources) for (const one of sources[gone]!) sources[kept]!.add(one)
      for (const foe of foes.get(gone) ?? []) {
        foes.get(foe)!.delete(gone)
        addFoe(foes, kept, foe)
        addFoe(foes, foe, kept)
      }
    },
  }
}

function shareOne(a: Set<number>, b: Set<number>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  for (const one of small) if (large.has(one)) return true
  return false
}

function foesOf(apart: readonly number[]): Map<number, Set<number>> {
  const foes = new Map<number, Set<number>>()
  for (let i = 0; i < apart.length; i += 2) {
    addFoe(foes, apart[i]!, apart[i + 1]!)
    addFoe(foes, apart[i + 1]!, apart[i]!)
  }
  return foes
}

function addFoe(foes: Map<number, Set<number>>, of: number, foe: number): void {
  const known = foes.get(of)
  if (known) known.add(foe)
  else foes.set(of, new Set([foe]))
}
