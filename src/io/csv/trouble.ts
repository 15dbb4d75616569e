import { ClienteleError, type ErrorCode } from '../../error.js'
import type { Encoding } from './look.js'
import { lineOf } from './pieces.js'
import type { Input } from '../source.js'

/** What is wrong at some byte of a file; its line is counted only when it is told. */
export class Trouble extends Error {
  readonly code: ErrorCode
  readonly offset: number
  /** The data row, counted from 1. */
  readonly row: number

  constructor(code: ErrorCode, offset: number, row: number, sentence: string) {
    super(sentence)
    this.code = code
    this.offset = offset
    this.row = row
  }
}

/** The error that a user sees: which file, which line, what. */
export async function located(
  trouble: Trouble,
  input: Input,
  encoding: Encoding | undefined,
  who: string,
): Promise<ClienteleError> {
  // A stream cannot be read twice to count its lines.
  const place = input.again
    ? `line ${await lineOf(input, encoding, trouble.offset, who)}`
    : `row ${trouble.row}`
  return new ClienteleError(trouble.code, `${who}: ${input.name}, ${place}: ${trouble.message}`)
}
