import { ClienteleError } from '../error.js'
import { adopt } from '../table/adopt.js'
import { type PackedTable, packTable, unpackTable } from '../table/transfer.js'

const TABLE = '\u0000table'
const MODEL = '\u0000model'

/** Arguments and answers as plain data for a structured clone: tables taken apart, models as their JSON. */
export function wrap(value: any, who: string, path: string): unknown {
  if (typeof value === 'function') {
    throw new ClienteleError(
      'option-invalid',
      `${who}: ${path} is a function, which cannot be sent to another thread; use a named strategy in its place, or call without inWorker.`,
    )
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (isTable(value)) return { [TABLE]: packTable(adopt(value, who)) }
  if (typeof value.kind === 'string' && typeof value.toJSON === 'function') return { [MODEL]: value.toJSON() }
  if (Array.isArray(value)) return value.map((item, i) => wrap(item, who, `${path}[${i}]`))
  if (!isPlain(value)) return value
  return mapParts(value, (part, name) => wrap(part, who, `${path}.${name}`))
}

/** The opposite of `wrap`; objects come out frozen, as every answer of the library is. */
export function unwrap(value: any, restoreModel: (json: object) => unknown): any {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (TABLE in value) return unpackTable(value[TABLE] as PackedTable)
  if (MODEL in value) return restoreModel(value[MODEL] as object)
  if (Array.isArray(value)) return value.map((item) => unwrap(item, restoreModel))
  return isPlain(value) ? Object.freeze(mapParts(value, (part) => unwrap(part, restoreModel))) : value
}

function mapParts(value: object, f: (part: unknown, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, f(part, name)]))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isTable(value: any): boolean {
  return Array.isArray(value.batches) && Array.isArray(value.schema?.fields)
}
