import type { Table } from '../../table/arrow.js'
import type { International } from '../international/international.js'
import { prepareFor } from '../link/prepareFor.js'
import type { LinkageState } from '../link/state.js'

/** By column that the model reads, whether each row's value is left once cleaned: 1, and 0 where it says nothing, such as 00.00.0000. */
export function meaningful(
  who: string,
  model: LinkageState,
  records: Table,
  international: International | undefined,
): ReadonlyMap<string, Uint8Array> {
  const says = new Map<string, Uint8Array>()
  if (model.recipe === null) return says
  const { fields } = prepareFor(who, model, records, international)
  for (const { column, from } of model.recipe.fields) {
    const field = fields.find((one) => one.column === column)
    if (!field) continue
    // A full name is read into several fields: one of them is enough.
    const own = says.get(from) ?? new Uint8Array(records.numRows)
    field.codes.forEach((code, row) => code >= 0 && (own[row] = 1))
    says.set(from, own)
  }
  return says
}
