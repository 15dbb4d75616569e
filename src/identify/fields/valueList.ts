import type { ValueList } from '../prepared.js'

/** Distinct values with their UTF-16 units end to end. */
export function makeValueList(values: readonly string[]): ValueList {
  const offsets = new Int32Array(values.length + 1)
  values.forEach((value, i) => (offsets[i + 1] = offsets[i]! + value.length))
  const units = new Uint16Array(offsets[values.length]!)
  let at = 0
  for (const value of values) for (let i = 0; i < value.length; i++) units[at++] = value.charCodeAt(i)
  return { values, offsets, units }
}

/** Numbers values in order of first appearance; '' is missing, −1. */
export type Numbering = { readonly codeOf: (value: string) => number; readonly values: readonly string[] }

export function numbering(): Numbering {
  const known = new Map<string, number>()
  const values: string[] = []
  const codeOf = (value: string): number => {
    if (value === '') return -1
    let code = known.get(value)
    if (code === undefined) {
      known.set(value, (code = values.length))
      values.push(value)
    }
    return code
  }
  return { codeOf, values }
}
