import type { Table } from '../../table/arrow.js'
import { type International, readInternational } from '../international/international.js'
import { prepare } from '../fields/prepare.js'
import type { Prepared } from '../prepared.js'
import type { LinkageState } from './state.js'

/** The records as a model cleans and codes them. */
export function prepareFor(
  who: string,
  { recipe }: LinkageState,
  records: Table,
  international: International | undefined,
): Prepared {
  return prepare(records, { recipe: recipe!, international: readInternational(who, international), who })
    .prepared
}
