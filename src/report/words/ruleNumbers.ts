import type { Format } from '../format.js'

/** A rule such as 'orders at least 5 and revenue above 1619.81' with its numbers as its reader writes them. */
export function ruleNumbers(rule: string, format: Format): string {
  let isMoney = false
  return rule.replace(/[a-z_]\w*|-?\d[\d.]*(?:e[+-]?\d+)?/gi, (token) => {
    if (/^[a-z_]/i.test(token)) {
      // What a number is compared with is the last feature before it.
      if (!WORDS.has(token)) isMoney = token === 'revenue'
      return token
    }
    return isMoney ? format.limit(Number(token)) : format.decimal(Number(token))
  })
}

const WORDS: ReadonlySet<string> = new Set(['and', 'at', 'least', 'most', 'above', 'from', 'to', 'is'])
