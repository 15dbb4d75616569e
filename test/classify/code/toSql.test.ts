import { fitLogistic, fromRows, toSql } from 'clientele'
import { describe, expect, it } from 'vitest'
import { customers, models } from './models.js'

describe('toSql', () => {
  const model = models['logistic, l2']!

  it.each([
    [{ dialect: 'oracle', from: 't' }, /dialect must be one of duckdb/],
    [{ dialect: 'duckdb', from: '' }, /the table must be a name/],
    [{ dialect: 'duckdb', from: { table: 't' } }, /the table must be/],
    [{ dialect: 'duckdb', from: 't', as: { other: 'x' } }, /renames 'other'/],
    [{ dialect: 'duckdb', from: 't\0' }, /cannot write/],
    [{ dialect: 'duckdb' }, /the table must be/],
  ])('refuses %j', (options, message) => {
    expect(() => toSql(model, options as any)).toThrow(message)
  })

  it('refuses what is no model', () => {
    for (const wrong of [null, {}, 'model', { kind: 'kmeans' }, { kind: 'toString' }]) {
      expect(() => toSql(wrong as any, { dialect: 'duckdb', from: 't' })).toThrow(/kinds: tree/)
    }
  })

  it('quotes names and labels as each dialect does', () => {
    const rows = customers(60).map((row) => ({ 'a"`b': row.plan, left: row.left }))
    const own = fitLogistic(fromRows(rows), { target: 'left' })
    const sql = (dialect: any) => toSql(own, { dialect, from: ['my"db', 'cust`omers'] })
    expect(sql('duckdb')).toContain(`FROM "my""db"."cust\`omers" AS input`)
    expect(sql('postgres')).toContain(`input."a""\`b"`)
    expect(sql('postgres')).toContain(`'o''hare'`)
    expect(sql('postgres')).toContain(`E'back\\\\slash'`)
    expect(sql('spark')).toContain('input.`a"``b`')
    expect(sql('spark')).toContain(`'o\\'hare'`)
    expect(sql('clickhouse')).toContain('input.`a"\\`b`')
    expect(sql('clickhouse')).toContain(`'back\\\\slash'`)
  })

  it('casts numbers to double and says what is done with nulls', () => {
    for (const dialect of ['duckdb', 'postgres', 'spark', 'clickhouse'] as const) {
      const sql = toSql(model, { dialect, from: 't' })
      expect(sql).toMatch(/CAST\(input.["`]age["`] AS (DOUBLE|float8|Nullable\(Float64\))/)
      expect(sql).toContain('IS NULL')
    }
  })
})
