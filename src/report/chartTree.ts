import type { TreeModel } from '../classify/tree/model.js'
import { checkInteger, invalid } from '../options.js'
import { describe } from '../table/adopt.js'
import type { Chart, ChartOptions } from './chart.js'
import { drawTree } from './drawTree.js'
import { treeLines } from './figures/treeLines.js'
import { sceneOf } from './scene.js'

/** What `chartTree` can be told. */
export interface ChartTreeOptions extends ChartOptions {
  /** How many levels below the root are drawn, up to 20; '…' marks what goes on. Default 4. */
  readonly depth?: number | undefined
}

const WHO = 'chartTree'

/**
 * What kind of customer does it? A decision tree as lines that step in: what a group has in common, and beside it a bar of the share that
 * is asked for (or of the likeliest class, or the mean), with how many customers it has. The dashed line is that of all customers; groups
 * above it are strong, those that are divided further are pale.
 *
 * @param model - what `fitTree` gives
 * @param options - `depth` (4), `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds a line a node and no customer
 * @throws ClienteleError `option-invalid`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fitTree, fromRows } from 'clientele'
 * import { chartTree } from 'clientele/report'
 *
 * const customers = fromRows([
 *   { plan: 'monthly', left: true },
 *   { plan: 'monthly', left: true },
 *   { plan: 'yearly', left: false },
 * ])
 * console.log(chartTree(fitTree(customers, { target: 'left' })).spec.data.values.length) // 3
 * ```
 */
export function chartTree(model: TreeModel, options: ChartTreeOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined, ['depth'])
  const { depth = 4 } = options
  checkInteger(WHO, 'depth', depth, 1, 20)
  if (model?.kind !== 'tree') throw invalid(WHO, `needs a model of fitTree, but got ${describe(model)}`)
  return drawTree(treeLines(model, depth), model.target, scene)
}
