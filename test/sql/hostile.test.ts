import { fromRows, summarize, toRows, rfm } from 'clientele'
import * as sql from 'clientele/sql'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column, oneOf, text } from '#src/sql/expression/expression'
import { querySql, select } from '#src/sql/expression/query'
import { sameRows } from './sameRows.js'

/** Names that try to end a quotation, begin a comment or another statement. */
const hostile = fc
  .oneof(
    fc.constantFrom(
      '"; DROP TABLE kept; --',
      "'; DROP TABLE kept; --",
      "' OR '1'='1",
      '`; DROP TABLE kept; --',
      "\\'; DROP TABLE kept; --",
      '\\',
      '\\\\"',
      '/* ',
      "it''s",
      '{{x}}',
      '$1',
      'a\nb',
      '"."',
    ),
    fc
      .array(fc.constantFrom("'", '"', '`', '\\', ';', '-', '-', '/', '*', '\n', 'x', ' ', '$', '{', '}'), {
        minLength: 1,
        maxLength: 12,
      })
      .map((letters) => letters.join('')),
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((name) => !/\0|\p{Surrogate}/u.test(name)),
  )
  // What is blank is no customer's name.
  .map((name) => `${name}~`)

let engine: sql.Engine
beforeAll(async () => {
  engine = await sql.duckdb()
  await engine.upload('kept', fromRows([{ a: 1 }]))
})
afterAll(() => engine.close())

describe('hostile names of tables, columns, segments and categories', () => {
  it('are names and nothing else to DuckDB', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.uniqueArray(hostile, { minLength: 2, maxLength: 4, selector: (name) => name.toLowerCase() }),
        hostile,
        async (table, people, name) => {
          // The names of columns differ by more than case.
          const [client, day, paid] = [`1${name}`, `2${name}`, `3${name}`]
          const rows = Array.from({ length: 12 }, (_, i) => ({
            [client]: people[i % people.length]!,
            [day]: new Date(Date.UTC(2025, 0, 1 + ((i * 5) % 17))),
            [paid]: 10 + i,
          }))
          const orders = fromRows(rows)
          const roles = { customer: client, time: day, amount: paid }
          await engine.upload(table, orders)
          const { orders: cleaned } = sql.cleanOrders(sql.from(engine, table), {
            ...roles,
            test: [people[0]!],
          })
          const kept = await sql.summarize(cleaned).writeTo(`${table} sums`)
          const expected = summarize(fromRows(rows.filter((row) => row[client] !== people[0])), roles)
          sameRows(await kept.toTable(), expected, ['customer_id'])
          const segments = people.map((segment, f) => ({ name: segment, f: { from: f + 1, to: f + 1 } }))
          const answer = await sql.rfm(kept, { segments, as: { segment: name } }).toTable()
          sameRows(answer, rfm(await kept.toTable(), { segments, as: { segment: name } }))
          expect(toRows(await engine.query('SELECT a FROM kept'))).toEqual([{ a: 1 }])
          for (const made of [table, `${table} sums`]) {
            await engine.run(`DROP TABLE "${made.replaceAll('"', '""')}"`)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

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
