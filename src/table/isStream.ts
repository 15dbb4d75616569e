import type { TableLike } from './types.js'

/** Whether tables come one after the other; a table can be iterated too, but has a schema. */
export function isStream<T extends TableLike>(
  given: T | Iterable<T> | AsyncIterable<T>,
): given is Iterable<T> | AsyncIterable<T> {
  if (typeof given !== 'object' || given === null || 'schema' in given) return false
  return Symbol.iterator in given || Symbol.asyncIterator in given
}
