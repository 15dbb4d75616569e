import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDay, makeDaySets, openDays } from '#src/value/summarize/days'
import { makeAttic, packWords, unpackWords } from '#src/value/summarize/packedDays'

const CUSTOMERS = 40
const attic = makeAttic(false)

const day = fc.oneof(fc.integer({ min: -200, max: 1500 }), fc.integer({ min: -40_000, max: 40_000 }))
const row = fc.record({ customer: fc.nat(CUSTOMERS - 1), day })
const step = fc.record({
  low: fc.integer({ min: -200, max: 1500 }),
  width: fc.oneof(fc.nat(100), fc.nat(30_000)),
  customers: fc.integer({ min: 1, max: CUSTOMERS }),
  rows: fc.array(row, { maxLength: 60 }),
})

describe('days on which customers bought', () => {
  it('a day is new to a customer once, whichever days are open, however many customers there are', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const sets = makeDaySets()
        const seen = new Set<string>()
        let free = new Int32Array(0)
        let customers = 0
        for (const { low, width, customers: more, rows } of steps) {
          customers = Math.max(customers, more)
          free = openDays(sets, customers, low, low + width, free, attic) as Int32Array<ArrayBuffer>
          // What is free may be overwritten by anybody.
          free.fill(-1)
          for (const { customer: number, day } of rows) {
            const customer = number % customers
            const key = `${customer} ${day}`
            expect(addDay(sets, customer, day)).toBe(seen.has(key) ? 0 : 1)
            seen.add(key)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('leaves days behind for less memory than a bit each', () => {
    const sets = makeDaySets()
    let free = new Int32Array(0)
    const customers = 1000
    for (let day = 0; day < 3200; day += 10) {
      free = openDays(sets, customers, day, day + 10, free, attic) as Int32Array<ArrayBuffer>
      for (let customer = 0; customer < customers; customer++)
        if ((customer + day / 10) % 4 === 0) addDay(sets, customer, day)
    }
    const packed = [...sets.left.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(sets.left.size).toBeGreaterThan(90)
    expect(packed).toBeLessThan(((3200 / 8) * customers) / 3)
    expect(addDay(sets, 4, 40)).toBe(0)
    expect(addDay(sets, 4, 41)).toBe(1)
  })
})

describe('packWords', () => {
  const word = fc.oneof(
    fc.constant(0),
    fc.constant(0),
    fc.nat(31).map((bit) => 1 << bit),
    fc.integer(),
  )
  it('gives the words again, in no more memory than they take', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), fc.nat(3000), (some, zeros) => {
        const words = Int32Array.from([...some, ...Array.from({ length: zeros }, () => 0), ...some])
        const packed = packWords(words, attic)
        expect(packed.byteLength).toBeLessThanOrEqual(words.byteLength)
        const again = packed instanceof Uint8Array ? unpackWords(packed, words.length) : packed
        expect(again).toEqual(words)
      }),
    )
  })
})
