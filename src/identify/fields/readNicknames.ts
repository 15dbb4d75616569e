import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import { plainWords } from '../clean/names.js'
import { tidy } from '../clean/text.js'
import { MOST_NICKNAMES } from './readRecipe.js'
import type { Recipe } from './recipe.js'

/** Given names by their nicknames, in place of the list that is built in. */
export type Nicknames = { readonly [nickname: string]: string }

/** The option `nicknames`, checked, its words as given names are cleaned. */
export function readNicknames(who: string, given: unknown): Recipe['nicknames'] | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(
      who,
      `nicknames must be an object of names by nickname, such as {bill: 'william'}, but got ${describe(given)}`,
    )
  }
  const pairs = Object.entries(given).map(([nickname, name]) => {
    if (typeof name !== 'string') throw invalid(who, `nicknames must hold names, but got ${describe(name)}`)
    return [word(nickname), word(name)] as const
  })
  if (pairs.length > MOST_NICKNAMES) {
    throw invalid(who, `nicknames holds ${pairs.length} entries, but may hold ${MOST_NICKNAMES}`)
  }
  const nicknames = new Set(pairs.map(([nickname]) => nickname))
  // Cleaned names would change again when they are cleaned again.
  const chained = pairs.filter(([nickname, name]) => nicknames.has(name) && nickname !== name).length
  if (chained > 0) {
    throw invalid(
      who,
      `nicknames holds ${chained} entries whose name is itself a nickname; let each stand for the full name`,
    )
  }
  return pairs
}

function word(name: string): string {
  return plainWords(tidy(name), (text) => text)
    .join(' ')
    .slice(0, 60)
}
