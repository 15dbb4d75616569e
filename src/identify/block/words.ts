import type { Field } from '../prepared.js'
import { hashUnits, joinHashes } from './hash.js'
import { makeTally } from './tally.js'

const SPACE = 32
/** Longer values are read this far. */
const LONGEST = 4000

/** The rarest word of each value that occurs in other records too, and the two rarest together; 0 where there is none. */
export function rareWords(field: Field): { rarest: Int32Array; twoRarest: Int32Array } {
  const { codes, list } = field
  const { offsets, units } = list
  const values = offsets.length - 1
  const records = new Int32Array(values)
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) records[codes[i]!]!++
  const tally = makeTally()
  tally.clear(1 << 16)
  let words = 0
  for (let v = 0; v < values; v++) eachWord(units, offsets[v]!, offsets[v + 1]!, () => void words++)
  tally.clear(words)
  for (let v = 0; v < values; v++) {
    eachWord(units, offsets[v]!, offsets[v + 1]!, (hash) => tally.add(hash, records[v]!))
  }
  const rarest = new Int32Array(values)
  const twoRarest = new Int32Array(values)
  for (let v = 0; v < values; v++) {
    let first = 0
    let second = 0
    let least = Infinity
    let next = Infinity
    eachWord(units, offsets[v]!, offsets[v + 1]!, (hash) => {
      const count = tally.count(hash)
      if (count < 2 || hash === first || hash === second) return
      if (count < least || (count === least && hash < first)) {
        second = first
        next = least
        first = hash
        least = count
      } else if (count < next || (count === next && hash < second)) {
        second = hash
        next = count
      }
    })
    rarest[v] = first
    twoRarest[v] = first < second ? joinHashes(first, second) : joinHashes(second, first)
  }
  return { rarest, twoRarest }
}

function eachWord(units: Uint16Array, from: number, to: number, visit: (hash: number) => void): void {
  const end = Math.min(to, from + LONGEST)
  for (let start = from; start < end; start++) {
    let stop = start
    while (stop < end && units[stop] !== SPACE) stop++
    if (stop > start) visit(hashUnits(units, start, stop))
    start = stop
  }
}
