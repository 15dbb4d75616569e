import type { Style } from './builder.js'
import { commonMark, lookAtMarks, type Marks, vagueMark } from './marks.js'
import { type CsvOptions, saidDecimal, styleOf } from './options.js'
import { type ColumnType, isIdentifier, mayBeNumber } from './types.js'
import type { Block } from './scan.js'

/** What is known about a file's columns before their styles are. */
export interface Named {
  readonly names: readonly string[]
  readonly wanted: ReadonlySet<string>
  readonly types: ReadonlyMap<string, ColumnType>
  /** The byte between fields, 0 where there is none. */
  readonly delimiter: number
}

/**
 * How the numbers of each column are written. A column's own numbers decide, then those of the others; where no number tells, the
 * point is the decimal mark between commas, and elsewhere the question is left open or, where a number depends on it, refused.
 */
export function columnStyles(
  bytes: Uint8Array,
  block: Block,
  records: number,
  { names, wanted, types, delimiter }: Named,
  options: CsvOptions,
  who: string,
): Style[] {
  const plain = styleOf(options, '.')
  const isMissing = (text: string): boolean => plain.missing.has(text) || plain.missingTyped.has(text)
  const commas = delimiter === 44
  const none: Marks = { decimal: undefined, torn: false, vague: undefined, currency: '' }
  const looks = names.map((name, place) =>
    mayBeNumber(types.get(name))
      ? lookAtMarks(bytes, block, place, names.length, records, commas, isMissing, options.thousands)
      : none,
  )
  const said = saidDecimal(options)
  const common = commonMark(looks)
  const usual = common === 'torn' ? undefined : (common ?? (commas ? '.' : undefined))
  return looks.map(({ decimal, torn, vague, currency }, place) => {
    const name = names[place]!
    const mark = said ?? (torn ? undefined : (decimal ?? usual))
    const matters = wanted.has(name) && (types.has(name) || !isIdentifier(name))
    if (mark === undefined && vague !== undefined && !torn && matters) throw vagueMark(name, vague, who)
    return styleOf(options, mark, currency)
  })
}
