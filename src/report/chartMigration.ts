import { invalid } from '../options.js'
import type { Migration } from '../segment/migrate.js'
import { describe } from '../table/adopt.js'
import { type Chart, type ChartOptions } from './chart.js'
import { drawFlow } from './drawFlow.js'
import { drawMoves } from './drawMoves.js'
import { movesOf } from './figures/moves.js'
import { sceneOf } from './scene.js'

const WHO = 'chartMigration'
/** More segments than that and the streams cannot be told apart. */
const MOST_STREAMS = 14

/**
 * Who moved between segments? Streams from the segments before (left) to those after (right), as wide as customers are many: pale for those who
 * stayed, strong for those who moved, others for those who are new and those who are lost. RFM segments stand from the best to the lost. Of more than
 * fourteen segments it is a heat map: a row a segment before, a column a segment after, with the share of the row.
 *
 * @param migration - what `migrate` gives
 * @param options - `width` (720), `lang` ('en')
 * @returns a chart that notebooks show; it holds some numbers a pair of segments, and no customer
 * @throws ClienteleError `option-invalid`
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * import { fromRows, migrate } from 'clientele'
 * import { chartMigration } from 'clientele/report'
 *
 * const spring = fromRows([{ customer_id: 'ann', segment: 'A' }, { customer_id: 'bob', segment: 'B' }])
 * const summer = fromRows([{ customer_id: 'ann', segment: 'B' }, { customer_id: 'eve', segment: 'A' }])
 * console.log(chartMigration(migrate(spring, summer)).description.startsWith('Streams')) // true
 * ```
 */
export function chartMigration(migration: Migration, options: ChartOptions = {}): Chart {
  const scene = sceneOf(WHO, options, undefined)
  if (!migration?.moves || !migration.matrix) {
    throw invalid(
      WHO,
      `needs what migrate(before, after) gives, an object of moves and matrix, but got ${describe(migration)}`,
    )
  }
  const moves = movesOf(migration, WHO)
  return moves.segments.length > MOST_STREAMS ? drawMoves(moves, scene) : drawFlow(moves, scene)
}
