import { palette } from './palette.js'
import { renderSvg } from './renderSvg.js'
import { tslabDisplay } from './tslab.js'

/** A Vega-Lite specification (schema version 5) with its data inside. */
export type VegaLiteSpec = { readonly $schema: string; readonly [part: string]: unknown }

/** Representations of one thing by MIME type, as notebooks exchange them. */
export type MimeBundle = { readonly [mime: string]: unknown }

/**
 * A picture that shows itself where it is the value of a notebook's cell: Deno asks for
 * `Symbol.for('Jupyter.display')`, tslab prints it, Observable finds an element of the page. Anywhere else,
 * take `spec` to a Vega-Lite renderer or call `toSvg()`.
 */
export interface Chart {
  /** What the picture shows, for those who cannot see it. */
  readonly description: string
  /** The Vega-Lite specification. */
  readonly spec: VegaLiteSpec
  /** The specification, so that `JSON.stringify(chart)` gives what Vega-Lite reads. */
  toJSON(): VegaLiteSpec
  /** The specification and a sentence, by MIME type. */
  mimeBundle(): MimeBundle
  /** The picture as SVG; needs vega and vega-lite. */
  toSvg(): Promise<string>
}

/** How a chart is drawn; every chart takes these. */
export interface ChartOptions {
  /** Width in pixels, all in; 720 unless told. */
  readonly width?: number | undefined
  /** The language of titles and labels. */
  readonly lang?: 'en' | 'zh' | undefined
  /** The ISO 4217 code of amounts; without it the currency that the table knows, or plain numbers. */
  readonly currency?: string | undefined
}

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json'
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif'

/** A chart from the parts of its specification that are its own. */
export function makeChart(description: string, width: number, parts: Record<string, unknown>): Chart {
  const spec: VegaLiteSpec = {
    $schema: SCHEMA,
    description,
    width,
    autosize: { type: 'fit-x', contains: 'padding' },
    ...parts,
    background: palette.paper.light,
    config: config(width < 480),
  }
  const chart: Chart = {
    description,
    spec,
    toJSON: () => spec,
    mimeBundle: () => ({ 'application/vnd.vegalite.v5+json': spec, 'text/plain': `Chart: ${description}` }),
    toSvg: () => renderSvg(spec),
  }
  return showInNotebooks(chart)
}

function config(narrow: boolean): Record<string, unknown> {
  const fontSize = narrow ? 11 : 12
  return {
    font: FONT,
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: palette.muted.light,
      titleColor: palette.muted.light,
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 400,
      titlePadding: 8,
      domain: false,
      ticks: false,
      labelPadding: 6,
      gridColor: palette.rule.light,
    },
    legend: {
      orient: 'top',
      title: null,
      labelColor: palette.ink.light,
      labelFontSize: fontSize,
      symbolType: 'square',
      symbolSize: 110,
      symbolStrokeWidth: 0,
      labelLimit: 320,
      columnPadding: 18,
      rowPadding: 4,
      ...(narrow && { columns: 1 }),
      offset: 10,
    },
    text: { fontSize, color: palette.ink.light },
    bar: { color: palette.accent.light },
    line: { color: palette.accent.light, strokeWidth: 2.5 },
  }
}

/** Adds what each kind of notebook looks for. */
function showInNotebooks(chart: Chart): Chart {
  const hooks = {
    [Symbol.for('Jupyter.display')]: () => chart.mimeBundle(),
    [Symbol.for('nodejs.util.inspect.custom')]: () =>
      tslabDisplay(chart.mimeBundle()) ?? `Chart { ${chart.description} }`,
  }
  const hidden = Object.fromEntries(
    Reflect.ownKeys(hooks).map((key) => [key, { value: hooks[key as keyof typeof hooks] }]),
  )
  if (typeof document === 'undefined') return Object.freeze(Object.defineProperties(chart, hidden))
  return Object.defineProperties(asElement(chart), hidden)
}

/** In a page the chart is an element, which is what Observable shows as it is; it draws itself. */
function asElement(chart: Chart): Chart {
  const element = document.createElement('figure')
  chart.toSvg().then(
    (svg) => {
      element.innerHTML = svg
    },
    (error: Error) => {
      element.textContent = error.message
    },
  )
  return Object.assign(element, chart)
}
