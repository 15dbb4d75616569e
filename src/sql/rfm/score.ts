import { hidden } from '../../dialect/hidden.js'
import { type Ties, scoreRows } from '../../value/rfm/cuts.js'
import type { RfmState } from '../../value/rfm/model.js'
import { segmentOfCells } from '../../value/rfmSegments.js'
import {
  all,
  call,
  choose,
  column,
  type Expression,
  nothing,
  number,
  oneOf,
  text,
  when,
  whole,
} from '../expression/expression.js'
import { type Named, type Query, type Select, select } from '../expression/query.js'
import { numberOf } from '../orders/columns.js'
import { everything, type Plan } from '../relation/relation.js'

/** A score. */
export type Scored = 'r' | 'f' | 'm'

/** Where a score's value and the score itself are on the way. */
export const SCORED: { readonly [S in Scored]: { readonly value: string; readonly score: string } } = {
  r: { value: hidden('recency'), score: hidden('r') },
  f: { value: hidden('frequency'), score: hidden('f') },
  m: { value: hidden('monetary'), score: hidden('m') },
}

/** All columns, and the three values that are scored. */
export function scored(
  plan: Plan,
  { recency, frequency, monetary }: RfmState['columns'],
  who: string,
): Named[] {
  return [
    ...everything(plan),
    [SCORED.r.value, numberOf(plan.shape, recency, who)],
    [SCORED.f.value, numberOf(plan.shape, frequency, who)],
    [SCORED.m.value, numberOf(plan.shape, monetary, who)],
  ]
}

/** The number of a customer's cell by some scores, from 0. */
export function cellOf(scores: readonly Scored[], bins: number): Expression {
  return scores
    .map((name) => call('minus', column(SCORED[name].score), whole(1)))
    .reduce((cell, own) => call('plus', call('times', cell, whole(bins)), own))
}

/** A query with a score beside its columns. */
export function withScore(
  from: Query,
  name: Scored,
  cuts: readonly (readonly number[])[],
  { bins, ties, method }: Pick<RfmState, 'bins' | 'ties' | 'method'>,
): Select {
  const { value, score } = SCORED[name]
  const carried = from.kind === 'select' ? from.columns.map(([own]): Named => [own, column(own)]) : []
  const scoreBy = (own: readonly number[]) => scoreCases(column(value), own, ties, name === 'r')
  const above: Scored[] = method === 'nested' ? (name === 'f' ? ['r'] : name === 'm' ? ['r', 'f'] : []) : []
  const made =
    above.length === 0
      ? scoreBy(cuts[0]!)
      : choose(
          cuts.map((own, cell) => [call('equal', cellOf(above, bins), whole(cell)), scoreBy(own)]),
          nothing('whole'),
        )
  return select(from, [...carried, [score, made]])
}

/** The score of a value: what `scoreRows` says of the cuts themselves and of the stretches between them. */
function scoreCases(value: Expression, cuts: readonly number[], ties: Ties, reversed: boolean): Expression {
  const distinct = [...new Set(cuts)]
  // Cuts are at even places, the stretches before and after them at odd ones.
  const ranks = cuts.map((cut) => 2 * distinct.indexOf(cut))
  const probes = Float64Array.from({ length: 2 * distinct.length + 1 }, (_, i) => i - 1)
  const scores = scoreRows(probes, new Int32Array(probes.length), [ranks], ties, reversed)
  const cases = distinct.flatMap((cut, i): (readonly [Expression, Expression])[] => [
    [call('below', value, number(cut)), whole(scores[2 * i]!)],
    [call('equal', value, number(cut)), whole(scores[2 * i + 1]!)],
  ])
  return choose([[call('isMissing', value), nothing('whole')], ...cases], whole(scores.at(-1)!))
}

/** The columns that a model adds, by their own names. */
export function scoreQuery(
  plan: Plan,
  state: Omit<RfmState, 'fit'>,
  who: string,
): { readonly query: Query; readonly added: { readonly [name: string]: Expression } } {
  const { bins, cuts, segments, segmentBins } = state
  const values = select(plan.query, scored(plan, state.columns, who))
  const query = withScore(
    withScore(withScore(values, 'r', cuts.r, { ...state, method: 'independent' }), 'f', cuts.f, state),
    'm',
    cuts.m,
    state,
  )
  const scores = (['r', 'f', 'm'] as const).map((name) => column(SCORED[name].score))
  const complete = all(...scores.map((score) => call('isThere', score)))
  const [r, f, m] = scores.map((score) => call('asText', score))
  const between = bins > 9 ? [text('-')] : []
  const added: { [name: string]: Expression } = {
    r: scores[0]!,
    f: scores[1]!,
    m: scores[2]!,
    rfm: when(complete, call('joined', r!, ...between, f!, ...between, m!)),
  }
  if (segments) {
    const cells = segmentOfCells(segments, bins, segmentBins)
    const names = [...new Set(segments.map(({ name }) => name))]
    const cell = cellOf(['r', 'f', 'm'], bins)
    const cases = names.flatMap((name): (readonly [Expression, Expression])[] => {
      const own = [...cells.keys()].filter((at) => segments[cells[at]!]?.name === name)
      return own.length === 0 ? [] : [[oneOf(cell, own.map(whole)), text(name)]]
    })
    added.segment = choose([[call('not', complete), nothing('text')], ...cases], nothing('text'))
  }
  return { query, added }
}
