import type { Finding, Section } from '../section.js'
import type { Words } from '../words/words.js'
import { type Html, html, trusted } from './html.js'
import { sectionHtml } from './sectionHtml.js'
import { styles } from './styles.js'

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
const MOST_FINDINGS = 5
const MOST_ACTIONS = 3

/** What stands above the sections. */
export interface PageHead {
  /** What was read. */
  readonly eyebrow: string
  readonly headline: string
  /** What it covers, under the headline. */
  readonly covers: string
  /** Key figures: label and value. */
  readonly keys: readonly (readonly [label: string, value: string])[]
  /** Under what to do next: where to find whom it is about. */
  readonly where: string
}

/** The whole page: key figures, what matters most, what to do next, and a section for each finding. */
export async function pageHtml(
  { eyebrow, headline, covers, keys, where }: PageHead,
  sections: readonly Section[],
  words: Words,
): Promise<string> {
  const parts: Html[] = []
  for (const section of sections) parts.push(await sectionHtml(section, words))
  const { markup } = html`<!doctype html>
    <html lang="${words.tag}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${headline} · ${eyebrow}</title>
        <style>
          ${trusted(styles)}
        </style>
      </head>
      <body>
        <header>
          <p class="eyebrow">${eyebrow}</p>
          <h1>${headline}</h1>
          <p class="period">${covers}</p>
          <dl class="keys">
            ${keys.map(
              ([label, value]) =>
                html`<div>
                  <dt>${label}</dt>
                  <dd>${value}</dd>
                </div> `,
            )}
          </dl>
        </header>
        <main>${top(sections, words, where)} ${parts}</main>
        <footer><p>${words.page.made}</p></footer>
      </body>
    </html> `
  return markup
}

/** What matters most and what to do next, both by weight. */
function top(sections: readonly Section[], words: Words, where: string): Html {
  const findings = sections.flatMap(({ id, finding, weight, more = [] }) =>
    [{ text: finding, weight }, ...more].map(({ text, weight }) => ({ id, text, weight })),
  )
  const actions = sections.flatMap((section) => section.actions ?? [])
  const toKnow = heaviest(findings, MOST_FINDINGS)
  const toDo = heaviest(actions, MOST_ACTIONS)
  const { page } = words
  return html`<div class="top">
    ${
      toKnow.length > 0 &&
      html`<div>
        <h2>${page.toKnow(toKnow.length)}</h2>
        <ol>
          ${toKnow.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}
        </ol>
      </div>`
    }
    ${
      toDo.length > 0 &&
      html`<div>
        <h2>${page.toDo(toDo.length)}</h2>
        <ol>
          ${toDo.map(({ text }) => html`<li>${text}</li>`)}
        </ol>
        <p class="note">${where}</p>
      </div>`
    }
  </div>`
}

function heaviest<T extends Finding>(all: readonly T[], most: number): T[] {
  return all
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
}
