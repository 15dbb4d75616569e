import { LOCKSTEP_CELLS } from '../../parallel/lockstep.js'
import { makeShared, toShared } from '../../parallel/shared.js'
import { type Atom, makeAtoms } from '../block/atoms.js'
import { type Key, makeKeys } from '../block/keys.js'
import type { Prepared } from '../prepared.js'

/** What all threads of identification share. */
export type Memory = {
  readonly threads: number
  readonly prepared: Prepared
  readonly atoms: readonly Atom[]
  readonly keys: readonly Key[]
  readonly control: Int32Array
}

/** Lays out records for threads, in shared memory where there are several. */
export function makeMemory(given: Prepared, threads: number): Memory {
  const prepared = threads > 1 ? shareRecords(given) : given
  const atoms = makeAtoms(prepared, threads > 1)
  return {
    threads,
    prepared,
    atoms,
    keys: makeKeys(atoms),
    control: makeShared(Int32Array, LOCKSTEP_CELLS, threads > 1),
  }
}

/** Arrays that several fields have in common stay in common. The strings themselves stay behind: kernels read units. */
function shareRecords({ rows, fields, source }: Prepared): Prepared {
  const lists = new Map(
    fields.map(({ list }) => {
      const { offsets, units } = list
      return [list, { values: [], offsets: toShared(offsets), units: toShared(units) }]
    }),
  )
  const shared = fields.map((field) => ({
    ...field,
    list: lists.get(field.list)!,
    codes: toShared(field.codes),
    frequency: toShared(field.frequency),
  }))
  return { rows, fields: shared, ...(source && { source: toShared(source) }) }
}
