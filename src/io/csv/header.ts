import { ClienteleError } from '../../error.js'
import type { Builder } from './builder.js'
import type { FirstRecord } from './first.js'
import { alikeFields } from './look.js'
import type { Region } from './pieces.js'
import { guessField } from './types.js'
import type { Input } from '../source.js'

/** An error where the line that should hold names looks like the data below it. */
export function refuseData(
  first: FirstRecord,
  region: Region,
  builders: readonly Builder[],
  input: Input,
  who: string,
): void {
  for (const { name, place, kind, style } of builders) {
    const [start, end] = first.bounds[place]!
    const guess = guessField(region.bytes, start, end, style)
    const alike =
      guess && guess.kind !== 'text' && (guess.kind === kind || (guess.kind === 'int' && kind === 'float'))
    if (!alike) continue
    throw new ClienteleError(
      'file-malformed',
      `${who}: the first line of ${input.name} should name the columns, but holds '${name.slice(0, 40)}' like the data below; say header: false or header: ['…'] with names if it has no header, header: true if these are names.`,
    )
  }
}

/** An error where the first line is a title or a comment above the line that names the columns. */
export function refuseTitle(
  { fields, end }: FirstRecord,
  region: Region,
  options: { readonly delimiter?: string | undefined; readonly comment?: string | undefined },
  input: Input,
  who: string,
): void {
  const [title = '', ...others] = fields.map((field) => field.trim())
  if (title === '' || others.some((field) => field !== '')) return
  const below = region.bytes.subarray(end, region.end)
  const alone = others.length === 0
  if (alone ? options.delimiter !== undefined || !alikeFields(below) : !namesFollow(below, fields.length))
    return
  const first = `the first line of ${input.name} holds only '${title.slice(0, 40)}'`
  const mend =
    title.startsWith('#') && options.comment === undefined
      ? `which looks like a comment above the names of the columns; say comment: '#'`
      : 'which looks like a title above the names of the columns; delete the lines above them'
  throw new ClienteleError(
    'file-malformed',
    `${who}: ${first}, ${mend}, or say header: true if it names ${alone ? 'the only column' : 'a column'}.`,
  )
}

/** Whether the next line is of words, different ones, one a column. */
function namesFollow(below: Uint8Array, columns: number): boolean {
  const line = new TextDecoder().decode(below.subarray(0, 10_000)).split(/\r\n|\r|\n/)[0]!
  const words = line.split(/[,;\t|]/).map((word) => word.trim().replace(/^"|"$/g, ''))
  const areNames = words.every((word) => /^[\p{L}_]/u.test(word)) && new Set(words).size === words.length
  return areNames && words.length === columns
}
