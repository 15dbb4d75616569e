import { hidden } from '../dialect/hidden.js'

let made = 0

/** The name of a table on the way that no other has, of this process or another one on the same database. */
export function newName(what: string): string {
  const [own] = globalThis.crypto.randomUUID().split('-')
  return hidden(`${what}_${own}_${++made}`)
}
