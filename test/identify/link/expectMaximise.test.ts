import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASSES } from '#src/identify/link/classes'
import { expectMaximise } from '#src/identify/link/expectMaximise'
import type { FieldKind, Prepared } from '#src/identify/prepared'
import { makeRandom } from '#src/numeric/random'

/** Fields of these kinds, without any values: learning needs no more. */
const fieldsOf = (kinds: readonly FieldKind[], rows: number): Prepared => ({
  rows,
  fields: kinds.map((kind) => ({
    column: kind,
    kind,
    codes: new Int32Array(rows),
    list: { values: [], offsets: new Int32Array(1), units: new Uint16Array(0) },
    frequency: new Float64Array(0),
    filled: 1,
  })),
})

const observed = (patterns: readonly number[], classes: number) => ({
  length: patterns.length,
  patterns: Int32Array.from(patterns),
  offsets: Array.from({ length: classes + 1 }, () => new Float32Array(patterns.length)),
})

const withMissing = (shares: readonly number[]) => Float64Array.from([1, ...shares])

const shares = (count: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: count, maxLength: count })
    .map((given) => {
      const sum = given.reduce((a, b) => a + b)
      return withMissing(given.map((one) => one / sum))
    })
const level = (top: number) => fc.integer({ min: 0, max: top })

const withPlace = (same: number) => withMissing([1 - same - 0.002, 0.001, 0.001, same])

describe('expectMaximise', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../golden/identify/mixture.json', import.meta.url), 'utf8'),
  ) as {
    strangers: number[][]
    space: number
    patterns: number[]
    counts: number[]
    prior: number
    match: number[][]
    logLikelihood: number
  }

  it('finds what expectation–maximisation in NumPy finds on grouped patterns', () => {
    const patterns = golden.patterns.flatMap((pattern, i) =>
      Array.from({ length: golden.counts[i]! }, () => pattern),
    )
    const prepared = fieldsOf(['street_number', 'city', 'exact'], 448)
    const { mixture, fit } = expectMaximise(
      prepared,
      observed(patterns, 0),
      golden.space,
      golden.strangers.map(withMissing),
      [],
      { iterations: 5000, tolerance: 1e-13 },
    )
    expect(fit.converged).toBe(true)
    expect(mixture.prior).toBeCloseTo(golden.prior, 11)
    mixture.match.forEach((shares, f) =>
      golden.match[f]!.forEach((share, l) => expect(shares[l + 1]).toBeCloseTo(share, 9)),
    )
    const smoothing = golden.match.flat().reduce((sum, share) => sum + 0.5 * Math.log(share), 0)
    expect(fit.logLikelihoods.at(-1)! - smoothing).toBeCloseTo(golden.logLikelihood, 6)
  })

  const kinds: FieldKind[] = ['given_name', 'surname', 'date_of_birth', 'city', 'street']
  const strangers = [
    [0.9, 0.05, 0.02, 0.01, 0.02],
    [0.92, 0.05, 0.01, 0.01, 0.01],
    [0.8, 0.15, 0.03, 0.015, 0.005],
    [0.7, 0.1, 0.05, 0.15],
    [0.95, 0.03, 0.01, 0.01],
  ].map(withMissing)
  const match = [
    [0.05, 0.05, 0.1, 0.05, 0.75],
    [0.1, 0.05, 0.1, 0.05, 0.7],
    [0.02, 0.03, 0.05, 0.1, 0.8],
    [0.1, 0.05, 0.05, 0.8],
    [0.2, 0.1, 0.1, 0.6],
  ].map(withMissing)

  /** Draws pairs: so many matches, and relatives who share surname, city and street. */
  function simulate(pairs: number, prior: number, relatives: number): number[] {
    const random = makeRandom(3)
    const draw = (shares: Float64Array) => {
      let left = random.uniform()
      let level = 1
      while (level < shares.length - 1 && (left -= shares[level]!) > 0) level++
      return level
    }
    return Array.from({ length: pairs }, () => {
      const kind = random.uniform()
      const shared = kind < prior + relatives
      return kinds.reduce((pattern, _, f) => {
        const isShared = kind < prior || (shared && [1, 3, 4].includes(f))
        const isMissing = random.uniform() < 0.05
        return pattern | (isMissing ? 0 : draw(isShared ? match[f]! : strangers[f]!) << (3 * f))
      }, 0)
    })
  }

  it('recovers the shares of levels, matches and households from which 200,000 pairs were drawn', () => {
    const patterns = simulate(200_000, 0.03, 0.02)
    const pairs = observed(patterns, 1)
    const [household] = CLASSES
    const { mixture, fit } = expectMaximise(
      fieldsOf(kinds, 1000),
      pairs,
      patterns.length,
      strangers,
      [household!],
      {
        iterations: 500,
        tolerance: 1e-7,
      },
    )
    expect(fit.converged).toBe(true)
    expect(mixture.prior).toBeCloseTo(0.03, 3)
    expect(mixture.classes[0]!.prior).toBeCloseTo(0.02, 2)
    mixture.match.forEach((shares, f) =>
      shares.forEach((share, l) => expect(Math.abs(share - match[f]![l]!), `${f} ${l}`).toBeLessThan(0.02)),
    )
    mixture.classes[0]!.levels.forEach((shares, f) =>
      shares.forEach((share, l) => {
        const truth = [1, 3, 4].includes(f) ? match[f]![l]! : strangers[f]![l]!
        expect(Math.abs(share - truth), `${f} ${l}`).toBeLessThan(0.03)
      }),
    )
  })

  it('takes known answers as they are', () => {
    // Both patterns are seen equally often: only the labels say which are matches.
    const patterns = Array.from({ length: 400 }, (_, p) => (p % 2 === 0 ? 0o55 : 0o51))
    const known = new Int8Array(400).map((_, p) => (p % 2 === 0 ? 0 : 1))
    const kindsOf: FieldKind[] = ['given_name', 'surname']
    const two = strangers.slice(0, 2)
    const { mixture } = expectMaximise(
      fieldsOf(kindsOf, 100),
      { ...observed(patterns, 0), known },
      10_000,
      two,
      [],
    )
    expect(mixture.prior).toBeCloseTo(200 / 10_000, 12)
    expect(mixture.match[0]![1]).toBeCloseTo(200.5 / 202.5, 12)
    expect(mixture.match[1]![5]).toBeCloseTo(200.5 / 202.5, 12)
  })

  it('never lets the penalised log-likelihood fall', () => {
    const pattern = fc
      .tuple(level(5), level(5), level(5), level(4), level(4))
      .map((levels) => levels.reduce((all, one, f) => all | (one << (3 * f)), 0))
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 50, maxLength: 300 }),
        fc.tuple(shares(5), shares(5), shares(5), shares(4), shares(4)),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (patterns, u, count, times, moves) => {
          const classes = CLASSES.slice(0, count)
          const space = patterns.length * times + 2000
          const how = { iterations: 30, tolerance: 0, moves }
          const { fit } = expectMaximise(
            fieldsOf(kinds, 5000),
            observed(patterns, count),
            space,
            u,
            classes,
            how,
          )
          fit.logLikelihoods.forEach((one, i, all) => {
            if (i > 0) expect(one - all[i - 1]!).toBeGreaterThan(-1e-7 * Math.max(1, Math.abs(one)))
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('parts matches who moved from those who stayed: a move that changes two fields counts once', () => {
    const random = makeRandom(9)
    const is = (share: number) => random.uniform() < share
    // Of 600 matches three in ten moved: street and city are then as between strangers, and else almost always the same.
    const patterns = Array.from({ length: 20_000 }, (_, i) => {
      const isMatch = i < 600
      const hasMoved = i % 10 < 3
      const name = () => (is(isMatch ? 0.9 : 0.02) ? 5 : 1)
      const place = (same: number) => (is(isMatch && !hasMoved ? 0.97 : same) ? 4 : 1)
      return name() | (name() << 3) | (name() << 6) | (place(0.15) << 9) | (place(0.01) << 12)
    })
    const u = [0.02, 0.02, 0.02].map((same) => withMissing([1 - same - 0.003, 0.001, 0.001, 0.001, same]))
    const learn = (moves: boolean) =>
      expectMaximise(
        fieldsOf(kinds, 500),
        observed(patterns, 0),
        20_000,
        [...u, withPlace(0.15), withPlace(0.01)],
        [],
        { iterations: 500, tolerance: 1e-7, moves },
      )
    const { mixture, fit } = learn(true)
    expect(mixture.prior * 20_000).toBeGreaterThan(560)
    expect(mixture.prior * 20_000).toBeLessThan(640)
    expect(mixture.movers!.fields).toEqual([3, 4])
    expect(Math.abs(mixture.movers!.share - 0.3)).toBeLessThan(0.04)
    // Two fields alone leave some doubt about who moved.
    expect(Math.abs(mixture.movers!.stayed[1]!.at(-1)! - 0.97)).toBeLessThan(0.06)
    expect(Math.abs(mixture.movers!.moved[0]!.at(-1)! - 0.15)).toBeLessThan(0.08)
    const plain = learn(false)
    expect(plain.mixture.movers).toBe(undefined)
    const last = (one: typeof fit) => one.logLikelihoods.at(-1)!
    expect(last(fit)).toBeGreaterThan(last(plain.fit) + 50)
  })

  it('says so where it has not come to rest', () => {
    const patterns = simulate(2000, 0.1, 0)
    const run = (iterations: number) =>
      expectMaximise(fieldsOf(kinds, 64), observed(patterns, 0), 2000, strangers, [], {
        iterations,
        tolerance: 1e-10,
      })
    expect(run(2).fit).toMatchObject({ converged: false, iterations: 2 })
    expect(run(2000).fit.converged).toBe(true)
    expect(run(2000).fit.change).toBeLessThanOrEqual(1e-10)
  })
})
