import type { FieldRules } from '../compare/comparer.js'
import type { LinkageRules } from '../link/state.js'
import type { ValueList } from '../prepared.js'
import { type Cells, compile, type Condition } from './evaluate.js'
import { parse } from './parse.js'
import { cellsOf } from './prepareAsIs.js'

/** The conditions of a comparison, ready to be asked of the values of a list. */
export function compileRules({ columns, conditions, missing }: LinkageRules, list: ValueList): FieldRules {
  const isMissing = compileOne(missing, columns)
  const levels = conditions.map((condition) => compileOne(condition, columns))
  const top = levels.length + 1
  const cells = list.values.map((value) => cellsOf(value, columns.length))
  const similarity = (a: number, b: number) => levelOf(isMissing, levels, cells[a]!, cells[b]!)
  return { top, similarity, same: Uint8Array.from(cells, (_, code) => similarity(code, code)) }
}

function compileOne(condition: string, columns: readonly string[]): Condition {
  return compile(parse(condition), columns)
}

/** The first level whose condition holds, whichever of the two records comes first. */
function levelOf(isMissing: Condition, levels: readonly Condition[], one: Cells, other: Cells): number {
  const holds = (condition: Condition) => condition(one, other) === true || condition(other, one) === true
  if (holds(isMissing)) return 0
  const found = levels.findIndex(holds)
  return found < 0 ? 1 : levels.length + 1 - found
}
