import * as sql from 'clientele/sql'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { column, oneOf, text } from '#src/sql/expression/expression'
import { querySql, select } from '#src/sql/expression/query'
import { hostile, hostileSuite } from './hostile.js'

hostileSuite('DuckDB', () => sql.duckdb(), 25)

describe('hostile names of tables, columns, segments and categories', () => {
  it.each(['duckdb', 'postgres', 'spark', 'clickhouse'] as const)(
    'are read back as they were by the rules of quoting of %s',
    (dialect) => {
      fc.assert(
        fc.property(hostile, hostile, hostile, (table, name, value) => {
          const query = select({ kind: 'stored', table }, [[name, column(name)]], {
            where: oneOf(column(name), [text(value)]),
          })
          const { outside, identifiers, texts } = unquote(querySql(query, dialect), dialect)
          expect(outside).toBe('SELECT input.I AS I\nFROM I AS input\nWHERE (input.I IN (T))')
          expect(identifiers).toEqual([name, name, table, name])
          expect(texts).toEqual([value])
        }),
      )
    },
  )
})

/** What a database's scanner sees: quoted parts as their values, and the rest with I and T in their places. */
function unquote(statement: string, dialect: string) {
  const mark = dialect === 'spark' || dialect === 'clickhouse' ? '`' : '"'
  const identifiers: string[] = []
  const texts: string[] = []
  let outside = ''
  for (let i = 0; i < statement.length; i++) {
    const isEscaped = statement[i] === 'E' && statement[i + 1] === "'"
    if (isEscaped) i++
    const quote = statement[i]!
    if (quote !== mark && quote !== "'") {
      outside += quote
      continue
    }
    const backslashes =
      isEscaped || (quote === "'" && mark === '`') || (quote === '`' && dialect === 'clickhouse')
    let value = ''
    for (i++; i < statement.length; i++) {
      if (backslashes && statement[i] === '\\') value += statement[++i]
      else if (statement[i] === quote && statement[i + 1] === quote) value += statement[++i]
      else if (statement[i] === quote) break
      else value += statement[i]
    }
    const isText = quote === "'"
    outside += isText ? 'T' : 'I'
    ;(isText ? texts : identifiers).push(value)
  }
  return { outside, identifiers, texts }
}
