import { fromRows, rfm, summarize, toRows } from 'clientele'
import * as sql from 'clientele/sql'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grammars } from '#src/dialect/grammars'
import { sameRows } from './sameRows.js'

/** Names that try to end a quotation, begin a comment or another statement. */
export const hostile: fc.Arbitrary<string> = fc
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

/** What every engine has to show: names of tables, columns, segments and categories are names and nothing else. */
export function hostileSuite(title: string, makeEngine: () => Promise<sql.Engine>, numRuns: number): void {
  describe(`hostile names in ${title}`, () => {
    let engine: sql.Engine
    beforeAll(async () => {
      engine = await makeEngine()
      await engine.upload('kept', fromRows([{ a: 1 }]))
    }, 120_000)
    afterAll(() => engine?.close())

    it('are names and nothing else', async () => {
      await fc.assert(
        fc.asyncProperty(
          hostile,
          fc.uniqueArray(hostile, { minLength: 2, maxLength: 4, selector: (name) => name.toLowerCase() }),
          hostile,
          (table, people, name) => tryNames(engine, table, people, name),
        ),
        { numRuns, endOnFailure: true },
      )
    })
  })
}

async function tryNames(
  engine: sql.Engine,
  table: string,
  people: readonly string[],
  name: string,
): Promise<void> {
  // The names of columns differ by more than case.
  const [client, day, paid] = [`1${name}`, `2${name}`, `3${name}`]
  const rows = Array.from({ length: 12 }, (_, i) => ({
    [client]: people[i % people.length]!,
    [day]: new Date(Date.UTC(2025, 0, 1 + ((i * 5) % 17))),
    [paid]: 10 + i,
  }))
  const roles = { customer: client, time: day, amount: paid }
  await engine.upload(table, fromRows(rows))
  const { orders } = sql.cleanOrders(sql.from(engine, table), { ...roles, test: [people[0]!] })
  const { dialect } = engine
  // Spark keeps tables under plain names only, and refuses others itself.
  const sums = dialect === 'spark' ? 'sums' : `${table} sums`
  const kept = await sql.summarize(orders).writeTo(sums)
  const expected = summarize(fromRows(rows.filter((row) => row[client] !== people[0])), roles)
  sameRows(await kept.toTable(), expected, ['customer_id'])
  const segments = people.map((segment, f) => ({ name: segment, f: { from: f + 1, to: f + 1 } }))
  const answer = await sql.rfm(kept, { segments, as: { segment: name } }).toTable()
  sameRows(answer, rfm(await kept.toTable(), { segments, as: { segment: name } }))
  expect(toRows(await engine.query('SELECT a FROM kept'))).toEqual([{ a: 1 }])
  const { identifier } = grammars[dialect]
  await engine.run(`DROP TABLE ${identifier(sums)}`)
  await engine.run(`DROP ${dialect === 'spark' ? 'VIEW' : 'TABLE'} ${identifier(table)}`)
}
