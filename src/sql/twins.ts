import { ClienteleError } from '../error.js'
import { list } from '../table/column.js'

/** Refuses a query that gives two columns of one name, which some databases would rename and others not. */
export function refuseTwins(who: string, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) {
      throw new ClienteleError(
        'contradiction',
        `${who}: the query gives two columns '${name}' (${list(names)}); name one of them differently.`,
      )
    }
    seen.add(name)
  }
}
