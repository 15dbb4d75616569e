import { beyondLog, checkRange, type FittedScale, type FittedStep } from '../../segment/features/scaling.js'
import { hasNoSpread, isConstant, type ScaleStep } from '../../segment/features/scaling.js'
import { call, column, type Expression, number } from '../expression/expression.js'
import { type Named, type Query, select } from '../expression/query.js'
import { scaledValue } from './nearest.js'

/** Asks for a row of numbers. */
export type Ask = (query: Query) => Promise<{ readonly [name: string]: number }>

/** Learns the steps of each feature as `fitScale` does, from sums and quantiles that the database gives. */
export async function learnScales(
  who: string,
  askRow: Ask,
  rows: Query,
  count: number,
  features: readonly string[],
  steps: readonly (readonly ScaleStep[])[],
): Promise<FittedScale[]> {
  const ends = await each(askRow, rows, features, (name) => ({
    low: call('min', column(name)),
    high: call('max', column(name)),
  }))
  const range = ends.map(({ low, high }) => [low!, high!])
  const scales: FittedStep[][] = features.map(() => [])
  const check = (j: number) => checkRange(who, features[j]!, range[j]![0]!, range[j]![1]!)
  for (let depth = 0; depth < Math.max(...steps.map((own) => own.length)); depth++) {
    const asked = features.map((_, j) => j).filter((j) => steps[j]![depth] !== undefined)
    for (const j of asked) {
      check(j)
      if (steps[j]![depth] !== 'log1p' && range[j]![0] === range[j]![1]) {
        throw isConstant(who, features[j]!, count, steps[j]![depth]!)
      }
    }
    const learned = await learnDepth(who, askRow, rows, count, features, scales, steps, depth)
    for (const j of asked) {
      const step = learned[j] ?? ({ step: 'log1p' } as const)
      if (step.step === 'log1p' && range[j]![0]! <= -1) throw beyondLog(who, features[j]!, range[j]![0]!)
      scales[j]!.push(Object.freeze(step))
      range[j] = range[j]!.map((value) =>
        step.step === 'log1p' ? Math.log1p(value) : (value - step.center) / step.scale,
      )
    }
  }
  features.forEach((_, j) => check(j))
  return scales.map((own) => Object.freeze(own))
}

type Moved = { readonly step: 'standard' | 'robust'; readonly center: number; readonly scale: number }

/** What the steps at one place in the lists have to learn; nothing for logarithms. */
async function learnDepth(
  who: string,
  askRow: Ask,
  rows: Query,
  count: number,
  features: readonly string[],
  scales: readonly FittedScale[],
  steps: readonly (readonly ScaleStep[])[],
  depth: number,
): Promise<(Moved | undefined)[]> {
  const value = (name: string) => scaledValue(who, column(name), scales[features.indexOf(name)]!)
  const of = (step: ScaleStep) => features.filter((_, j) => steps[j]![depth] === step)
  const [standard, robust] = [of('standard'), of('robust')]
  const learned: (Moved | undefined)[] = features.map(() => undefined)
  const found = await each(askRow, rows, [...standard, ...robust], (name): Record<string, Expression> => {
    if (standard.includes(name)) return { sum: call('sum', value(name)) }
    const at = (share: number) => call('quantile', value(name), number(share))
    return { low: at(0.25), middle: at(0.5), high: at(0.75) }
  })
  const centers = found.map(({ sum }) => (sum ?? NaN) / count)
  const squares = await each(askRow, rows, standard, (name) => {
    const away = call('minus', value(name), number(centers[standard.indexOf(name)]!))
    return { squares: call('sum', call('times', away, away)) }
  })
  standard.forEach((name, k) => {
    const scale = Math.sqrt(squares[k]!.squares! / count)
    learned[features.indexOf(name)] = { step: 'standard', center: centers[k]!, scale }
  })
  robust.forEach((name, k) => {
    const { low, middle, high } = found[standard.length + k]!
    if (!(high! - low! > 0)) throw hasNoSpread(who, name)
    learned[features.indexOf(name)] = { step: 'robust', center: middle!, scale: high! - low! }
  })
  return learned
}

/** Numbers of each of some columns, in one pass; nothing is asked where there are none. */
async function each(
  askRow: Ask,
  rows: Query,
  names: readonly string[],
  figures: (name: string) => { readonly [figure: string]: Expression },
): Promise<{ readonly [figure: string]: number }[]> {
  if (names.length === 0) return []
  const wanted = names.map(figures)
  const columns = wanted.flatMap((own, k) =>
    Object.entries(own).map(([figure, value]): Named => [`${figure}_${k}`, value]),
  )
  const found = await askRow(select(rows, columns))
  return wanted.map((own, k) =>
    Object.fromEntries(Object.keys(own).map((figure) => [figure, found[`${figure}_${k}`]!])),
  )
}
