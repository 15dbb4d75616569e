import { ClienteleError } from '../error.js'
import type { VegaLiteSpec } from './chart.js'

/**
 * A Vega-Lite spec drawn as SVG, without a background, so that the page's shows through. Vega and Vega-Lite
 * are loaded by the first call.
 */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const { vega, vegaLite } = await loadVega()
  const { spec: compiled } = vegaLite.compile(
    { ...spec, background: 'transparent' } as any,
    { logger: vega.logger(vega.Error) } as any,
  )
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

async function loadVega() {
  try {
    const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')])
    return { vega, vegaLite }
  } catch (cause) {
    throw new ClienteleError(
      'peer-missing',
      'renderSvg: drawing charts needs vega and vega-lite, which are not installed; run: npm install vega vega-lite.',
      { cause },
    )
  }
}
