import { notMapped } from './notMapped.js'

const known = new Map<string, RegExp>()

/** A plain character, an escaped one or a class of them, and how often it may come. */
const ATOM = /\[\^?(?:[^\]\\]|\\[\w\\.\-/])+\]|\\[dwsDWS.\-/\\@+]|[^\\[\](){}*+?|^$]/
const TIMES = /(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?/
const SAFE = new RegExp(
  `^\\^?(?:(?:${ATOM.source})${TIMES.source}|\\((?:(?:${ATOM.source})${TIMES.source})+\\))+\\$?$`,
  'u',
)

/**
 * A regular expression that takes no time to speak of whatever it is put to: characters and classes with how often they may come, groups that come
 * once, and at most three parts of open length.
 */
export function safePattern(text: string): RegExp {
  let pattern = known.get(text)
  if (pattern !== undefined) return pattern
  const open = text.match(/[*+]|,\}/g)?.length ?? 0
  if (text.length > 200 || open > 3 || !SAFE.test(text)) throw notMapped(`the pattern ${text}`)
  try {
    pattern = new RegExp(text, 'u')
  } catch {
    throw notMapped(`the pattern ${text}`)
  }
  if (known.size < 100) known.set(text, pattern)
  return pattern
}
