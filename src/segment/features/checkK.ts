import { invalid } from '../../options.js'
import { counted } from '../../table/column.js'
import { countDistinct, type Points } from './points.js'

/** An error where there are fewer different points than clusters are asked for. */
export function checkK(who: string, k: number, points: Points): void {
  const distinct = countDistinct(points, k)
  if (distinct >= k) return
  const rows = counted(points.rows, 'row')
  throw invalid(
    who,
    `k is ${k}, but the features of the ${rows} learned from have only ${distinct} different values taken together; choose k up to ${distinct}, or more features`,
  )
}
