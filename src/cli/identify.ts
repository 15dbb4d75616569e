import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { goldenRecord } from '../identify/goldenRecord.js'
import { type Identification, identify } from '../identify/identify.js'
import { loadInternational } from '../identify/loadInternational.js'
import { sampleForReview } from '../identify/sampleForReview.js'
import { writeTable } from '../io/writeTable.js'
import { composeIdentity } from '../report/reportIdentity.js'
import type { Table } from '../table/arrow.js'
import { hasColumn } from '../table/column.js'
import { rename } from '../table/rename.js'
import { toRows } from '../table/toRows.js'
import { readAnswers } from './answers.js'
import type { IdentifyArguments } from './args/identify.js'
import { readInput } from './readInput.js'
import { openConsole } from './console.js'
import { counted } from './leftOut.js'
import { withRecordId } from './recordId.js'
import { makeFolder, removeFolders, writeText } from './writeText.js'

const OUT = 'clientele-identity'

/** Records in, one customer one record out. */
export async function identifyFile(given: IdentifyArguments): Promise<void> {
  const made = given.json && given.out === undefined ? [] : await makeFolder(join(given.out ?? OUT, 'charts'))
  try {
    await identifyInto(given)
  } catch (error) {
    await removeFolders(made)
    throw error
  }
}

async function identifyInto(given: IdentifyArguments): Promise<void> {
  const out = openConsole(given.quiet)
  const name = basename(given.file)
  out.step(`Reading ${name}`)
  const read = await readInput(given)
  out.say(`Read ${counted(read.numRows, 'row')} of ${name}.`)
  const own = setAside(read)
  if (own !== read) out.say(`  customer_id: kept as ${ASIDE}, since customer_id is who they are found to be`)
  const { fields, source, onePerSource, threshold, threads = availableParallelism() } = given
  const { table, id, said } =
    given.id === undefined
      ? withRecordId(own)
      : { table: own, id: own !== read && given.id === 'customer_id' ? ASIDE : given.id, said: undefined }
  if (said !== undefined) out.say(`  ${said}`)
  const international = await loadInternational()
  const answers = given.answers === undefined ? {} : await readAnswers(given.answers, table, id)
  out.step('Learning')
  const options = {
    fields,
    id,
    ...(onePerSource && { source, onePerSource }),
    threshold,
    threads,
    international,
    ...(!given.keepValues && { commonValues: 0 }),
    ...answers,
  }
  const found = identify(table as never, options as never) as Identification
  for (const { column, kind, why } of found.fit.fields)
    if (kind !== null) out.say(`  ${column}: ${kind} (${why})`)
  for (const note of found.fit.notes) out.say(`  ${note}`)
  const { curve, fields: used, ...figures } = found.fit
  if (given.json) {
    const printed = { ...figures, learning: undefined, fields: used, curve: curve && toRows(curve) }
    process.stdout.write(`${JSON.stringify(printed, undefined, 2)}\n`)
  }
  if (given.json && given.out === undefined) return
  const folder = given.out ?? OUT
  out.step('Writing')
  await writeAll(folder, found, { ...given, id }, { lang: given.lang, source: name, international })
  out.say(
    `${counted(found.fit.records, 'record')}, ${counted(found.fit.customers, 'customer')}: open ${join(folder, 'report.html')}`,
  )
}

/** What a file's own column of customers is called beside the one that is found. */
const ASIDE = 'customer_id_given'

/** Exports often have customers already, more than there are: their column gives way. */
function setAside(table: Table): Table {
  return hasColumn(table, 'customer_id') ? (rename(table, { customer_id: ASIDE } as never) as Table) : table
}

async function writeAll(
  folder: string,
  found: Identification,
  { review, time, source, id }: IdentifyArguments,
  options: Parameters<typeof composeIdentity>[1],
): Promise<void> {
  const { records, pairs, model } = found
  const asked = sampleForReview(pairs, { records, size: review })
  const golden = goldenRecord(
    records as Table,
    {
      time,
      source,
      id,
      model,
      international: options.international,
      ...(time !== undefined && { rule: 'recent' }),
    } as never,
  )
  const { page, charts } = await composeIdentity(found, { ...options, review: asked.numRows }, 'identify')
  await writeTable(records, join(folder, 'customers.parquet'))
  await writeTable(records, join(folder, 'customers.csv'))
  await writeTable(golden, join(folder, 'golden.csv'))
  await writeTable(asked, join(folder, 'review.csv'))
  await writeText(join(folder, 'model.json'), JSON.stringify(model))
  for (const [name, chart] of Object.entries(charts)) {
    await writeText(join(folder, 'charts', `${name}.vl.json`), `${JSON.stringify(chart, null, 1)}\n`)
  }
  await writeText(join(folder, 'report.html'), page)
}
