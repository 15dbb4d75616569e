import fc from 'fast-check'
import { about, candidatePairs, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { layOutBlocks } from '#src/identify/block/blocks'
import { chooseGreedily, seedChoice } from '#src/identify/block/choose'
import { groupHashes, makeGrouping } from '#src/identify/block/groupHashes'
import { hashUnits } from '#src/identify/block/hash'
import { BUCKETS, bucketOf, type Key } from '#src/identify/block/keys'
import { makeNear } from '#src/identify/block/near'
import { PARTS } from '#src/identify/block/parts'
import { soundex } from '#src/identify/block/phonetic'

const units = (text: string) => Uint16Array.from(text, (letter) => letter.charCodeAt(0))
const hash = (text: string) => hashUnits(units(text), 0, text.length)
const part = (kind: keyof typeof PARTS, name: string, text: string) =>
  PARTS[kind][name]!(units(text), 0, text.length)

describe('parts of values', () => {
  it('Soundex codes are those of the National Archives', () => {
    const codes = {
      washington: 'w252',
      lee: 'l',
      gutierrez: 'g362',
      jackson: 'j25',
      tymczak: 't522',
      ashcraft: 'a261',
    }
    for (const [name, code] of Object.entries(codes)) {
      expect(soundex(units(name), 0, name.length), name).toBe(hash(code))
    }
    expect(soundex(units('李'), 0, 1)).toBe(0)
  })

  it('dates of swapped day and month share a part', () => {
    expect(part('date_of_birth', 'month and day', '19700304')).toBe(
      part('date_of_birth', 'month and day', '19650403'),
    )
    expect(part('date_of_birth', 'year and day', '19700304')).toBe(
      part('date_of_birth', 'year and day', '19701204'),
    )
  })

  it('words of full names share a part in any order', () => {
    expect(part('full_name', 'words', 'ann lee')).toBe(part('full_name', 'words', 'lee ann'))
    expect(part('full_name', 'words', 'ann lee')).not.toBe(part('full_name', 'words', 'ann lea'))
  })
})

const byFirst = (lists: readonly number[][]) => lists.toSorted((x, y) => x[0]! - y[0]!)
const key = (strong: boolean, b: number): Key => ({ a: 0, b, name: '', fields: 1, strong })
const survey = (cost: number, covered: number[]) => ({
  cost: Float64Array.of(cost, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  covered: Int32Array.from(covered),
  bucket: new Uint8Array(covered.length),
})

describe('blocks', () => {
  it('sizes fall into buckets whose upper bounds double', () => {
    BUCKETS.forEach((size, bucket) => {
      expect(bucketOf(size)).toBe(bucket)
      expect(bucketOf(size + 1)).toBe(bucket + 1)
    })
    expect(bucketOf(1)).toBe(-1)
  })

  it('pairs are those of records in one block, each once, as by comparing everybody with everybody', () => {
    const hashes = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 3,
    })
    const sources = fc.option(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 12, maxLength: 12 }), {
      nil: undefined,
    })
    fc.assert(
      fc.property(hashes, sources, (keys, from) => {
        const source = from && Int32Array.from(from)
        const lists = keys.map((key) =>
          groupHashes(Int32Array.from(key), makeGrouping(12), (size) => size > 1),
        )
        const near = makeNear(layOutBlocks(lists, 12, false), source)
        const isPair = (a: number, b: number) =>
          keys.some((key) => key[a] !== 0 && key[a] === key[b]) &&
          !(source && source[a]! >= 0 && source[a] === source[b])
        for (let b = 0; b < 12; b++) {
          const earlier = Array.from({ length: b }, (_, a) => a).filter((a) => isPair(a, b))
          expect(Array.from(near.found.subarray(0, near.before(b))).sort((x, y) => x - y)).toEqual(earlier)
          const all = Array.from({ length: 12 }, (_, a) => a).filter((a) => a !== b && isPair(a, b))
          expect(Array.from(near.found.subarray(0, near.around(b))).sort((x, y) => x - y)).toEqual(all)
        }
      }),
    )
  })

  it('groups of many rows are those of a map, whatever the parts that they are found in', () => {
    // The second half are of one hash, so that parts are of very different sizes.
    const hashes = Int32Array.from({ length: 20_000 }, (_, i) => (i < 10_000 ? (i * 7919) % 4000 : 5))
    const groups = new Map<number, number[]>()
    hashes.forEach((one, i) => groups.set(one, [...(one === 5 ? [] : (groups.get(one) ?? [])), i]))
    groups.delete(0)
    groups.delete(5)
    const found: number[][] = []
    for (const member of groupHashes(hashes, makeGrouping(20_000), (size) => size < 1000)) {
      if (member < 0) found.push([~member])
      else found.at(-1)!.push(member)
    }
    expect(byFirst(found)).toEqual(byFirst([...groups.values()]))
  })

  it('the seed takes the keys first that pair the fewest records, too large blocks counted, within the budget', () => {
    const costs = [[5, 40], [3], [1]].map((cost) => Float64Array.from({ length: 11 }, (_, i) => cost[i] ?? 0))
    expect(seedChoice([key(true, -1), key(true, 1), key(false, 1)], costs, 20)).toEqual([
      { key: 0, buckets: 1 },
      { key: 1, buckets: 1 },
    ])
    costs[1]![10] = 100
    expect(seedChoice([key(true, -1), key(true, 1), key(false, 1)], costs, 6)).toEqual([
      { key: 0, buckets: 1 },
    ])
  })

  it('the greedy choice takes first what reaches most for its cost, and nothing that adds nothing', () => {
    const surveys = [survey(100, [0, 1, 2, 3]), survey(10, [0, 1]), survey(10, [3])]
    const weights = new Float64Array(4).fill(1)
    expect(chooseGreedily(surveys, weights, { budget: 25 })).toMatchObject({ spent: 20, covered: 0.75 })
    expect(chooseGreedily(surveys, weights, { budget: 1000 }).covered).toBe(1)
  })
})

const names = (rows: number) =>
  Array.from({ length: rows }, (_, i) => ({
    given_name: ['Ann', 'Bob', 'Cy', 'Di', 'Eve', 'Flo', 'Gus'][i % 7]!,
    surname: `Lee${(i * 7919) % 997}`,
    email: `m${i}@x.example`,
    date_of_birth: `19${10 + ((i * 31) % 90)}-0${1 + (i % 9)}-1${i % 10}`,
  }))

describe('candidatePairs', () => {
  it('proposes each pair once, in the order of rows, and names the records', () => {
    const rows = names(3000).flatMap((row, i) => [
      { ...row, record: `a${i}` },
      { ...row, record: `b${i}`, given_name: i % 3 ? row.given_name : `${row.given_name}e` },
    ])
    const pairs = candidatePairs(fromRows(rows), { id: 'record' })
    const keys = toRows(pairs).map(({ row_a, row_b }) => row_a! * rows.length + row_b!)
    expect(keys).toEqual([...new Set(keys)].sort((x, y) => x - y))
    const found = toRows(pairs) as any[]
    expect(found.every((pair) => pair.row_a < pair.row_b && pair.record_a === rows[pair.row_a]!.record)).toBe(
      true,
    )
    const reached = found.filter(({ row_a, row_b }) => row_a + 1 === row_b && row_a % 2 === 0).length
    const { reach } = about(pairs).counts.candidatePairs as any
    expect(Math.abs(reached / 3000 - reach)).toBeLessThan(0.03)
    expect(reached).toBeGreaterThan(2990)
  })

  it('proposes no pair within a source', () => {
    const rows = names(1000).flatMap((row) => [
      { ...row, from: 'shop' },
      { ...row, from: 'news' },
    ])
    const pairs = toRows(
      candidatePairs(fromRows(rows), { source: 'from', fields: { surname: 'surname', email: 'email' } }),
    )
    expect(pairs.every(({ row_a, row_b }) => rows[row_a!]!.from !== rows[row_b!]!.from)).toBe(true)
    expect(pairs.length).toBeGreaterThan(999)
  })

  it('keeps to its budget', () => {
    const pairs = candidatePairs(fromRows([...names(2000), ...names(2000)]), { budget: 3000 })
    expect(pairs.numRows).toBeLessThan(8000)
  })

  it('equal records are chained, not each paired with each', () => {
    const same = Array.from({ length: 5000 }, () => ({
      given_name: 'Ann',
      surname: 'Lee',
      email: 'a@b.example',
    }))
    const pairs = candidatePairs(fromRows(same))
    expect(pairs.numRows).toBe(4999)
    expect(about(pairs).counts.candidatePairs).toMatchObject({ surname_too_common: 1 })
  })

  it('no records, one record and empty records make no pairs', () => {
    const fields = { given_name: 'given_name', surname: 'surname' } as const
    const row = { given_name: 'Ann', surname: 'Lee' }
    const empty = { given_name: null, surname: null } as unknown as typeof row
    for (const rows of [[row], Array.from({ length: 2000 }, () => empty)]) {
      expect(candidatePairs(fromRows([row, ...rows]).slice(1), { fields }).numRows).toBe(0)
    }
    expect(candidatePairs(fromRows([row]).slice(1), { fields }).numRows).toBe(0)
  })
})
