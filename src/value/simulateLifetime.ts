import { makeRandom, type Random } from '../numeric/random.js'
import { checkChoice, checkInteger, checkNumber, checkOptions, invalid } from '../options.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { type Unit, withAbout } from '../table/metadata.js'
import { UNITS } from './lifetime/horizon.js'
import type { BuyingKind } from './lifetime/buyingModel.js'

/** Which customers to make up. */
export interface SimulateLifetimeOptions<K extends SimulatedKind = SimulatedKind> {
  /** The model that generates them, as a model's `kind`. */
  readonly kind: K
  /** Its parameters, by name, as in a model's `parameters`. */
  readonly parameters: { readonly [name: string]: number }
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
export type SimulatedLifetime<K extends string> = K extends 'sbg' | 'bdw'
  ? { duration: Int32; churned: Int32 }
  : K extends 'gammaGamma'
    ? { frequency: Int32; monetary_value: Float64 }
    : { frequency: Int32; recency: Float64; T: Float64 }

/** The kinds of models that customers can be made up by. */
export type SimulatedKind = BuyingKind | 'gammaGamma' | 'sbg' | 'bdw'

const WHO = 'simulateLifetime'
const KINDS = ['nbd', 'bgNbd', 'mbgNbd', 'bgCnbd', 'paretoNbd', 'bgBb', 'gammaGamma', 'sbg', 'bdw']

/**
 * Customers made up by a model: to see what a model means, to test a process before there are data, to learn how many customers it takes
 * to tell parameters apart. Each customer draws from a stream of its own, so that the first hundred of a thousand are the same hundred.
 *
 * @param options - `kind` and `parameters` (as a model has them), `customers`, `known`, `k`, `modified`, `unit`, `seed`
 * @returns one row a customer: `frequency`, `recency`, `T` (in `unit`, which the metadata says); of 'gammaGamma' `frequency` (1 to 10) and
 * `monetary_value`; of 'sbg' and 'bdw' `duration` and `churned`
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
export function simulateLifetime<K extends SimulatedKind>(
  options: SimulateLifetimeOptions<K>,
): Table<SimulatedLifetime<K>> {
  checkOptions(WHO, options, ['kind', 'parameters', 'customers', 'known', 'k', 'modified', 'unit', 'seed'])
  const {
    kind,
    parameters,
    customers = 1000,
    known = { from: 20, to: 40 },
    k = 1,
    unit = 'week',
    seed = 1,
  } = options
  checkChoice(WHO, 'kind', kind, KINDS)
  checkChoice(WHO, 'unit', unit, UNITS)
  checkInteger(WHO, 'customers', customers, 1, 1e8)
  checkInteger(WHO, 'k', k, 1, 100)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkOptions(WHO, known, ['from', 'to'], 'known')
  checkNumber(WHO, 'known.from', known.from, 0, 1e9)
  checkNumber(WHO, 'known.to', known.to, known.from, 1e9)
  const need = (name: string): number => {
    const value = parameters?.[name]
    if (typeof value === 'number' && value > 0 && value < Infinity) return value
    throw invalid(
      WHO,
      `parameters.${name} must be a number above 0; parameters are those of a '${kind}' model`,
    )
  }
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
  if (kind === 'sbg' || kind === 'bdw') {
    return makeTable({ duration: int32(whole), churned: int32(Int32Array.from(b!)) }) as Table<any>
  }
  if (kind === 'gammaGamma')
    return makeTable({ frequency: int32(whole), monetary_value: float64(b!) }) as Table<any>
  const metadata = withAbout(new Map(), { roles: {}, counts: {}, ...(kind !== 'bgBb' && { unit }) })
  return makeTable({ frequency: int32(whole), recency: float64(b!), T: float64(c!) }, metadata) as Table<any>
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

type Draw = (random: Random, T: number) => [number, number, number]

function drawer(kind: string, need: (name: string) => number, k: number, modified: boolean): Draw {
  if (kind === 'gammaGamma') {
    const [p, q, v] = [need('p'), need('q'), need('v')]
    return (random) => {
      const x = 1 + Math.floor(10 * random.uniform())
      const nu = random.gamma(q) / v
      return [x, random.gamma(p * x) / nu / x, 0]
    }
  }
  if (kind === 'sbg' || kind === 'bdw') {
    const [a, b, c] =
      kind === 'sbg' ? [need('alpha'), need('beta'), 1] : [need('gamma'), need('delta'), need('c')]
    return (random, T) => {
      const log = Math.log1p(-random.beta(a, b))
      const most = Math.max(1, Math.floor(T))
      // Survives t renewals with probability (1 − θ)^(t^c).
      const left = Math.max(1, Math.ceil((Math.log(random.uniform()) / log) ** (1 / c)))
      return left <= most ? [left, 1, 0] : [most, 0, 0]
    }
  }
  if (kind === 'bgBb') {
    const [alpha, beta, gamma, delta] = [need('alpha'), need('beta'), need('gamma'), need('delta')]
    return (random, T) => {
      const [p, theta, n] = [random.beta(alpha, beta), random.beta(gamma, delta), Math.floor(T)]
      let [x, tx] = [0, 0]
      for (let i = 1; i <= n && random.uniform() >= theta; i++) {
        if (random.uniform() >= p) continue
        x++
        tx = i
      }
      return [x, tx, n]
    }
  }
  const [r, alpha] = [need('r'), need('alpha')]
  if (kind === 'nbd' || kind === 'paretoNbd') {
    const [s, beta] = kind === 'nbd' ? [1, 0] : [need('s'), need('beta')]
    return (random, T) => {
      const rate = random.gamma(r) / alpha
      const end = beta === 0 ? T : Math.min(T, (random.exponential() * beta) / random.gamma(s))
      return history(random, rate, end, T, 1, () => false)
    }
  }
  const [a, b] = [need('a'), need('b')]
  return (random, T) => {
    const rate = random.gamma(r) / alpha
    const p = random.beta(a, b)
    if (modified && random.uniform() < p) return [0, 0, T]
    return history(random, rate, T, T, k, () => random.uniform() < p)
  }
}

/** Orders as every k-th event at a rate, until a time or until dropping out. */
function history(
  random: Random,
  rate: number,
  end: number,
  T: number,
  k: number,
  dropsOut: () => boolean,
): [number, number, number] {
  let [x, tx] = [0, 0]
  for (;;) {
    let next = tx
    for (let j = 0; j < k; j++) next += random.exponential() / rate
    if (!(next <= end)) return [x, tx, T]
    x++
    tx = next
    if (dropsOut()) return [x, tx, T]
  }
}
