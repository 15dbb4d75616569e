import type { PairList } from '../prepared.js'

/** Pairs with their patterns and log-odds. */
export type ScoredPairs = PairList & { readonly patterns: Int32Array; readonly scores: Float32Array }

/** Collects pairs, growing as they come. */
export type PairBuffer = {
  readonly push: (a: number, b: number, pattern: number, score: number) => void
  /** What came since the last time. */
  readonly take: () => ScoredPairs
}

export function makePairBuffer(): PairBuffer {
  let capacity = 1 << 12
  let a = new Int32Array(capacity)
  let b = new Int32Array(capacity)
  let patterns = new Int32Array(capacity)
  let scores = new Float32Array(capacity)
  let length = 0
  const grow = () => {
    capacity *= 2
    a = copied(new Int32Array(capacity), a)
    b = copied(new Int32Array(capacity), b)
    patterns = copied(new Int32Array(capacity), patterns)
    scores = copied(new Float32Array(capacity), scores)
  }
  return {
    push: (first, second, pattern, score) => {
      if (length === capacity) grow()
      a[length] = first
      b[length] = second
      patterns[length] = pattern
      scores[length++] = score
    },
    take: () => {
      const taken = {
        length,
        a: a.slice(0, length),
        b: b.slice(0, length),
        patterns: patterns.slice(0, length),
        scores: scores.slice(0, length),
      }
      length = 0
      return taken
    },
  }
}

function copied<A extends Int32Array | Float32Array>(larger: A, array: A): A {
  larger.set(array)
  return larger
}

/** One list after the other. */
export function joinPairs(lists: readonly ScoredPairs[]): ScoredPairs {
  let length = 0
  for (const list of lists) length += list.length
  const joined = {
    length,
    a: new Int32Array(length),
    b: new Int32Array(length),
    patterns: new Int32Array(length),
    scores: new Float32Array(length),
  }
  let end = 0
  for (const list of lists) {
    joined.a.set(list.a, end)
    joined.b.set(list.b, end)
    joined.patterns.set(list.patterns, end)
    joined.scores.set(list.scores, end)
    end += list.length
  }
  return joined
}

/** The pairs at those places. */
export function pickPairs(pairs: ScoredPairs, places: Int32Array): ScoredPairs {
  return {
    length: places.length,
    a: places.map((p) => pairs.a[p]!),
    b: places.map((p) => pairs.b[p]!),
    patterns: places.map((p) => pairs.patterns[p]!),
    scores: Float32Array.from(places, (p) => pairs.scores[p]!),
  }
}

/** The places of the pairs that pass. */
export function placesWhere(pairs: ScoredPairs, passes: (place: number) => boolean): Int32Array {
  let count = 0
  const places = new Int32Array(pairs.length)
  for (let p = 0; p < pairs.length; p++) if (passes(p)) places[count++] = p
  return places.slice(0, count)
}
