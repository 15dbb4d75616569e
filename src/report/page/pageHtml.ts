import type { Finding, ReportContext, Section } from '../section.js'
import { type Html, html, trusted } from './html.js'
import { sectionHtml } from './sectionHtml.js'
import { styles } from './styles.js'

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
const MOST_FINDINGS = 5
const MOST_ACTIONS = 3

/** The whole page: key figures, what matters most, what to do next, and a section for each finding. */
export async function pageHtml(
  context: ReportContext,
  sections: readonly Section[],
  source: string | undefined,
): Promise<string> {
  const { figures, words } = context
  const { page } = words
  const headline = page.headline(figures.totals.customers, figures.totals.revenue)
  const { from, to, days } = figures.period
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
        <title>${headline} · ${page.eyebrow(source)}</title>
        <style>
          ${trusted(styles)}
        </style>
      </head>
      <body>
        <header>
          <p class="eyebrow">${page.eyebrow(source)}</p>
          <h1>${headline}</h1>
          <p class="period">${page.period(from, to, days)}</p>
          ${keyFigures(context)}
        </header>
        <main>${top(sections, words)} ${parts}</main>
        <footer><p>${page.made}</p></footer>
      </body>
    </html> `
  return markup
}

function keyFigures({ figures, words, format }: ReportContext): Html {
  const { totals } = figures
  const { keys } = words
  const shown: [string, string][] = [
    [keys.revenue, format.moneyShort(totals.revenue)],
    [keys.customers, format.count(totals.customers)],
    [keys.orders, format.count(totals.orders)],
    [keys.averageOrder, format.money(totals.averageOrder)],
    [keys.repeat, format.share(totals.repeatShare)],
    [keys.quietFor, words.days(Math.round(totals.medianDaysSinceLast))],
  ]
  return html`<dl class="keys">
    ${shown.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl>`
}

/** What matters most and what to do next, both by weight. */
function top(sections: readonly Section[], words: ReportContext['words']): Html {
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
        <p class="note">${words.segments.where}</p>
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
