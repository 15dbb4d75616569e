import { checkInteger, checkOptions, invalid } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { Dictionary, Float64, Int32, Table, Utf8 } from '../table/arrow.js'
import { dictionary, float64, int32, makeTable, utf8 } from '../table/build.js'
import { takeRows } from '../table/take.js'
import type { TableLike } from '../table/types.js'
import { type Step, waterfall } from './link/explain.js'
import type { International } from './international/international.js'
import { checkLinkage } from './link/checkLinkage.js'
import type { LinkageModel } from './link/model.js'
import { prepareFor } from './link/prepareFor.js'

/** What `explainPair` can be told. */
export interface ExplainPairOptions {
  /** What scores the pair. */
  readonly model: LinkageModel
  /** The rows of the two records, from 0. */
  readonly pair: readonly [number, number]
  /** Packages for scripts and telephone numbers, where the model was learned with them. */
  readonly international?: International | undefined
}

/** One row a step of the sum that is a pair's match weight. */
export type ExplainPairColumns = {
  step: Dictionary<Utf8, Int32>
  column: Utf8
  value_a: Utf8
  value_b: Utf8
  level: Int32
  agreement: Utf8
  m: Float64
  u: Float64
  weight: Float64
  frequency_adjustment: Float64
  total: Float64
}

const WHO = 'explainPair'

/**
 * Why two records are, or are not, taken for one customer: the waterfall of weights from the first guess to the verdict, one row a step.
 * All weights are in bits: +1 doubles the odds of a match, −1 halves them.
 *
 * - `prior`: how likely any two records are one person, before looking at them
 * - `field`, one a field: which `level` of `agreement` its values have, how often matches (`m`) and strangers (`u`) have it,
 *   `weight` = log2(m/u) (0 where a value is missing, and for a surname swapped with the given name, which has the weight of both), and `frequency_adjustment`, what it adds or takes that the value is rare or common
 * - `class`, one a class of pairs that agree though they are different persons (household, namesake, contact: one number or date given to two): what that
 *   explanation takes away; `movers`, where there are two columns of places, is what these say together, since who moves changes them all at once; `crowds`, where there are any, is what fields say together about strangers with something in common
 * - `calibration`, where the model was taught with labels: what these make of the sum
 *
 * `total` is the running total; the last is the pair's `match_weight`. For a picture of it see the bars of Splink's waterfall charts.
 *
 * @param records - the records
 * @param options - `model` (of `fitLinkage`, `identify` or `importSplink`), `pair`, `international`
 * @returns a table of `step`, `column` (the field's or class's name), `value_a` and `value_b` (as cleaned), `level` (int32), `agreement`, `m`, `u`, `weight`,
 * `frequency_adjustment`, `total`; null where a step has no such thing
 * @throws ClienteleError `option-invalid`, `column-missing`
 *
 * Cost: that of cleaning the two records; of all where an imported model takes what is rare from them.
 *
 * @example
 * ```ts
 * const people = ['Ann Lee', 'Bob Ray', 'Cy Orr', 'Di Fox', 'Eve Kay', 'Flo Day', 'Gus Poe', 'Hal Roe']
 * const records = fromRows(
 *   people.flatMap((name, i) => {
 *     const [given_name, surname] = name.split(' ')
 *     const date_of_birth = `19${60 + i}-0${i + 1}-1${i}`
 *     return [{ given_name, surname, date_of_birth }, { given_name, surname: surname + 's', date_of_birth }]
 *   }),
 * )
 * const all = Array.from({ length: 16 }, (_, a) => Array.from({ length: a }, (_, b) => ({ row_a: b, row_b: a })))
 * const model = fitLinkage(fromRows(all.flat()), { records })
 * const steps = toRows(explainPair(records, { model, pair: [0, 1] }))
 * console.log(steps.map((row) => row.column).join(' ')) // 'given_name surname date_of_birth household namesake'
 * console.log(steps.map((row) => row.agreement).slice(1, 4)) // [ 'same', 'close', 'same' ]
 * ```
 */
export function explainPair(records: TableLike, options: ExplainPairOptions): Table<ExplainPairColumns> {
  checkOptions(WHO, options, ['model', 'pair', 'international'])
  const { model, pair } = options
  checkLinkage(WHO, model)
  const table = adopt(records, WHO)
  if (!Array.isArray(pair) || pair.length !== 2 || pair[0] === pair[1]) {
    throw invalid(WHO, 'pair must be a list of two different rows of the records, such as [0, 5]')
  }
  pair.forEach((row, i) => checkInteger(WHO, `pair[${i}]`, row, 0, table.numRows - 1))
  // Where the model does not know what is rare, all records say it.
  const needsAll = model.fields.some(({ rarity }) => rarity !== null && rarity.known === null)
  const two = Int32Array.from(pair)
  const [a, b] = needsAll ? pair : [0, 1]
  const read = needsAll ? table : takeRows(table, two)
  const prepared = prepareFor(WHO, model, read, options.international)
  return stepsTable(waterfall(model, prepared, a, b))
}

const STEPS = ['prior', 'field', 'class', 'calibration'] as const

function stepsTable(steps: readonly Step[]): Table<ExplainPairColumns> {
  const numbers = (read: (step: Step) => number | null) =>
    float64(Float64Array.from(steps, (step) => read(step) ?? NaN))
  const words = (read: (step: Step) => string | null) => utf8(steps.map(read))
  return makeTable<ExplainPairColumns>({
    step: dictionary(
      Int32Array.from(steps, ({ step }) => STEPS.indexOf(step)),
      STEPS,
    ),
    column: words(({ column }) => column),
    value_a: words(({ values }) => values?.[0] ?? null),
    value_b: words(({ values }) => values?.[1] ?? null),
    level: int32(
      Int32Array.from(steps, ({ level }) => level ?? 0),
      Uint8Array.from(steps, ({ level }) => (level === null ? 0 : 1)),
    ),
    agreement: words(({ agreement }) => agreement),
    m: numbers(({ m }) => m),
    u: numbers(({ u }) => u),
    weight: numbers(({ weight }) => weight),
    frequency_adjustment: numbers(({ frequency }) => frequency),
    total: numbers(({ total }) => total),
  })
}
