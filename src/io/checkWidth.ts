import { ClienteleError } from '../error.js'

/** What a table has beyond that is no customer's; Arrow itself takes a time that grows with the square of it. */
export const MOST_COLUMNS = 65_536

/** Refuses a file with more columns than are read, before they are. */
export function checkWidth(columns: number, name: string, who: string): void {
  if (columns <= MOST_COLUMNS) return
  throw new ClienteleError(
    'unsupported',
    `${who}: ${name} has ${columns} columns, but at most ${MOST_COLUMNS} are read; write it with those that are needed.`,
  )
}
