import { ClienteleError } from '../../error.js'

/** How text is stored as bytes. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'latin1',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1250',
  'windows-1251',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** The encoding that the first bytes show, and how many of them are a byte order mark. */
export function findEncoding(head: Uint8Array): { encoding: Encoding; mark: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  // Without a mark, UTF-16 shows in zeros at every other byte of what is mostly ASCII.
  const size = Math.min(head.length & ~1, 4096)
  const zeros = [0, 0]
  for (let i = 0; i < size; i++) if (head[i] === 0) zeros[i & 1]!++
  if (size >= 4 && zeros[1]! > size / 4 && zeros[0] === 0) return { encoding: 'utf-16le', mark: 0 }
  if (size >= 4 && zeros[0]! > size / 4 && zeros[1] === 0) return { encoding: 'utf-16be', mark: 0 }
  return { encoding: 'utf-8', mark: 0 }
}

/** The first records, cut by a simple state machine: a list of how many of each delimiter they hold. */
function countDelimiters(head: Uint8Array, comment: number): number[][] {
  const marks = DELIMITERS.map((mark) => mark.charCodeAt(0))
  const lines: number[][] = []
  let counts = marks.map(() => 0)
  let quoted = false
  let start = 0
  for (let i = 0; i < head.length && lines.length < 100; i++) {
    const b = head[i]!
    if (b === 34) quoted = !quoted
    if (quoted) continue
    if (b === 10 || b === 13) {
      if (i > start && head[start] !== comment) lines.push(counts)
      counts = marks.map(() => 0)
      start = i + 1
    } else {
      const which = marks.indexOf(b)
      if (which >= 0) counts[which]!++
    }
  }
  if (lines.length === 0) lines.push(counts)
  return lines
}

/** Whether one delimiter cuts all the first records of a text into the same number of fields, more than one. */
export function alikeFields(head: Uint8Array): boolean {
  const lines = countDelimiters(head, -1)
  return DELIMITERS.some((_, which) => {
    const fields = lines[0]![which]!
    return fields > 0 && lines.length > 1 && lines.slice(0, -1).every((counts) => counts[which] === fields)
  })
}

const DELIMITERS: readonly string[] = [',', ';', '\t', '|']

/**
 * The delimiter that cuts most of the first records into the same number of fields, more than one; among
 * several the one that cuts them into the most; a comma where there is none.
 */
export function findDelimiter(head: Uint8Array, comment: number): string {
  const lines = countDelimiters(head, comment)
  let best = ','
  let bestScore = 0
  DELIMITERS.forEach((mark, which) => {
    const first = lines[0]![which]!
    if (first === 0) return
    const alike = lines.filter((counts) => counts[which] === first).length / lines.length
    const score = alike * alike * (1 + first / 1000)
    if (score > bestScore + 1e-12) {
      best = mark
      bestScore = score
    }
  })
  return best
}

/** Names for the columns from a header line: trimmed, nameless ones numbered by place, repeated ones numbered. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set<string>(header.map((name) => name.trim()))
  const used = new Set<string>()
  return header.map((given, place) => {
    const name = given.trim() || `column_${place + 1}`
    let unique = name
    for (let n = 2; used.has(unique) || (unique !== given.trim() && taken.has(unique)); n++) {
      unique = `${name}_${n}`
    }
    used.add(unique)
    return unique
  })
}

/** The error for bytes that are no text. */
export function notText(who: string, file: string): ClienteleError {
  return new ClienteleError(
    'file-malformed',
    `${who}: there are NUL bytes in ${file}, so it is no text file; if it is Parquet or Arrow under another name, say format: 'parquet' or 'arrow', if it is UTF-16 say encoding: 'utf-16le'.`,
  )
}
