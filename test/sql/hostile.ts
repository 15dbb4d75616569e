import { fitTree, fromRows, groupMatrix, rfm, segmentBy, summarize, toRows } from 'clientele'
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
  const [client, day, paid, next] = [`1${name}`, `2${name}`, `3${name}`, `4${name}`]
  const rows = Array.from({ length: 12 }, (_, i) => ({
    [client]: people[i % people.length]!,
    [day]: new Date(Date.UTC(2025, 0, 1 + ((i * 5) % 17))),
    [paid]: 10 + i,
    [next]: people[(i + 1) % people.length]!,
  }))
  const roles = { customer: client, time: day, amount: paid }
  await engine.upload(table, fromRows(rows))
  await tryVerbs(engine, table, rows, people, { client, paid, next }, name)
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

/** Segments, groups and classes of those names, told by columns and categories of those names. */
async function tryVerbs(
  engine: sql.Engine,
  table: string,
  rows: readonly any[],
  people: readonly string[],
  { client, paid, next }: { client: string; paid: string; next: string },
  name: string,
): Promise<void> {
  const [here, there] = [fromRows(rows), sql.from(engine, table)] as any[]
  const rules: any = [
    { name: people[0], where: { [client]: { in: people.slice(1) }, [paid]: { from: 12 } } },
    { name, where: { [client]: { from: people[0] } } },
  ]
  const as = { segment: `5${name}` }
  const segmented = sql.segmentBy(there, rules, { as })
  const wanted: any = segmentBy(here, rules, { as })
  sameRows(await segmented.toTable(), wanted, [paid])
  const matrix = { rows: as.segment, columns: next, measures: { [name]: { sum: paid } } } as const
  const { cells, matrix: wide } = sql.groupMatrix(segmented, matrix)
  const expected: any = groupMatrix(wanted, matrix)
  sameRows(await cells.toTable(), expected.cells)
  sameRows(await wide.toTable(), expected.matrix)
  const two = people.length === 2 ? { positive: people[0] } : {}
  const model: any = fitTree(here, {
    target: next,
    features: [client, paid],
    minLeaf: 1,
    prune: 0,
    ...two,
  } as any)
  const renamed = { model, as: { predicted: name } }
  sameRows(await sql.predict(there, renamed).toTable(), model.predict(here, { as: renamed.as }), [paid])
}
