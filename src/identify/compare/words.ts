import type { Field, ValueList } from '../prepared.js'

/** How many words of a value are looked at: a person's words are few, garbage may have millions. */
const MOST_WORDS = 64

/** The distinct words of each distinct value of a field. */
export type Words = {
  /** Where each value's words start; one more entry than values. */
  readonly starts: Int32Array
  /** The numbers of the words, in their order within the value. */
  readonly ids: Int32Array
  /** Where each word begins and ends in the list's units. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** One a word: how much it says, ln(1 + 1/share), share being that of the records that have it. */
  readonly rarity: Float64Array
}

/** Shares of records by word, as a model keeps them. */
export type WordShares = { readonly known: ReadonlyMap<string, number>; readonly other: number }

/** Parts the values of a field at spaces. With `shares`, words are as rare as these say, else as in these records. */
export function readWords(field: Field, rows: number, shares?: WordShares): Words {
  const { list, frequency, filled } = field
  const { units, offsets } = list
  const values = offsets.length - 1
  const starts = new Int32Array(values + 1)
  const ids: number[] = []
  const from: number[] = []
  const to: number[] = []
  const numbers = new Map<string, number>()
  const records: number[] = []
  for (let v = 0; v < values; v++) {
    const first = ids.length
    // Whole numbers, whose sum is the same in any order of the records.
    const holders = Math.round((frequency[v] ?? 0) * filled * rows)
    eachWord(list, v, (start, end) => {
      const word = String.fromCharCode(...units.subarray(start, end))
      let id = numbers.get(word)
      if (id === undefined) {
        numbers.set(word, (id = numbers.size))
        records.push(0)
      }
      if (ids.indexOf(id, first) >= 0) return
      ids.push(id)
      from.push(start)
      to.push(end)
      records[id]! += holders
    })
    starts[v + 1] = ids.length
  }
  const rarity = new Float64Array(numbers.size)
  let i = 0
  for (const [word, id] of numbers) {
    const share = shares
      ? (shares.known.get(word) ?? shares.other)
      : Math.max(records[i]!, 1) / Math.max(1, rows)
    rarity[id] = Math.log(1 + 1 / share)
    i++
  }
  return { starts, ids: Int32Array.from(ids), from: Int32Array.from(from), to: Int32Array.from(to), rarity }
}

const SPACE = 32
const LONGEST_WORD = 256

/** Calls back with the beginning and end of each word of a value, of a long one the first 256 units. */
function eachWord({ units, offsets }: ValueList, v: number, give: (from: number, to: number) => void): void {
  const end = offsets[v + 1]!
  let found = 0
  for (let at = offsets[v]!; at < end && found < MOST_WORDS;) {
    while (at < end && units[at] === SPACE) at++
    const start = at
    while (at < end && units[at] !== SPACE) at++
    if (at === start) break
    give(start, Math.min(at, start + LONGEST_WORD))
    found++
  }
}

/** What the words in common say as a share of what all words of both say (a weighted Jaccard index). */
export function sharedWords({ starts, ids, rarity }: Words, a: number, b: number): number {
  let common = 0
  let all = 0
  const endA = starts[a + 1]!
  const endB = starts[b + 1]!
  for (let i = starts[a]!; i < endA; i++) all += rarity[ids[i]!]!
  for (let j = starts[b]!; j < endB; j++) {
    const id = ids[j]!
    const says = rarity[id]!
    let i = starts[a]!
    while (i < endA && ids[i] !== id) i++
    if (i < endA) common += says
    else all += says
  }
  return all === 0 ? 0 : common / all
}

/** How many distinct words a value has. */
export function countWords({ starts }: Words, value: number): number {
  return starts[value + 1]! - starts[value]!
}
