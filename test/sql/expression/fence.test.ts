import { describe, expect, it } from 'vitest'
import { call, column } from '#src/sql/expression/expression'
import { fencedParts } from '#src/sql/expression/fence'
import { type Query, querySql, select } from '#src/sql/expression/query'

const table: Query = { kind: 'stored', table: 'orders' }
const x = column('x')

/** Each step reads the one before it twice, so that written out the last has 2 ** steps columns. */
function doubled(steps: number): Query {
  return steps === 0 ? table : select(doubled(steps - 1), [['x', call('plus', x, x)]])
}

const length = (steps: number) => querySql(doubled(steps), 'postgres').length

describe('fencedParts', () => {
  it('leaves a short chain to the planner', () => {
    expect(fencedParts(doubled(6)).size).toBe(0)
    expect(querySql(doubled(6), 'postgres')).not.toContain('OFFSET')
  })

  it('fences a chain whose formulas would double at each step, every few steps', () => {
    const fenced = fencedParts(doubled(60)).size
    expect(fenced).toBeGreaterThanOrEqual(7)
    expect(fenced).toBeLessThan(12)
    expect(querySql(doubled(60), 'postgres').match(/ OFFSET 0\n\)/g)).toHaveLength(fenced)
  })

  it('fences nothing that groups or numbers rows: planners compute it by itself', () => {
    const grouped = (steps: number): Query =>
      steps === 0
        ? table
        : select(grouped(steps - 1), [['x', call('sum', call('plus', x, x))]], { groupBy: [] })
    expect(fencedParts(grouped(60)).size).toBe(0)
  })

  it('writes no fence for databases that compute a shared column once', () => {
    for (const dialect of ['duckdb', 'clickhouse'] as const) {
      expect(querySql(doubled(60), dialect)).not.toContain('OFFSET')
    }
  })

  it('grows with the steps only', () => {
    expect(length(80) - length(60)).toBeLessThan(1.2 * (length(60) - length(40)))
  })
})
