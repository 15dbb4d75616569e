import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { ClienteleError } from '../error.js'
import { writeTable } from '../io/writeTable.js'
import { explainOutcome, type Outcome } from '../report/explainOutcome.js'
import { composeOutcome } from '../report/reportOutcome.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { selectColumns } from '../table/select.js'
import { toRows } from '../table/toRows.js'
import type { ClassifyArguments } from './args/classify.js'
import { readInput } from './readInput.js'
import { openConsole } from './console.js'
import { counted } from './leftOut.js'
import { makeFolder, removeFolders, writeText } from './writeText.js'

const OUT = 'clientele-classes'

/** A table of customers in, what kind of customer an outcome comes with out. */
export async function classify(given: ClassifyArguments): Promise<void> {
  const made = given.json && given.out === undefined ? [] : await makeFolder(join(given.out ?? OUT, 'charts'))
  try {
    await classifyInto(given)
  } catch (error) {
    await removeFolders(made)
    throw error
  }
}

async function classifyInto(given: ClassifyArguments): Promise<void> {
  const out = openConsole(given.quiet)
  const name = basename(given.file)
  out.step(`Reading ${name}`)
  const { threads = availableParallelism() } = given
  const table = await readInput(given)
  out.say(`Read ${counted(table.numRows, 'row')} of ${name}.`)
  const { target, positive, features, weights } = given
  out.step('Learning')
  const outcome = explainOutcome(withoutColumns(table, given) as never, {
    target,
    positive,
    features,
    weights,
    threads,
  })
  out.say(`  target    ${target}${outcome.positive === null ? '' : `: ${outcome.positive}`}`)
  out.say(`  features  ${outcome.model.features.map((feature) => feature.name).join(', ')}`)
  for (const { feature } of outcome.model.fit.leakage) {
    out.say(
      `  ${feature} alone foretells ${target} almost without fail: was it known before? --without ${feature}`,
    )
  }
  if (given.json) process.stdout.write(`${JSON.stringify(figuresOf(outcome), undefined, 2)}\n`)
  if (given.json && given.out === undefined) return
  const folder = given.out ?? OUT
  await writeAll(folder, outcome, { lang: given.lang, source: name })
  out.say(`${counted(outcome.rows, 'customer')}: open ${join(folder, 'report.html')}`)
}

/** The table without the columns that are not to be learned from. */
function withoutColumns(table: Table, { without, target }: ClassifyArguments): Table {
  if (without.length === 0) return table
  for (const name of without) findColumn(table, name, 'classify')
  if (without.includes(target)) {
    throw new ClienteleError(
      'option-invalid',
      `classify: --without names the target '${target}'; name another.`,
    )
  }
  const kept = table.schema.fields.map(({ name }) => name).filter((name) => !without.includes(name))
  return selectColumns(table, kept, 'classify')
}

/** What scripts want to know. */
function figuresOf({ target, positive, rows, missing, quality, tree, model }: Outcome): object {
  return {
    target,
    positive,
    rows,
    missing,
    quality,
    rules: toRows(tree.rules()),
    drivers: toRows(model.importance),
    leakage: model.fit.leakage,
  }
}

async function writeAll(
  folder: string,
  outcome: Outcome,
  options: { readonly lang: 'en' | 'zh'; readonly source: string },
): Promise<void> {
  const { page, charts } = await composeOutcome(outcome, options, 'classify')
  await writeTable(outcome.customers, join(folder, 'customers.parquet'))
  await writeTable(outcome.customers, join(folder, 'customers.csv'))
  await writeTable(outcome.tree.rules(), join(folder, 'rules.csv'))
  await writeText(join(folder, 'model.json'), JSON.stringify(outcome.model))
  await writeText(join(folder, 'tree.json'), JSON.stringify(outcome.tree))
  for (const [id, chart] of Object.entries(charts)) {
    await writeText(join(folder, 'charts', `${id}.vl.json`), `${JSON.stringify(chart, null, 1)}\n`)
  }
  await writeText(join(folder, 'report.html'), page)
}
