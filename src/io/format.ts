import { ClienteleError } from '../error.js'
import { checkChoice } from '../options.js'
import { isIpcFile, isIpcStream } from './ipc.js'
import type { Input } from './source.js'

/** How a table is stored. `arrow` is the IPC file format, `arrows` the IPC stream format. */
export type Format = 'csv' | 'tsv' | 'parquet' | 'arrow' | 'arrows'

export const FORMATS: readonly Format[] = ['csv', 'tsv', 'parquet', 'arrow', 'arrows']

const EXTENSIONS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  pq: 'parquet',
  arrow: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  arrows: 'arrows',
}

/** The format that an extension stands for. */
export function formatOf(extension: string): Format | undefined {
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined
}

/** The format that the first bytes show, undefined where they are not of a binary one. */
export function sniffFormat(head: Uint8Array): Format | undefined {
  const letters = String.fromCharCode(...head.subarray(0, 4))
  if (letters === 'PAR1' || letters === 'PARE') return 'parquet'
  if (isIpcFile(head)) return 'arrow'
  return isIpcStream(head) ? 'arrows' : undefined
}

/** The format of an input: as said, else as its extension says, else as its first bytes show, else CSV. */
export async function findFormat(input: Input, given: Format | undefined, who: string): Promise<Format> {
  if (given !== undefined) {
    checkChoice(who, 'format', given, FORMATS)
    return given
  }
  const named = formatOf(input.extension)
  if (named !== undefined && named !== 'csv') return named
  if (OTHERS.has(input.extension)) throw otherFormat(who, input.name)
  for await (const piece of input.pieces()) {
    const format = sniffFormat(piece)
    if (format === undefined && (isZip(piece) || isOtherText(piece))) throw otherFormat(who, input.name)
    return format ?? 'csv'
  }
  return 'csv'
}

/** What people have and what would else be taken for a strange CSV. */
const OTHERS: ReadonlySet<string> = new Set(['xlsx', 'xlsm', 'xls', 'ods', 'json', 'jsonl', 'ndjson', 'zip'])

/** Zip archives, which spreadsheets are too. */
function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
}

/** Web pages, which servers give instead of a file when a login has run out, XML and JSON. */
function isOtherText(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head.subarray(0, 200)).trimStart()
  return /^(?:<!doctype|<html|<\?xml|\[\s*\{|\{\s*")/i.test(text)
}

function otherFormat(who: string, name: string): ClienteleError {
  return new ClienteleError(
    'unsupported',
    `${who}: ${name} is a spreadsheet, an archive, a web page, XML or JSON, but CSV, Parquet and Arrow are read; save it as CSV.`,
  )
}
