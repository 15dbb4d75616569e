import type { SegmentFigures } from './figures/segments.js'
import { rfmSegments } from '../value/rfmSegments.js'
import type { Standing, Words } from './words/words.js'

const STANDINGS: Readonly<Record<string, Standing>> = {
  champions: 'best',
  loyal: 'good',
  potential_loyal: 'good',
  new: 'new',
  promising: 'new',
  need_attention: 'slipping',
  about_to_sleep: 'slipping',
  cannot_lose: 'leaving',
  at_risk: 'leaving',
  hibernating: 'gone',
  lost: 'gone',
}

const KEYS: ReadonlyMap<string, string> = new Map(
  rfmSegments.map(({ name, key }) => [name, key ?? name] as const),
)

/**
 * Where the customers of a segment stand; undefined for segments that are not this library's. Scores compare: where everybody
 * orders often, those who are called new have ordered more than once too.
 */
export function standingOf({ segment, orders, customers }: SegmentFigures): Standing | undefined {
  const standing = segment === null ? undefined : STANDINGS[keyOf(segment) ?? '']
  return standing === 'new' && orders >= 2 * customers ? 'good' : standing
}

/** A segment's name in the language of the report; a user's own segments keep theirs. */
export function segmentName(segment: string | null, words: Words): string {
  if (segment === null) return words.segments.unnamed
  const key = keyOf(segment)
  return key === undefined ? segment : words.segments.name(key)
}

function keyOf(segment: string): string | undefined {
  return KEYS.get(segment)
}
