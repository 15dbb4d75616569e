/** Markup that may stand in a page as it is; made by the tag `html` alone, or by `trusted`. */
export interface Html {
  readonly markup: string
}

type Hole = string | number | Html | readonly (string | number | Html)[] | undefined | false

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Control signs, but not tab, newline and carriage return, and the two that are no characters.
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu

/** Text as it may stand in an element or a quoted attribute; what XML cannot hold becomes the replacement sign. */
export function escapeHtml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
}

/** A template whose every hole is escaped, except markup that the tag itself has made. */
export function html(texts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let markup = texts[0]!
  holes.forEach((hole, i) => {
    markup += fill(hole) + texts[i + 1]!
  })
  return { markup }
}

/** Markup from a source that escapes by itself: the chart renderer and the style sheet. */
export function trusted(markup: string): Html {
  return { markup }
}

function fill(hole: Hole): string {
  if (hole === undefined || hole === false) return ''
  if (typeof hole === 'string') return escapeHtml(hole)
  if (typeof hole === 'number') return String(hole)
  if ('markup' in hole) return hole.markup
  return hole.map(fill).join('')
}
