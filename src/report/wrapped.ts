const WIDE = /[\u1100-\uffff]/u

/** Text in lines of at most so many signs, broken between words; a Chinese sign counts as two and may begin a line. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/gu) ?? []) {
    const length = Array.from(word.trimEnd()).reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0)
    if (line !== '' && taken + length > most) {
      lines.push(line.trimEnd())
      line = ''
      taken = 0
    }
    line += word
    taken += length + (word.length - word.trimEnd().length)
  }
  return [...lines, line.trimEnd()]
}

/** Text of at most so many signs, cut with an ellipsis where it is longer; of Chinese signs about half as many. */
export function clipped(text: string, most: number): string {
  const signs = Array.from(text)
  const room = WIDE.test(text) ? Math.ceil(0.6 * most) : most
  if (signs.length <= room) return text
  const kept = signs.slice(0, room - 1).join('')
  return `${kept.trimEnd()}…`
}
