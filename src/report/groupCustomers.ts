import { ClienteleError } from '../error.js'
import { makeRandom } from '../numeric/random.js'
import { checkBoolean, checkInteger, checkOptions } from '../options.js'
import { chooseK, type ChooseK } from '../segment/chooseK.js'
import { describeSegments, type SegmentDescription } from '../segment/describeSegments.js'
import { fitKMeans } from '../segment/fitKMeans.js'
import { clusterColumn } from '../segment/addClusters.js'
import type { KMeansModel } from '../segment/kmeans/model.js'
import { sampleRows } from '../segment/measure/sample.js'
import { nameSegments } from '../segment/nameSegments.js'
import { profile, type Profile } from '../segment/profile.js'
import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { addColumns, dictionary, float64 } from '../table/build.js'
import { findColumn, hasColumn } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { markPredicted } from '../table/predicted.js'
import { takeRows } from '../table/take.js'
import { toRows } from '../table/toRows.js'
import type { TableLike } from '../table/types.js'
import { readCustomers } from './figures/customers.js'
import type { GroupGap } from './groups/gap.js'

/** What `groupCustomers` can be told. */
export interface GroupCustomersOptions {
  /** How many groups. Default: found out, from 3 to 6. */
  readonly k?: number | undefined
  /** On how many customers the number of groups is found out. Default 5,000. */
  readonly sample?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Overwrite the columns `cluster` and `group` where they are there already; without it they are an error. */
  readonly replace?: boolean | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

/** The groups in a customer base. */
export interface CustomerGroups {
  /** The given customers with `cluster` and `group`; as they were where there is a `gap`. */
  readonly customers: Table
  /** Why there are no groups; missing where there are. */
  readonly gap?: GroupGap
  readonly found?: {
    readonly model: KMeansModel
    readonly choice: ChooseK
    /** On how many customers the number of groups was found out. */
    readonly sample: number
    /** Whether all groups are found again in resamples. */
    readonly isStable: boolean
    /** Whether the number of groups was given. */
    readonly isGiven: boolean
    readonly profile: Profile
    /** `segment` (the cluster) and `name`. */
    readonly names: Table
    /** The shortest rules that tell the groups apart. */
    readonly description: SegmentDescription
  }
}

const WHO = 'groupCustomers'
const FEATURES = ['days_since_last', 'orders', 'revenue'] as const
const SCALE = ['log1p', 'standard'] as const
const LEAST = 100
/** Two groups seldom say more than one; more than six nobody keeps apart. */
const [FEWEST, MOST] = [3, 6]
/** Hennig's bounds: above the one a cluster counts as stable, below the other it is no pattern of the data. */
const [STABLE, PATTERN] = [0.75, 0.6]

/**
 * The groups in a customer base, for a report: k-means on the logarithms of days since the last order, orders and revenue. How many groups is asked of all
 * measures of `chooseK` on a sample; taken is the bend of inertia, from 3 to 6 groups, unless groups there are not found again in resamples (Jaccard below
 * .6): then the nearest number whose groups all are (.75). It never fails for want of data: where there are fewer than 100 customers, or they hardly differ, `gap` says so.
 *
 * @param customers - one row a customer with `days_since_last`, `orders` and `revenue`, as `summarize` gives; revenue below 0 counts as 0, those who lack a number are in no
 * group
 * @param options - `k` (found out), `sample` (5,000), `seed` (1), `threads` (1), `replace` (false)
 * @returns a frozen object: `customers` with `cluster` (int32, the largest first) and `group` (its proposed name) added, and `found` (the model, what each measure
 * recommends, the profile with differences of logarithms, the names, the shortest rules), or why they are missing; `report` takes it as `groups`
 * @throws ClienteleError `column-missing`, `column-type`, `column-exists`, `option-invalid`
 *
 * The sample depends on the order of rows.
 *
 * Cost: 500,000 customers take some three seconds, of which two for the sample.
 *
 * @example
 * ```ts
 * import { fromRows } from 'clientele'
 * import { groupCustomers } from 'clientele/report'
 *
 * const customers = fromRows([{ customer_id: 'a', orders: 1, revenue: 20, days_since_last: 0 }])
 * console.log(groupCustomers(customers).gap) // { why: 'customers', got: 1, needs: 100 }
 * ```
 */
export function groupCustomers(customers: TableLike, options: GroupCustomersOptions = {}): CustomerGroups {
  checkOptions(WHO, options, ['k', 'sample', 'seed', 'threads', 'replace'])
  const { k, sample = 5000, seed = 1, threads = 1, replace = false } = options
  if (k !== undefined) checkInteger(WHO, 'k', k, 2, 50)
  checkInteger(WHO, 'sample', sample, LEAST, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'threads', threads, 1, 256)
  checkBoolean(WHO, 'replace', replace)
  const own = adopt(customers, WHO)
  const taken = ['cluster', 'group'].find((name) => hasColumn(own, name))
  if (taken !== undefined && !replace) {
    throw new ClienteleError(
      'column-exists',
      `${WHO}: would add a column '${taken}', but the table has one already; rename it, or say replace: true.`,
    )
  }
  const table = comparable(own)
  const features = FEATURES.filter((name) => varies(table, name))
  if (own.numRows < LEAST) return withoutGroups(own, { why: 'customers', got: own.numRows, needs: LEAST })
  if (features.length < 2) return withoutGroups(own, { why: 'alike' })
  const learn = { features, scale: SCALE, missing: 'omit', seed } as const
  try {
    const drawn = takeRows(table, sampleRows(table.numRows, sample, makeRandom(seed)))
    const choice = chooseK(drawn, {
      ...learn,
      k: { from: 2, to: Math.max(MOST + 1, k ?? 0) },
      references: 5,
      resamples: 15,
      starts: 4,
    })
    const { k: best, isStable } = takeK(choice, k)
    // Of many customers every start finds much the same.
    const starts = table.numRows > 100_000 ? 2 : 10
    const model = fitKMeans(table, { ...learn, k: best, starts, threads })
    return describeGroups(own, table, model, {
      choice,
      sample: drawn.numRows,
      isStable,
      isGiven: k !== undefined,
    })
  } catch (error) {
    if (error instanceof ClienteleError) {
      return withoutGroups(own, { why: 'fit', sentence: error.message })
    }
    throw error
  }
}

function withoutGroups(customers: Table, gap: GroupGap): CustomerGroups {
  return Object.freeze({ customers, gap })
}

/** The three numbers alone; what refunds took below nothing is nothing. */
function comparable(table: Table): Table {
  const { orders, revenue, quiet } = readCustomers(table, WHO)
  const known = { days_since_last: quiet, orders, revenue }
  const columns = Object.fromEntries(
    FEATURES.map((name) => [name, float64(known[name].map((value) => Math.max(0, value)))]),
  )
  return addColumns(table, columns, WHO, { replace: true })
}

function varies(table: Table, name: string): boolean {
  const values = readNumbers(findColumn(table, name, WHO), WHO)
  const first = values.find((value) => !Number.isNaN(value))
  return first !== undefined && values.some((value) => value !== first && !Number.isNaN(value))
}

/**
 * Where inertia bends, within bounds: beyond it, more groups say little more. Unless groups there come and go from resample to
 * resample: then the nearest number all of whose groups are stable, where there is one.
 */
function takeK(
  { scores, recommended }: ChooseK,
  given: number | undefined,
): { k: number; isStable: boolean } {
  const least = new Map(toRows(scores).map((score) => [score.k, score.stability_least ?? 0]))
  const isStable = (k: number) => (least.get(k) ?? 0) >= STABLE
  if (given !== undefined) return { k: given, isStable: isStable(given) }
  const bend = Math.min(MOST, Math.max(FEWEST, recommended.inertia ?? FEWEST))
  if ((least.get(bend) ?? 0) >= PATTERN) return { k: bend, isStable: isStable(bend) }
  const others = [...least.keys()].filter(
    (k): k is number => k !== null && k >= FEWEST && k <= MOST && isStable(k),
  )
  const nearest = others.toSorted((a, b) => Math.abs(a - bend) - Math.abs(b - bend) || a - b)[0]
  return nearest === undefined ? { k: bend, isStable: false } : { k: nearest, isStable: true }
}

function describeGroups(
  own: Table,
  table: Table,
  model: KMeansModel,
  choice: Pick<NonNullable<CustomerGroups['found']>, 'choice' | 'sample' | 'isStable' | 'isGiven'>,
): CustomerGroups {
  const grouped = model.predict(table, { replace: true }) as unknown as Table
  const described = describeAsFound(grouped)
  const names = nameSegments(described)
  const labels = readNumbers(findColumn(grouped, 'cluster', WHO), WHO)
  const clusters = Int32Array.from(labels, (label) => (Number.isNaN(label) ? -1 : label))
  const words = (toRows(names) as Record<string, any>[]).filter(({ segment }) => segment !== null)
  const added = {
    cluster: clusterColumn(clusters),
    group: dictionary(
      clusters,
      words.map(({ name }) => name),
    ),
  }
  const description = describeSegments(grouped, { by: 'cluster', features: model.features })
  return Object.freeze({
    customers: markPredicted(addColumns(own, added, WHO, { replace: true }), own),
    found: Object.freeze({ model, ...choice, profile: described, names, description }),
  })
}

/** Means as they are, but differences of logarithms: along these the groups were found, and few big spenders would hide them. */
function describeAsFound(grouped: Table): Profile {
  const by = { by: 'cluster', features: [...FEATURES], revenue: 'revenue' }
  const described = profile(grouped, by)
  const logs = FEATURES.map((name) => {
    const values = readNumbers(findColumn(grouped, name, WHO), WHO)
    return [name, float64(values.map(Math.log1p))] as const
  })
  const found = profile(addColumns(grouped, Object.fromEntries(logs), WHO, { replace: true }), by)
  const difference = found.features.getChild('difference')!
  const features = addColumns(described.features, { difference }, WHO, { replace: true })
  return Object.freeze({ ...described, features: features as unknown as Profile['features'] })
}
