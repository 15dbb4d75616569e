import { makeRandom } from '../../numeric/random.js'
import { checkNumber, checkOptions, invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'

/** A stretch of numbers to search. */
export interface SearchRange {
  readonly from: number
  readonly to: number
  /** Whole numbers only. Default false. */
  readonly whole?: boolean | undefined
  /** Even in orders of magnitude, such as for a learning rate. Default false. */
  readonly log?: boolean | undefined
  /** How many values a grid takes, both ends among them. Default 5. */
  readonly steps?: number | undefined
}

/** What is to be tried for each parameter: a list of values, or a stretch of numbers. */
export type SearchSpace = { readonly [parameter: string]: readonly unknown[] | SearchRange }

/** One value for each parameter of a space. */
export type ParametersOf<Space> = {
  readonly [P in keyof Space]: Space[P] extends readonly (infer V)[] ? V : number
}

/** Values by parameter. */
export type Parameters = { readonly [parameter: string]: unknown }

/** Streams of random numbers, apart from those of folds and models. */
const TRIALS = 0x7a1a1

/** Checks a space; a stretch may not be empty. */
export function checkSpace(who: string, space: unknown): asserts space is SearchSpace {
  if (typeof space !== 'object' || space === null || Object.keys(space).length === 0) {
    throw invalid(
      who,
      `space must be an object of what is to be tried, such as {depth: [4, 6, 8]}, but got ${describe(space)}`,
    )
  }
  for (const [name, part] of Object.entries(space)) {
    if (Array.isArray(part)) {
      if (part.length === 0) throw invalid(who, `space.${name} is an empty list; name the values to be tried`)
      continue
    }
    checkOptions(who, part, ['from', 'to', 'whole', 'log', 'steps'], `space.${name}`)
    const { from, to, log = false, steps = 5 } = part as SearchRange
    checkNumber(who, `space.${name}.from`, from, log ? Number.MIN_VALUE : -1e300, 1e300)
    checkNumber(who, `space.${name}.to`, to, from, 1e300)
    checkNumber(who, `space.${name}.steps`, steps, 2, 1000)
  }
}

/** All combinations, the last parameter changing fastest. */
export function gridOf(who: string, space: SearchSpace, most: number): Parameters[] {
  const lists = Object.entries(space).map(([name, part]) => [name, valuesOf(part)] as const)
  const size = lists.reduce((product, [, values]) => product * values.length, 1)
  if (size > most) {
    throw invalid(
      who,
      `the grid has ${size} combinations, but at most ${most} are tried; shorten the lists, or say method: 'random'`,
    )
  }
  let grid: Parameters[] = [{}]
  for (const [name, values] of lists) {
    grid = grid.flatMap((given) => values.map((value) => Object.assign({}, given, { [name]: value })))
  }
  return grid
}

function valuesOf(part: SearchSpace[string]): readonly unknown[] {
  if (!isRange(part)) return part
  const { steps = 5 } = part
  const values = Array.from({ length: steps }, (_, k) => within(part, k / (steps - 1)))
  return [...new Set(values)]
}

function isRange(part: SearchSpace[string]): part is SearchRange {
  return !Array.isArray(part)
}

/** The number at a share of the way. */
function within({ from, to, whole = false, log = false }: SearchRange, share: number): number {
  const value = log
    ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
    : from + share * (to - from)
  // Rounding must not lead out of the stretch.
  return Math.min(to, Math.max(from, whole ? Math.round(value) : value))
}

/** So many different combinations drawn by lot; fewer where there are no more. */
export function drawTrials(space: SearchSpace, trials: number, seed: number): Parameters[] {
  const found = new Map<string, Parameters>()
  for (let draw = 0; found.size < trials && draw < 20 * trials; draw++) {
    const random = makeRandom(seed, TRIALS + draw)
    const one = Object.fromEntries(
      Object.entries(space).map(([name, part]) => {
        const share = random.uniform()
        return [name, isRange(part) ? drawn(part, share) : part[Math.floor(share * part.length)]]
      }),
    )
    const key = JSON.stringify(one)
    if (!found.has(key)) found.set(key, one)
  }
  return [...found.values()]
}

/** Whole numbers are equally likely, the ends too. */
function drawn(range: SearchRange, share: number): number {
  if (range.whole !== true || range.log === true) return within(range, share)
  const from = Math.ceil(range.from)
  return Math.min(Math.floor(range.to), from + Math.floor(share * (Math.floor(range.to) - from + 1)))
}
