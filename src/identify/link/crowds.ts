import { makeRandom } from '../../numeric/random.js'
import type { Comparer } from '../compare/comparer.js'
import { SWAPPED } from '../compare/levels.js'
import { countedLevels, type NameFields, nameFields } from '../compare/swaps.js'
import type { Prepared } from '../prepared.js'
import { type Crowd, usualLevels } from './mixture.js'
import { pairSpace } from './pairSpace.js'
import type { LevelShares } from './randomLevels.js'

/** A crowd must hold so many pairs a record that these cannot be matches or relatives. */
const FEWEST_A_RECORD = 4
const MOST_CROWDS = 6
/** Steps from each field's start, and from the best of them. */
const TRIAL = 15
const ITERATIONS = 60
/** What a ratio is drawn to 1 with, in pairs. */
const SMOOTHING = 1

/**
 * Strangers may have something in common, such as a country, that makes them agree in several fields at once: names, places and
 * addresses of one language. Taking fields as independent would then call compatriots matches. Random pairs are parted into
 * crowds, within which fields are independent (latent class analysis, Lazarsfeld and Henry 1968); undefined where the data
 * do not ask for it by Schwarz's criterion, or where there are too few records to tell.
 */
export function learnCrowds(
  prepared: Prepared,
  { pattern, tops }: Comparer,
  random: LevelShares,
  { draws = 200_000, seed = 1 }: { readonly draws?: number; readonly seed?: number } = {},
): readonly Crowd[] | undefined {
  const { rows, source, fields } = prepared
  const space = pairSpace(prepared)
  if (FEWEST_A_RECORD * rows > space / 4) return undefined
  const counts = new Map<number, number>()
  const suspicious = Math.log(space / (100 * 0.3 * rows))
  const usual = usualLevels(tops)
  const draw = makeRandom(seed, 2)
  const names = nameFields(fields)
  const counted = countedLevels(names)
  let drawn = 0
  for (let d = 0; d < draws; d++) {
    const a = Math.floor((draw.uint32() / 4294967296) * rows)
    const b = Math.floor((draw.uint32() / 4294967296) * rows)
    if (a === b || (source !== undefined && source[a]! >= 0 && source[a] === source[b])) continue
    const levels = counted(pattern(a, b))
    // What may well be a match says nothing about strangers.
    let weight = 0
    tops.forEach((_, f) => {
      const l = (levels >>> (3 * f)) & 7
      if (l > 0) weight += Math.log(usual[f]![l]! / random[f]![l]!)
    })
    if (weight > suspicious) continue
    counts.set(levels, (counts.get(levels) ?? 0) + 1)
    drawn++
  }
  const crowds = partCrowds(counts, tops, drawn, (FEWEST_A_RECORD * rows) / space)
  return names && crowds ? withSwaps(crowds, names) : crowds
}

/**
 * Swapped names are too few among random pairs to part them. What makes two names equal more often in a crowd makes them so in each other's
 * column: the ratio is the product of those of equal names.
 */
function withSwaps(crowds: readonly Crowd[], [given, surname]: NameFields): readonly Crowd[] {
  const equal = crowds.map(({ ratios }) => ratios[given]!.at(-1)! * ratios[surname]!.at(-1)!)
  const everywhere = crowds.reduce((sum, { share }, k) => sum + share * equal[k]!, 0)
  return crowds.map(({ share, ratios }, k) => ({
    share,
    ratios: ratios.map((own, f) => (f === given ? own.with(SWAPPED, equal[k]! / everywhere) : own)),
  }))
}

/** As many crowds as the data ask for; undefined where one is enough. */
function partCrowds(
  counts: ReadonlyMap<number, number>,
  tops: readonly number[],
  drawn: number,
  smallest: number,
): readonly Crowd[] | undefined {
  const patterns = Int32Array.from(counts.keys())
  const weights = Float64Array.from(counts.values())
  const sample: Sample = { patterns, weights, tops, drawn, everyone: tally(patterns, weights, tops.length) }
  const parameters = 1 + tops.reduce((sum, top) => sum + top - 1, 0)
  const price = parameters * Math.log(Math.max(2, drawn))
  let best: Parting = { crowds: [], parts: [weights.slice()], gain: 0 }
  while (best.parts.length < MOST_CROWDS) {
    const next = tops
      .map((_, f) => maximiseCrowds(sample, splitOff(sample, best.parts, f), TRIAL))
      .reduce((one, other) => (other.gain > one.gain ? other : one))
    const further = maximiseCrowds(sample, next.parts, ITERATIONS)
    if (2 * (further.gain - best.gain) <= price || further.crowds.some(({ share }) => share < smallest)) break
    best = further
  }
  return best.crowds.length > 1 ? best.crowds : undefined
}

/** Distinct patterns of random pairs. */
type Sample = {
  readonly patterns: Int32Array
  readonly weights: Float64Array
  readonly tops: readonly number[]
  readonly drawn: number
  readonly everyone: Float64Array
}

/** Crowds, how much of each pattern belongs to each, and how much likelier that makes the sample than a single crowd. */
type Parting = {
  readonly crowds: readonly Crowd[]
  readonly parts: readonly Float64Array[]
  readonly gain: number
}

/** One crowd more: at first most of those who agree in a field. */
function splitOff({ patterns }: Sample, parts: readonly Float64Array[], field: number): Float64Array[] {
  const moved = Float64Array.from(patterns, (levels) => (((levels >>> (3 * field)) & 7) > 1 ? 0.8 : 0.02))
  const kept = parts.map((part) => part.map((weight, i) => weight * (1 - moved[i]!)))
  const own = moved.map((share, i) => share * parts.reduce((sum, part) => sum + part[i]!, 0))
  return [...kept, own]
}

/** Expectation–maximisation from given parts. */
function maximiseCrowds(sample: Sample, start: readonly Float64Array[], iterations: number): Parting {
  const { patterns, weights, tops, drawn, everyone } = sample
  const parts = start.map((part) => part.slice())
  let crowds: Crowd[] = []
  let gain = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    crowds = parts.map((part) => crowdOf(tally(patterns, part, tops.length), everyone, tops, drawn))
    gain = 0
    for (let i = 0; i < patterns.length; i++) {
      let sum = 0
      for (let k = 0; k < parts.length; k++) sum += parts[k]![i] = crowdOdds(crowds[k]!, patterns[i]!)
      gain += weights[i]! * Math.log(sum)
      for (const part of parts) part[i]! *= weights[i]! / sum
    }
  }
  return { crowds, parts, gain }
}

/** Pairs by field and level, eight a field. */
function tally(patterns: Int32Array, weights: Float64Array, fields: number): Float64Array {
  const counts = new Float64Array(8 * fields)
  for (let i = 0; i < patterns.length; i++) {
    for (let f = 0; f < fields; f++) counts[8 * f + ((patterns[i]! >>> (3 * f)) & 7)]! += weights[i]!
  }
  return counts
}

/** How much more often a crowd has each level than everyone; 1 where too few have it to tell. */
function crowdOf(own: Float64Array, everyone: Float64Array, tops: readonly number[], drawn: number): Crowd {
  let pairs = 0
  for (let l = 0; l < 8; l++) pairs += own[l]!
  const ratios = tops.map((top, f) => {
    let [present, all] = [0, 0]
    for (let l = 1; l <= top; l++) {
      present += own[8 * f + l]!
      all += everyone[8 * f + l]!
    }
    return Float64Array.from({ length: top + 1 }, (_, l) => {
      if (l === 0 || all === 0) return 1
      const usual = (present * everyone[8 * f + l]!) / all
      return (own[8 * f + l]! + SMOOTHING) / (usual + SMOOTHING)
    })
  })
  return { share: pairs / drawn, ratios }
}

function crowdOdds({ share, ratios }: Crowd, levels: number): number {
  let odds = share
  for (let f = 0; f < ratios.length; f++) odds *= ratios[f]![(levels >>> (3 * f)) & 7]!
  return odds
}
