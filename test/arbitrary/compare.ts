import type { Plain, PlainTable } from './table.js'

/** Whether a plain value is missing: null or NaN. */
export function isMissing(value: Plain): boolean {
  return value === null || Number.isNaN(value)
}

/** Order of plain values of one kind: numbers by value, text by code point, false before true. */
export function comparePlain(a: Plain, b: Plain): number {
  if (typeof a === 'string' && typeof b === 'string') {
    const [x, y] = [[...a], [...b]].map((text) => text.map((letter) => letter.codePointAt(0)!))
    for (let i = 0; i < Math.min(x!.length, y!.length); i++) if (x![i] !== y![i]) return x![i]! - y![i]!
    return x!.length - y!.length
  }
  return a! < b! ? -1 : a! > b! ? 1 : 0
}

/** The rows of a plain table, each as an object. */
export function plainRows({ rows, columns }: PlainTable): { [name: string]: Plain }[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, values[i]!])),
  )
}
