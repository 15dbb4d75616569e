import type { Table } from '../../table/arrow.js'
import { type International, readInternational } from '../international/international.js'
import { prepare } from '../fields/prepare.js'
import type { Prepared } from '../prepared.js'
import { prepareAsIs } from '../splink/prepareAsIs.js'
import type { LinkageState } from './state.js'

/** The records as a model cleans and codes them. */
export function prepareFor(
  who: string,
  { recipe, fields }: LinkageState,
  records: Table,
  international: International | undefined,
): Prepared {
  if (recipe === null) return prepareAsIs(who, records, fields)
  return prepare(records, { recipe, international: readInternational(who, international), who }).prepared
}
