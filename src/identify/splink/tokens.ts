import { notMapped } from './notMapped.js'

/** A piece of a condition; `text` of a name is in lower case unless it was quoted, that of a string without its quotes. */
export type Token = {
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'sign'
  readonly text: string
}

const PIECE =
  /\s+|"((?:[^"]|"")*)"|`([^`]*)`|'((?:[^']|'')*)'|(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|([\p{L}_][\p{L}\p{N}_$]*)|(<=|>=|<>|!=|\|\||[-+*/=<>(),.[\]])/giuy

/** The pieces of a condition in SQL. */
export function tokens(condition: string): readonly Token[] {
  const found: Token[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < condition.length) {
    const at = PIECE.lastIndex
    const piece = PIECE.exec(condition)
    if (piece === null) throw notMapped(`the sign '${condition.charAt(at)}'`)
    const [, double, back, single, number, name, sign] = piece
    if (double !== undefined) found.push({ kind: 'quoted', text: double.replaceAll('""', '"') })
    else if (back !== undefined) found.push({ kind: 'quoted', text: back })
    else if (single !== undefined) found.push({ kind: 'string', text: single.replaceAll("''", "'") })
    else if (number !== undefined) found.push({ kind: 'number', text: number })
    else if (name !== undefined) found.push({ kind: 'name', text: name })
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign })
  }
  return found
}
