import { tableToIPC } from 'apache-arrow'
import * as library from 'clientele'
import * as interop from 'clientele/interop'
import * as io from 'clientele/io'
import * as report from 'clientele/report'
import { describe, expect, it } from 'vitest'
import { takeRows } from '#src/table/take'
import { forms } from '../arbitrary/forms.js'
import { badNumbers, isTable, plain, unordered } from './answers.js'
import { type Case, cases as tableCases } from './cases.js'
import { others } from './others.js'
import { churnCases } from './churnCases.js'
import { classifyCases } from './classifyCases.js'
import { identifyCases } from './identifyCases.js'
import { lifetimeCases } from './lifetimeCases.js'
import { linearCases } from './linearCases.js'
import { treeCases } from './treeCases.js'
import { reportCases } from './reportCases.js'
import { spoil } from './spoil.js'

const cases = [
  ...tableCases,
  ...classifyCases,
  ...linearCases,
  ...treeCases,
  ...lifetimeCases,
  ...churnCases,
  ...identifyCases,
  ...reportCases,
]

/** One suite that every public function passes, by a line in `cases.ts`. */
const functions = Object.entries({ ...library, ...io, ...report, ...interop }).filter(
  ([, value]) => typeof value === 'function',
)

describe('the table of cases', () => {
  it('names every function that is exported', () => {
    const named = new Set([...cases.map(({ name }) => name), ...Object.keys(others)])
    expect(functions.map(([name]) => name).filter((name) => !named.has(name))).toEqual([])
  })
})

describe.each(cases)('$name', (one) => {
  const table = one.table()
  const answer = Promise.resolve(one.call(table)).then(plain)

  it.each(forms(table))('gives the same answer for the same content: $form', async ({ table: form }) => {
    expect(plain(await one.call(form))).toEqual(await answer)
  })

  it('leaves its input as it is', async () => {
    const before = tableToIPC(table)
    await one.call(table)
    expect(Buffer.compare(tableToIPC(table), before)).toBe(0)
  })

  it('depends on the order of rows only where its docs say so', async () => {
    if (one.order === 'matters') return
    const turn = Int32Array.from({ length: table.numRows }, (_, i) => (i * 5 + 3) % table.numRows)
    expect(new Set(turn).size).toBe(table.numRows)
    expect(unordered(await one.call(takeRows(table, turn)))).toEqual(unordered(await one.call(table)))
  })

  it.each(spoil(table, one.reads))(
    'answers or explains: $what',
    async ({ table: spoilt, column, mustThrow }) => {
      const thrown = await attempt(one, spoilt)
      if (mustThrow) expect(thrown, 'an error').toBeDefined()
      if (thrown && column) expect(thrown).toContain(column)
    },
  )

  it('refuses what is not a table, and options that it does not know', async () => {
    for (const wrong of [null, undefined, 7, 'table', [], {}, [{ a: 1 }]]) {
      expect(await attempt(one, wrong), JSON.stringify(wrong)).toBeDefined()
    }
    if (one.strange) expect(await explained(one.strange)).toMatch(/no option/)
  })

  if (one.model) {
    it('makes a model that survives JSON', () => {
      const model = one.model!(table)
      const restored = library.loadModel(JSON.parse(JSON.stringify(model)))
      expect(plain(restored)).toEqual(plain(model))
      expect(plain((restored as any).predict(table))).toEqual(plain(model.predict(table)))
    })
  }
})

/** The sentence of what is thrown, having checked that it is one of ours; undefined for a good answer. */
function attempt(one: Case, table: any): Promise<string | undefined> {
  const given = isTable(table) ? new Set(table.schema.fields.map((field) => field.name)) : new Set<string>()
  return explained(async () => expect(badNumbers(await one.call(table), given)).toEqual([]))
}

async function explained(call: () => unknown): Promise<string | undefined> {
  try {
    await call()
    return undefined
  } catch (error) {
    if (!(error instanceof library.ClienteleError)) throw error
    expect(error.message).toMatch(/^\w+(\.predict)?: .*[.:)]$/s)
    expect(error.message).not.toMatch(/'undefined'|\[object/)
    return error.message
  }
}
