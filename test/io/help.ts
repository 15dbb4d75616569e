import { ClienteleError } from 'clientele'
import type { ColumnType } from 'clientele/io'

/** Text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** What a table of any kind holds: its rows as lists of plain values. */
export function rowsOf(table: { toArray: () => unknown[] }): unknown[][] {
  return table
    .toArray()
    .map((row) => Object.values((row as { toJSON: () => Record<string, unknown> }).toJSON()))
}

/** The names of a table's types. */
export function typesOf(table: { schema: { fields: { type: unknown }[] } }): string[] {
  return table.schema.fields.map((field) => String(field.type))
}

/** One type for every column. */
export function allAs(names: readonly string[], type: ColumnType): Record<string, ColumnType> {
  return Object.fromEntries(names.map((name) => [name, type]))
}

/** The code and message of the ClienteleError that a promise is rejected with; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error
    return `${error.code}: ${error.message}`
  }
  throw new Error('there was no error')
}

/** Bytes in pieces of that length. */
export async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** How the rows are written down as CSV. */
export interface Hand {
  readonly delimiter: string
  readonly newline: string
  /** Whether to quote fields that need no quotes. */
  readonly quoteAll: boolean
  readonly lastNewline: boolean
}

/** CSV written independently of the library, field by field as RFC 4180 says. */
export function writeByHand(rows: readonly (readonly string[])[], hand: Hand): string {
  const field = (text: string): string =>
    hand.quoteAll || text === '' || /["\r\n]/.test(text) || text.includes(hand.delimiter)
      ? `"${text.split('"').join('""')}"`
      : text
  const lines = rows.map((row) => row.map(field).join(hand.delimiter))
  return lines.join(hand.newline) + (hand.lastNewline ? hand.newline : '')
}
