import { makeRandom } from '../numeric/random.js'
import { checkInteger, checkOptions, invalid } from '../options.js'
import { printable } from '../print.js'
import { type ProgressOptions, report } from '../progress.js'
import { adopt } from '../table/adopt.js'
import type { Float64, Int32, Table } from '../table/arrow.js'
import { float64, int32, makeTable } from '../table/build.js'
import { describe } from '../table/adopt.js'
import { counted } from '../table/column.js'
import type { ColumnName, TableLike } from '../table/types.js'
import { countDistinct, type Points, takePoints } from './features/points.js'
import { FEATURE_OPTIONS, type FeatureOptions, learnFeatures } from './features/readFeatures.js'
import { clusterPoints, type Clusters, type Plan } from './kmeans/cluster.js'
import { gapOf, referencePoints } from './measure/gap.js'
import { calinskiHarabasz, daviesBouldin } from './measure/indices.js'
import { type Recommended, recommend, type Score } from './measure/recommend.js'
import { sampleRows } from './measure/sample.js'
import { silhouette } from './measure/silhouette.js'
import { jaccardOf, resample, stabilityOf } from './measure/stability.js'

/** A measure of how well a number of clusters suits. */
export type ChooseKMeasure = 'silhouette' | 'calinskiHarabasz' | 'daviesBouldin' | 'gap' | 'stability'

/** What `chooseK` can be told. */
export interface ChooseKOptions<Names extends string = string>
  extends Omit<FeatureOptions<Names>, 'weights'>, ProgressOptions {
  /** Which numbers of clusters are tried. Default from 2 to 10. */
  readonly k?: { readonly from: number; readonly to: number } | undefined
  /** Which measures are taken besides inertia. Default: all. */
  readonly measures?: readonly ChooseKMeasure[] | undefined
  /** Beyond so many rows silhouette, gap and stability are taken from a sample of as many. Default 5,000. */
  readonly sample?: number | undefined
  /** How many sets of points without structure the gap compares with. Default 10. */
  readonly references?: number | undefined
  /** How many bootstrap samples stability is taken from. Default 20. */
  readonly resamples?: number | undefined
  /** Starts of each k-means. Default 10. */
  readonly starts?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** How many threads work; the answer is the same for any number. Default 1. */
  readonly threads?: number | undefined
}

/** One row a k. */
export type ScoreColumns = {
  k: Int32
  inertia: Float64
  silhouette: Float64
  silhouette_error: Float64
  calinski_harabasz: Float64
  davies_bouldin: Float64
  gap: Float64
  gap_error: Float64
  stability: Float64
  stability_least: Float64
}

/** What `chooseK` finds. */
export interface ChooseK {
  readonly scores: Table<ScoreColumns>
  readonly recommended: Recommended
}

const WHO = 'chooseK'
const MEASURES: readonly ChooseKMeasure[] = [
  'silhouette',
  'calinskiHarabasz',
  'daviesBouldin',
  'gap',
  'stability',
]
const OPTIONS = FEATURE_OPTIONS.filter((name) => name !== 'weights').concat([
  'k',
  'measures',
  'sample',
  'references',
  'resamples',
  'starts',
  'seed',
  'threads',
  'onProgress',
  'signal',
])

/**
 * How many groups of customers are there? Tries each k with k-means and measures the clusters in six ways, for no single one can be relied
 * on: silhouette, for one, often says 2 where 4 are of more use. Look at where several agree, then at the profiles.
 *
 * | column | what it is | recommended |
 * |---|---|---|
 * | `inertia` | sum of squared distances to the centres, in scaled units | where the curve bends most |
 * | `silhouette` | how much nearer customers are to their own cluster than to the next, −1 to 1 (Rousseeuw 1987) | largest |
 * | `calinski_harabasz` | variance between over variance within clusters (Caliński and Harabasz 1974) | largest |
 * | `davies_bouldin` | how alike each cluster is to its most similar one (Davies and Bouldin 1979) | smallest |
 * | `gap` | log inertia below that of points spread evenly over the range of each feature (Tibshirani et al. 2001) | first within an error of the next |
 * | `stability` | Jaccard similarity with the clusters of bootstrap samples, 0 to 1 (Hennig 2007); `stability_least`: of the least stable cluster | largest k of which every cluster has .75 or more |
 *
 * With up to `sample` rows silhouettes are exact and `silhouette_error` is 0; beyond, they are the mean over a sample of rows, each compared
 * with all rows, and `silhouette_error` is its standard error. Gap and stability then are of samples of as many rows. `gap_error` is the
 * error that Tibshirani's rule takes off.
 *
 * @param table - one row a customer, with numeric or boolean `features`
 * @param options - `features`, `k: {from, to}` and `scale` as for the `fitKMeans` that follows
 * @returns `scores`, a table of one row a k, null where a measure is undefined (for k = 1, say) or not asked for; `recommended`, the k that each measure
 * recommends, null where it says nothing
 * @throws ClienteleError as `fitKMeans` does
 *
 * Cost: for each k `starts` runs of k-means on all rows, some 50 on samples, and sample × rows distances: 4,000 customers take
 * some seconds, a million a minute.
 *
 * @example
 * ```ts
 * const customers = fromRows([1, 2, 3, 21, 22, 23, 41, 42, 43].map((orders) => ({ orders })))
 * const { scores, recommended } = chooseK(customers, { features: ['orders'], k: { from: 2, to: 5 } })
 * console.log(recommended.silhouette, recommended.calinskiHarabasz) // 3 3
 * console.log(toRows(scores).length) // 4
 * ```
 */
export function chooseK<T extends { [name: string]: any } = any>(
  table: TableLike<T>,
  options: ChooseKOptions<ColumnName<NoInfer<T>>>,
): ChooseK {
  checkOptions(WHO, options, OPTIONS)
  const own = adopt(table, WHO)
  const { measures = MEASURES, sample = 5000, references = 10, resamples = 20 } = options
  const { starts = 10, seed = 1, threads = 1 } = options
  checkMeasures(measures)
  checkInteger(WHO, 'sample', sample, 10, 100_000_000)
  checkInteger(WHO, 'references', references, 1, 10_000)
  checkInteger(WHO, 'resamples', resamples, 1, 10_000)
  checkInteger(WHO, 'starts', starts, 1, 1_000_000)
  checkInteger(WHO, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)
  checkInteger(WHO, 'threads', threads, 1, 256)
  const { points } = learnFeatures(WHO, own, options)
  const { from, to } = readRange(options.k, points)
  const plan: Omit<Plan, 'k'> = { starts, seed, maxIterations: 300, tolerance: 0, threads }
  const study = makeStudy(points, plan, { measures, sample, references, resamples })
  const scores: Score[] = []
  for (let k = from; k <= to; k++) {
    scores.push(study(k))
    report(WHO, options, { phase: 'try', done: k - from + 1, total: to - from + 1 })
  }
  const result = { scores: scoreTable(scores), recommended: recommend(scores) }
  return printable(result, () => describeResult(result.recommended))
}

function checkMeasures(measures: unknown): void {
  const stray = Array.isArray(measures)
    ? measures.find((name) => !MEASURES.includes(name))
    : describe(measures)
  if (stray === undefined) return
  throw invalid(WHO, `measures must be a list of some of ${MEASURES.join(', ')}, but got ${String(stray)}`)
}

function readRange(k: unknown, points: Points): { from: number; to: number } {
  const range = k ?? { from: 2, to: Math.max(2, Math.min(10, countDistinct(points, 10))) }
  if (typeof range !== 'object') {
    throw invalid(WHO, `k must be a range such as {from: 2, to: 10}, but got ${describe(range)}`)
  }
  checkOptions(WHO, range, ['from', 'to'])
  const { from, to } = range as { from: number; to: number }
  checkInteger(WHO, 'k.from', from, 1, 65_535)
  checkInteger(WHO, 'k.to', to, from, 65_535)
  const distinct = countDistinct(points, to)
  if (distinct >= to) return { from, to }
  throw invalid(
    WHO,
    `k goes up to ${to}, but the features of the ${counted(points.rows, 'row')} have only ${distinct} different values taken together; choose k up to ${distinct}, or more features`,
  )
}

interface Extent {
  readonly measures: readonly ChooseKMeasure[]
  readonly sample: number
  readonly references: number
  readonly resamples: number
}

/** Draws the samples once, and measures one k after the other. */
function makeStudy(
  points: Points,
  plan: Omit<Plan, 'k'>,
  { measures, sample, references, resamples }: Extent,
): (k: number) => Score {
  const { seed, threads } = plan
  const wants = (measure: ChooseKMeasure) => measures.includes(measure)
  const drawn = sampleRows(points.rows, sample, makeRandom(seed, 3_000_000))
  const few = drawn.length === points.rows ? points : takePoints(points, drawn)
  const even = Array.from({ length: wants('gap') ? references : 0 }, (_, b) => referencePoints(few, seed, b))
  const again = Array.from({ length: wants('stability') ? resamples : 0 }, (_, b) =>
    resample(points, sample, seed, b),
  )
  // On samples one thread is quickest, and few starts will do.
  const quick = { ...plan, threads: 1, starts: 3 }
  const gap = (k: number, clusters: Clusters) => {
    const inertia = few === points ? clusters.inertia : clusterPoints(few, { ...quick, k }).inertia
    const compared = even.map((reference) => clusterPoints(reference, { ...quick, k }).inertia)
    return inertia > 0 && compared.every((other) => other > 0) ? gapOf(inertia, compared) : undefined
  }
  const stability = (k: number, { labels }: Clusters) => {
    const found = again
      .filter(({ points }) => countDistinct(points, k) >= k)
      .map(({ rows, points }) => jaccardOf(labels, rows, clusterPoints(points, { ...quick, k }).labels, k))
    return found.length > 0 ? stabilityOf(found, k) : undefined
  }
  return (k) => {
    const clusters = clusterPoints(points, { ...plan, k })
    const near =
      wants('silhouette') && k > 1 ? silhouette(points, clusters.labels, k, drawn, threads) : undefined
    const above = wants('gap') ? gap(k, clusters) : undefined
    const stable = wants('stability') ? stability(k, clusters) : undefined
    return {
      k,
      inertia: clusters.inertia,
      silhouette: near?.mean ?? null,
      silhouetteError: near?.error ?? null,
      calinskiHarabasz: wants('calinskiHarabasz') ? calinskiHarabasz(points, clusters) : null,
      daviesBouldin: wants('daviesBouldin') ? daviesBouldin(points, clusters) : null,
      gap: above?.gap ?? null,
      gapError: above?.error ?? null,
      stability: stable?.mean ?? null,
      stabilityLeast: stable?.least ?? null,
    }
  }
}

function scoreTable(scores: readonly Score[]): Table<ScoreColumns> {
  const column = (of: (score: Score) => number | null) =>
    float64(Float64Array.from(scores, (score) => of(score) ?? NaN))
  return makeTable({
    k: int32(Int32Array.from(scores, ({ k }) => k)),
    inertia: column(({ inertia }) => inertia),
    silhouette: column(({ silhouette }) => silhouette),
    silhouette_error: column(({ silhouetteError }) => silhouetteError),
    calinski_harabasz: column(({ calinskiHarabasz }) => calinskiHarabasz),
    davies_bouldin: column(({ daviesBouldin }) => daviesBouldin),
    gap: column(({ gap }) => gap),
    gap_error: column(({ gapError }) => gapError),
    stability: column(({ stability }) => stability),
    stability_least: column(({ stabilityLeast }) => stabilityLeast),
  })
}

function describeResult(recommended: Recommended): string {
  const said = Object.entries(recommended).map(([name, k]) => `  ${name}: ${k ?? 'says nothing'}`)
  return ['how many clusters, by measure:', ...said].join('\n')
}
