import type { Chart } from '../chart.js'
import type { ReportTable, Section } from '../section.js'
import type { Words } from '../words/words.js'
import { type Html, html, trusted } from './html.js'

/** The width of pictures where the page has its full width. */
export const WIDE = 720

/** Wide enough for the page's column, and for a phone. */
const WIDTHS = { wide: WIDE, narrow: 336 } as const

/** Tables with more rows than that are folded away. */
const SHORT = 12

/** One section of the page: heading, picture, how to read it, numbers. */
export async function sectionHtml(section: Section, words: Words): Promise<Html> {
  const { id, finding, chart, howToRead, table, text = [] } = section
  const heading = `${id}-finding`
  return html`<section id="${id}" aria-labelledby="${heading}">
    <h2 id="${heading}">${finding}</h2>
    ${chart ? await pictures(chart, id) : ''}
    ${howToRead !== undefined && html`<p class="read"><b>${words.page.howToRead}</b> ${howToRead}</p>`}
    ${
      text.length === 1
        ? html`<p>${text[0]}</p>`
        : text.length > 1 &&
          html`<ul class="plain">
            ${text.map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
    ${table && numbers(table, finding, words)}
  </section> `
}

async function pictures(chart: (width: number) => Chart, id: string): Promise<Html> {
  const figures: Html[] = []
  for (const [name, width] of Object.entries(WIDTHS)) {
    figures.push(await picture(chart(width), `${id}-${name}`, name))
  }
  return html`${figures}`
}

async function picture(chart: Chart, id: string, name: string): Promise<Html> {
  const svg = tidySvg(await chart.toSvg(), id)
  return html`<figure class="chart ${name}" role="img" aria-label="${chart.description}">
    ${trusted(svg)}
  </figure>`
}

/** The drawing without what the page says itself, and with ids of its own, since each picture stands there twice. */
export function tidySvg(svg: string, id: string): string {
  return svg
    .replace(/<svg [^>]*>/, (tag) => {
      const box = /viewBox="[^"]*"/.exec(tag)?.[0] ?? ''
      return `<svg xmlns="http://www.w3.org/2000/svg" ${box} aria-hidden="true" focusable="false">`
    })
    .replace(/(id="|url\(#)([\w-]+)/g, `$1${id}-$2`)
    .replace(/ font-family="[^"]*"/g, '')
    .replace(/(?<= (?:d|transform)="[^"]*\d\.\d)\d+/g, '')
}

function numbers(table: ReportTable, caption: string, words: Words): Html {
  const grid = html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${table.columns.map(({ label, numeric }) => html`<th scope="col" ${numeric === true && html` class="n"`}>${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map((cells) => row(cells, table.columns))}
      </tbody>
    </table>
  </div>`
  if (table.rows.length <= SHORT && table.columns.length <= SHORT) return grid
  return html`<details>
    <summary>${words.page.numbers(table.rows.length)}</summary>
    ${grid}
  </details>`
}

function row(cells: readonly string[], columns: ReportTable['columns']): Html {
  return html`<tr>
    ${cells.map((cell, i) => {
      const type = columns[i]?.numeric === true && html` class="n"`
      return i === 0 ? html`<th scope="row" ${type}>${cell}</th>` : html`<td${type}>${cell}</td>`
    })}
  </tr> `
}
