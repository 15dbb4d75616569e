import { makeRandom } from '../numeric/random.js'
import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import type { Float64, Int32, Table, Vector } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { type Unit, withAbout } from '../table/metadata.js'
import { UNITS } from './lifetime/horizon.js'
import { learnableOf, SIMULATED_KINDS, type SimulatedKind } from './lifetime/cores.js'
import { drawer } from './simulate/draw.js'
import { naturalParameters } from './simulate/parameters.js'

/** Which customers to make up. */
export interface SimulateLifetimeOptions<K extends SimulatedKind = SimulatedKind, P extends string = string> {
  /** The model that generates them, as a model's `kind`. */
  readonly kind: K
  /** Its parameters, by name, as in a model's `parameters`: coefficients of covariates may be among them. */
  readonly parameters: { readonly [name: string]: number }
  /** What covariates these customers have, all the same: `{club: 1}` adds the column `club`. Default: 0 each, without a column. */
  readonly profile?: { readonly [name in P]: number } | undefined
  /** How many. Default 1000. */
  readonly customers?: number | undefined
  /** How long they are known: each for a time between `from` and `to`; by contracts and opportunities a whole number. Default 20 to 40. */
  readonly known?: { readonly from: number; readonly to: number } | undefined
  /** Of regular buyers. Default 1. */
  readonly k?: number | undefined
  /** Whether customers may drop out right after the first order. Default false; always so of 'mbgNbd'. */
  readonly modified?: boolean | undefined
  /** The unit of times. Default 'week'. */
  readonly unit?: Unit | undefined
  readonly seed?: number | undefined
}

/** The columns of the result: history, spend or contract, by kind. */
export type SimulatedLifetime<K extends string, P extends string = never> = {
  [name in P]: Float64
} & (K extends 'sbg' | 'bdw'
  ? { duration: Int32; churned: Int32 }
  : K extends 'gammaGamma'
    ? { frequency: Int32; monetary_value: Float64 }
    : { frequency: Int32; recency: Float64; T: Float64 })

const WHO = 'simulateLifetime'

/**
 * Customers made up by a model: to see what a model means, to test a process before there are data, to learn how many customers it takes
 * to tell parameters apart. Each customer draws from a stream of its own, so that the first hundred of a thousand are the same hundred.
 *
 * @param options - `kind` and `parameters` (as a model has them), `profile` (the covariates of these customers; join groups with others by
 * `concat`), `customers`, `known`, `k`, `modified`, `unit`, `seed`
 * @returns one row a customer: `frequency`, `recency`, `T` (in `unit`, which the metadata says); of 'gammaGamma' `frequency` (1 to 10) and
 * `monetary_value`; of 'sbg' and 'bdw' `duration` and `churned`. A column for each
 * covariate of `profile`
 * @throws ClienteleError `option-invalid`
 *
 * Cost: some microseconds a customer, and a tenth of one an order.
 *
 * @example
 * ```ts
 * const parameters = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }
 * const customers = simulateLifetime({ kind: 'paretoNbd', parameters, customers: 2000 })
 * console.log(Math.abs(fitParetoNbd(customers).parameters.alpha / 10.58 - 1) < 0.2) // true
 * ```
 */
export function simulateLifetime<K extends SimulatedKind, P extends string = never>(
  options: SimulateLifetimeOptions<K, P>,
): Table<SimulatedLifetime<K, P>> {
  checkOptions(WHO, options, [
    'kind',
    'parameters',
    'profile',
    'customers',
    'known',
    'k',
    'modified',
    'unit',
    'seed',
  ])
  const {
    kind,
    parameters,
    profile = {},
    customers = 1000,
    known = { from: 20, to: 40 },
    k = 1,
    unit = 'week',
    seed = 1,
  } = options
  checkChoice(WHO, 'kind', kind, SIMULATED_KINDS)
  checkChoice(WHO, 'unit', unit, UNITS)
  checkInteger(WHO, 'customers', customers, 1, 1e8)
  checkInteger(WHO, 'k', k, 1, 100)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkOptions(WHO, known, ['from', 'to'], 'known')
  checkNumber(WHO, 'known.from', known.from, 0, 1e9)
  checkNumber(WHO, 'known.to', known.to, known.from, 1e9)
  const need = naturalParameters(WHO, learnableOf(kind), parameters, profile)
  checkEvents(kind, need, customers, known.to)
  const draw = drawer(kind, need, k, kind === 'mbgNbd' || (options.modified ?? false))
  const [a, b, c] = [0, 1, 2].map(() => new Float64Array(customers))
  for (let i = 0; i < customers; i++) {
    const random = makeRandom(seed, i)
    const [x, y, z] = draw(random, known.from + (known.to - known.from) * random.uniform())
    a![i] = x
    b![i] = y
    c![i] = z
  }
  const whole = Int32Array.from(a!)
  const columns = columnsOf(kind, whole, b!, c!)
  for (const [name, value] of Object.entries(profile)) {
    if (Object.hasOwn(columns, name))
      throw invalid(WHO, `profile names '${name}', but the result has a column '${name}' of its own`)
    columns[name] = float64(new Float64Array(customers).fill(value as number))
  }
  const isTimed = Object.hasOwn(columns, 'T') && kind !== 'bgBb'
  const metadata = withAbout(new Map(), { roles: {}, counts: {}, ...(isTimed && { unit }) })
  return makeTable(columns, metadata) as Table<any>
}

function columnsOf(
  kind: string,
  whole: Int32Array,
  b: Float64Array,
  c: Float64Array,
): Record<string, Vector> {
  if (kind === 'sbg' || kind === 'bdw') return { duration: int32(whole), churned: int32(Int32Array.from(b)) }
  if (kind === 'gammaGamma') return { frequency: int32(whole), monetary_value: float64(b) }
  return { frequency: int32(whole), recency: float64(b), T: float64(c) }
}

const MOST_EVENTS = 1e9

/** Refuses what would take minutes or for ever: the expected events of all customers, dropout bounding them where it does. */
function checkEvents(kind: string, need: (name: string) => number, customers: number, T: number): void {
  if (kind === 'gammaGamma' || kind === 'sbg' || kind === 'bdw') return
  let each = T
  if (kind !== 'bgBb') {
    const [s, beta] = kind === 'paretoNbd' ? [need('s'), need('beta')] : [0, 0]
    const [a, b] = kind === 'nbd' || kind === 'paretoNbd' ? [0, 0] : [need('a'), need('b')]
    each = (need('r') / need('alpha')) * (s > 1 ? Math.min(T, beta / (s - 1)) : T)
    if (a > 1) each = Math.min(each, (100 * (a + b - 1)) / (a - 1))
  }
  if (each * customers <= MOST_EVENTS) return
  throw invalid(
    WHO,
    `these parameters make some ${(each * customers).toPrecision(1)} events, but at most ${MOST_EVENTS} can be drawn; take fewer customers, a shorter known.to or a lower rate`,
  )
}
