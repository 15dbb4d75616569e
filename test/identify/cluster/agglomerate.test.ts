import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agglomerate } from '#src/identify/cluster/agglomerate'
import { clusterBest } from '#src/identify/cluster/clusterBest'
import { expectedF1 } from '#src/identify/cluster/expectedF1'
import type { ClusterInput } from '#src/identify/cluster/input'

/** Log-odds of every pair of a few records, of which some were proposed. */
interface World {
  readonly rows: number
  readonly logOdds: number[][]
  readonly proposed: [number, number][]
}

const world: fc.Arbitrary<World> = fc.integer({ min: 2, max: 9 }).chain((rows) => {
  const all = Array.from({ length: rows }, (_, b) => Array.from({ length: b }, (_, a) => [a, b])).flat()
  return fc
    .tuple(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: all.length, maxLength: all.length }),
      fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
    )
    .map(([values, chosen]) => {
      const logOdds = Array.from({ length: rows }, () => Array.from({ length: rows }, () => 0))
      all.forEach(([a, b], p) => (logOdds[a!]![b!] = logOdds[b!]![a!] = Math.round(values[p]! * 64) / 64))
      return { rows, logOdds, proposed: all.filter((_, p) => chosen[p]) as [number, number][] }
    })
})

const pairList = (pairs: readonly (readonly [number, number])[]) => ({
  length: pairs.length,
  a: Int32Array.from(pairs, ([a]) => a),
  b: Int32Array.from(pairs, ([, b]) => b),
})

function inputOf({ rows, logOdds, proposed }: World, more: Partial<ClusterInput> = {}): ClusterInput {
  return {
    rows,
    pairs: pairList(proposed),
    scores: Float32Array.from(proposed, ([a, b]) => logOdds[a]![b]!),
    score: (a, b) => logOdds[a]![b]!,
    ...more,
  }
}

/** Who is with whom, whatever clusters are called. */
function partition(cluster: ArrayLike<number>, names = Array.from({ length: cluster.length }, (_, i) => i)) {
  const groups = new Map<number, number[]>()
  names.forEach((name, i) => groups.set(cluster[i]!, [...(groups.get(cluster[i]!) ?? []), name]))
  return [...groups.values()].map((group) => group.toSorted((a, b) => a - b).join(' ')).toSorted()
}

const bounded = (x: number) => 4 * Math.tanh(x / 4)
const chance = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))

/** The surest merge first, by looking at all pairs of clusters again each time; only where every pair was proposed. */
function bruteForce({ rows, logOdds }: World, threshold: number): number[][] {
  let groups = Array.from({ length: rows }, (_, i) => [i])
  for (;;) {
    let best: { mean: number; x: number[]; y: number[] } | undefined
    for (const [i, x] of groups.entries()) {
      for (const y of groups.slice(0, i)) {
        const crossing = x.flatMap((a) => y.map((b) => logOdds[a]![b]!))
        const n = crossing.length
        const mean = crossing.reduce((sum, one) => sum + bounded(one), 0) / n
        const open = mean > 0 ? 4 * Math.atanh(mean / 4) : mean
        const probability = 1 / (1 + Math.exp(-(2 - 1 / n) * (open + 2 * (1 - 1 / n))))
        // What is too close to call by rounding says nothing.
        fc.pre(Math.abs(probability - threshold) > 1e-5)
        fc.pre(!best || Math.abs(mean - best.mean) > 1e-5)
        const isNear = crossing.some((one) => one >= -3)
        if (isNear && probability >= threshold && (!best || mean > best.mean)) best = { mean, x, y }
      }
    }
    if (!best) return groups
    const { x, y } = best
    groups = [...groups.filter((group) => group !== x && group !== y), [...x, ...y]]
  }
}

/** The surest pair first, then the surest of those that are left. */
const greedy = ({ rows, logOdds, proposed }: World) => {
  const cluster = Array.from({ length: rows }, (_, i) => i)
  const taken = new Set<number>()
  const surest = proposed.toSorted(([a, b], [c, d]) => logOdds[c]![d]! - logOdds[a]![b]! || a - c || b - d)
  for (const [a, b] of surest) {
    if (logOdds[a]![b]! < 0 || taken.has(a) || taken.has(b)) continue
    taken.add(a).add(b)
    cluster[b] = a
  }
  return cluster
}

const one = (logOdds: number) =>
  agglomerate(
    inputOf({
      rows: 2,
      logOdds: [
        [0, logOdds],
        [logOdds, 0],
      ],
      proposed: [[0, 1]],
    }),
    0.99,
    true,
  )

describe('agglomerate', () => {
  it('merges the clusters with the highest mean of bounded log-odds first, while the merge is sure enough', () => {
    fc.assert(
      fc.property(world, fc.double({ min: 0.1, max: 0.95, noNaN: true }), (given, threshold) => {
        const proposed = given.logOdds.flatMap((_, b) =>
          Array.from({ length: b }, (_, a) => [a, b] as [number, number]),
        )
        const { cluster } = agglomerate(inputOf({ ...given, proposed }), threshold)
        const labels: number[] = []
        bruteForce(given, threshold).forEach((group, name) => group.forEach((row) => (labels[row] = name)))
        expect(partition(cluster)).toEqual(partition(labels))
      }),
    )
  })

  it('cuts a bridge: one sure pair does not join groups that contradict each other', () => {
    const logOdds = [0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => (a >> 1 === b >> 1 ? 8 : -8) as number))
    logOdds[1]![2] = logOdds[2]![1] = 6
    const proposed: [number, number][] = [
      [0, 1],
      [2, 3],
      [1, 2],
    ]
    const { cluster, clusters } = agglomerate(inputOf({ rows: 4, logOdds, proposed }), 0.5)
    expect([...cluster]).toEqual([0, 0, 1, 1])
    expect(clusters).toBe(2)
    // Alone the sure pair would have been enough.
    expect(agglomerate(inputOf({ rows: 4, logOdds, proposed: [[1, 2]] }), 0.5).clusters).toBe(3)
  })

  it('a single pair has its own probability', () => {
    expect(one(4.5).clusters).toBe(2)
    expect(one(5).clusters).toBe(1)
    expect(one(5).certainty[0]).toBeCloseTo(1 / (1 + Math.exp(-5)), 6)
    expect(one(5).expected.right).toBeCloseTo(1 / (1 + Math.exp(-5)), 5)
    expect(one(4.5).expected.lost).toBeCloseTo(1 / (1 + Math.exp(-4.5)), 5)
  })

  it('expects of the pairs between two clusters no more than that these are one person', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(0.3, 0.5, 0.7), (given, threshold) => {
        const { cluster, expected } = agglomerate(inputOf(given), threshold)
        const between = new Map<string, { sum: number; cross: number; parts: number; proposed: number }>()
        for (let b = 0; b < given.rows; b++) {
          for (let a = 0; a < b; a++) {
            const names = [cluster[a]!, cluster[b]!].toSorted((x, y) => x - y)
            if (names[0] === names[1]) continue
            const one = between.get(names.join(' ')) ?? { sum: 0, cross: 0, parts: 0, proposed: 0 }
            one.sum += bounded(given.logOdds[a]![b]!)
            one.cross++
            between.set(names.join(' '), one)
          }
        }
        let lost = 0
        for (const [a, b] of given.proposed) {
          const names = [cluster[a]!, cluster[b]!].toSorted((x, y) => x - y)
          const one = between.get(names.join(' '))
          if (!one) continue
          const own = chance(given.logOdds[a]![b]!)
          // What joins nobody by itself is not looked at closely.
          if (given.logOdds[a]![b]! < -3) lost += own
          else {
            one.parts += own
            one.proposed++
          }
        }
        for (const { sum, cross, parts, proposed } of between.values()) {
          const mean = sum / cross
          const open = mean > 0 ? 4 * Math.atanh(mean / 4) : mean
          const merge = cross === 1 ? 1 : chance((2 - 1 / cross) * (open + 2 * (1 - 1 / cross)))
          lost += Math.min(parts, proposed * merge)
        }
        expect(expected.lost).toBeCloseTo(lost, 4)
        const { curve } = clusterBest(inputOf(given))
        expect(curve.find((one) => one.threshold === 0.5)!.expected.recall).toBeCloseTo(
          expectedF1(agglomerate(inputOf(given), 0.5).expected).recall,
          6,
        )
      }),
    )
  })

  it('does not depend on the order of rows, nor do its figures in any bit', () => {
    const turned = fc.tuple(world, fc.infiniteStream(fc.nat()), fc.constantFrom(0.2, 0.49, 0.9))
    fc.assert(
      fc.property(turned, ([given, keys, threshold]) => {
        const at = Array.from({ length: given.rows }, (_, i) => i)
        const key = at.map(() => keys.next().value as number)
        const place = at.toSorted((x, y) => key[x]! - key[y]!) // place[new] = old
        const now = at.map((old) => place.indexOf(old))
        // Ties abound: whole log-odds.
        const whole = {
          ...given,
          logOdds: given.logOdds.map((row) => row.map((one) => Math.round(one / 3) * 2)),
        }
        const other: World = {
          rows: given.rows,
          logOdds: place.map((a) => place.map((b) => whole.logOdds[a]![b]!)),
          proposed: given.proposed
            .map(([a, b]) => [now[a]!, now[b]!].toSorted((x, y) => x - y) as [number, number])
            .toSorted(([a, b], [c, d]) => a - c || b - d),
        }
        const first = agglomerate(inputOf(whole, { order: Float64Array.from(at) }), threshold, true)
        const second = agglomerate(inputOf(other, { order: Float64Array.from(place) }), threshold, true)
        expect(partition(second.cluster, place)).toEqual(partition(first.cluster))
        expect(second.expected).toEqual(first.expected)
        place.forEach((old, row) => expect(second.certainty[row]).toBe(first.certainty[old]))
      }),
    )
  })

  it('keeps together what must be, apart what must not, and one record of a source', () => {
    const given = fc.tuple(world, fc.nat(), fc.nat(), fc.nat(), fc.nat())
    fc.assert(
      fc.property(given, ([one, p, q, r, s]) => {
        const [a, b, c, d] = [p, q, r, s].map((x) => x % one.rows) as [number, number, number, number]
        const source = Int32Array.from({ length: one.rows }, (_, row) => (row % 3) - 1)
        const [together, apart] = [pairList(a === b ? [] : [[a, b]]), pairList(c === d ? [] : [[c, d]])]
        const isSame = (x: number, y: number) =>
          Math.min(x, y) === Math.min(c, d) && Math.max(x, y) === Math.max(c, d)
        if (isSame(a, b)) return
        const { cluster } = agglomerate(inputOf(one, { together, apart, source }), 0.2)
        expect(cluster[a]).toBe(cluster[b])
        if (c !== d) expect(cluster[c]).not.toBe(cluster[d])
        for (let x = 0; x < one.rows; x++) {
          for (let y = 0; y < x; y++) {
            if (source[x]! < 0 || source[x] !== source[y] || new Set([x, y, a, b]).size === 2) continue
            expect(cluster[x]).not.toBe(cluster[y])
          }
        }
      }),
    )
  })

  it('with two at most matches one to one, the surest pairs first', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { cluster } = agglomerate(inputOf(given, { most: 2 }), 0.5)
        expect(partition(cluster)).toEqual(partition(greedy(given)))
      }),
    )
  })

  it('does not slow down where all records are alike', () => {
    const rows = 3000
    const proposed = Array.from({ length: rows - 1 }, (_, i) => [i, i + 1] as const)
    const scores = new Float32Array(rows - 1).fill(6)
    let asked = 0
    const score = () => {
      asked++
      return 6
    }
    const { clusters } = agglomerate({ rows, pairs: pairList(proposed), scores, score }, 0.5)
    expect(clusters).toBe(1)
    // All cross pairs would be 4.5 million.
    expect(asked).toBeLessThan(2_000_000)
  })
})

describe('clusterBest', () => {
  it('has at each threshold of its curve what clustering at it alone gives, and takes the lowest from .5 on that is within .005 of the best of these', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(1, 0.9), fc.boolean(), (given, reach, linked) => {
        const input = inputOf(given, linked ? { together: pairList([[0, 1]]) } : {})
        const { curve, threshold, cluster, certainty } = clusterBest(input, { reach, certain: true })
        for (const point of curve) {
          const alone = agglomerate(input, point.threshold)
          expect(point.clusters).toBe(alone.clusters)
          expect(point.expected).toEqual(expectedF1(alone.expected, reach))
        }
        const high = curve.filter((point) => point.threshold >= 0.5)
        const best = Math.max(...high.map(({ expected }) => expected.f1))
        const used = high.findIndex((point) => point.threshold === threshold)
        expect(best - high[used]!.expected.f1).toBeLessThan(0.005)
        for (const { expected } of high.slice(0, used))
          expect(best - expected.f1).toBeGreaterThanOrEqual(0.005)
        const alone = agglomerate(input, threshold, true)
        expect(cluster).toEqual(alone.cluster)
        expect(certainty).toEqual(alone.certainty)
      }),
    )
  })
})

describe('expectedF1', () => {
  it('is the harmonic mean of expected precision and recall, with pairs that nobody proposed charged', () => {
    const { precision, recall, f1 } = expectedF1({ together: 10, right: 8, lost: 1 }, 0.9)
    expect(precision).toBe(0.8)
    expect(recall).toBeCloseTo(0.8, 14)
    expect(f1).toBeCloseTo(0.8, 14)
    expect(expectedF1({ together: 0, right: 0, lost: 0 })).toEqual({ precision: 1, recall: 1, f1: 1 })
  })
})
