import { makeShared } from '../../parallel/shared.js'
import type { Team } from '../../parallel/team.js'
import type { DataType, Vector } from '../../table/arrow.js'
import { numbersFromWords, textsFromBytes } from '../../table/streamKeys.js'
import type { Thread } from './kernel.js'

/** The customers' column from the keys that the threads have kept. */
export function keyColumn(
  team: Team<Thread>,
  type: DataType,
  kind: 'short' | 'bytes',
  places: Uint32Array,
): Vector {
  const isShort = kind === 'short'
  const isShared = team.threads > 1
  const words = makeShared(Int32Array, isShort ? 2 * places.length : 0, isShared)
  const offsets = makeShared(Int32Array, isShort ? 0 : places.length + 1, isShared)
  if (!isShort) team.run('measure', { places, lengths: offsets })
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!
  const bytes = makeShared(Uint8Array, offsets.at(-1) ?? 0, isShared)
  team.run('write', { places, words, offsets, bytes })
  return isShort ? numbersFromWords(type, words) : textsFromBytes(type, offsets, bytes)
}
