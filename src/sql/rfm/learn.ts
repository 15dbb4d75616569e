import { ClienteleError } from '../../error.js'
import { quantilesAt } from '../../value/rfm/cuts.js'
import { checkCuts, type GivenCuts, nobody, type RfmCuts } from '../../value/rfm/learn.js'
import type { RfmState } from '../../value/rfm/model.js'
import type { Engine } from '../engine.js'
import { all, any, call, column, type Expression, number, over, whole } from '../expression/expression.js'
import { type Query, select } from '../expression/query.js'
import { askNumbers } from '../orders/ask.js'
import { checkFinite } from '../orders/checkFinite.js'
import type { Plan } from '../relation/relation.js'
import { cellOf, SCORED, scored, type Scored, withScore } from './score.js'

type Settings = Omit<RfmState, 'fit' | 'cuts'>
type Lists = readonly (readonly number[])[]

/** Groups of customers within which cuts are learned: the number of each customer's, and how many there are. */
interface Level {
  readonly group: Expression
  readonly size: number
}

/** Learns the cuts: the database sorts, and gives the values at the places that quantiles lie between. */
export async function learnCuts(
  who: string,
  engine: Engine,
  plan: Plan,
  settings: Settings,
  given: GivenCuts,
): Promise<Omit<RfmState, 'fit'>> {
  const { bins, method, columns } = settings
  const { recency, frequency, monetary } = columns
  const { rows, missing } = await checkFinite(who, engine, plan, [recency, frequency, monetary])
  if (rows === missing) throw nobody(rows, columns, who)
  const complete = select(plan.query, scored(plan, columns, who), {
    where: all(
      ...[recency, frequency, monetary].map((name) => call('isThere', call('asNumber', column(name)))),
    ),
  })
  const nested = method === 'nested'
  const learn = (score: Scored, from: Query, levels: readonly Level[]) =>
    cutsWithin(levels, bins, given[score], `${score}`, who, (level) =>
      atPlaces(engine, from, score, level, bins),
    )
  const levels: Level[] = [{ group: whole(0), size: 1 }]
  const r = await learn('r', complete, levels)
  const withR = withScore(complete, 'r', r, { ...settings, method: 'independent' })
  if (nested) levels.push({ group: cellOf(['r'], bins), size: bins })
  const f = await learn('f', withR, levels)
  const withF = withScore(withR, 'f', f, settings)
  if (nested) levels.push({ group: cellOf(['r', 'f'], bins), size: bins ** 2 })
  const m = await learn('m', withF, levels)
  return { ...settings, cuts: { r, f, m } }
}

/** The cuts within each group of the finest level; a group without values takes those of the level above. */
async function cutsWithin(
  levels: readonly Level[],
  bins: number,
  given: RfmCuts | undefined,
  name: string,
  who: string,
  quantiles: (level: Level) => Promise<readonly (readonly number[] | undefined)[]>,
): Promise<Lists> {
  if (typeof given === 'function') {
    throw new ClienteleError(
      'unsupported',
      `${who}: cuts.${name} is a function, which would need all values here; give the cuts as numbers, or use fitRfm on toTable().`,
    )
  }
  if (given !== undefined) {
    const own = checkCuts(name, given, bins, who)
    return Array.from({ length: levels.at(-1)!.size }, () => own)
  }
  let cuts: Lists = []
  for (const level of levels) {
    const above = cuts
    const own = await quantiles(level)
    cuts = own.map((list, g) => list ?? above[Math.floor((g * above.length) / level.size)]!)
  }
  return cuts
}

/** The quantiles of each group, from the values at the places that they lie between. */
async function atPlaces(
  engine: Engine,
  from: Query,
  score: Scored,
  { group, size }: Level,
  bins: number,
): Promise<(readonly number[] | undefined)[]> {
  const value = column(SCORED[score].value)
  const grouped = select(from, [
    ['g', group],
    ['x', value],
  ])
  const within = [column('g')]
  const numbered = select(grouped, [
    ['g', column('g')],
    ['x', column('x')],
    ['k', call('minus', over(call('rowNumber'), within, [{ by: column('x') }]), whole(1))],
    ['n', over(call('rows'), within)],
  ])
  const place = (k: number) =>
    call(
      'floor',
      call(
        'divided',
        call('asDouble', call('times', call('minus', column('n'), whole(1)), whole(k))),
        number(bins),
      ),
    )
  const wanted = Array.from({ length: bins - 1 }, (_, k) => {
    const low = place(k + 1)
    const at = call('asDouble', column('k'))
    return any(call('equal', at, low), call('equal', at, call('plus', low, number(1))))
  })
  const names = ['g', 'k', 'n', 'x']
  const found = await askNumbers(
    engine,
    select(
      numbered,
      names.map((name) => [name, column(name)]),
      { where: any(...wanted) },
    ),
  )
  const [groups, places, sizes, values] = names.map((name) => found[name]!) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const byGroup = Array.from({ length: size }, () => ({ n: 0, at: new Map<number, number>() }))
  groups.forEach((g, i) => {
    byGroup[g]!.n = sizes[i]!
    byGroup[g]!.at.set(places[i]!, values[i]!)
  })
  return byGroup.map(({ n, at }) => (n === 0 ? undefined : quantilesAt(n, (i) => at.get(i)!, bins)))
}
