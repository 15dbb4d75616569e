import type { Script } from '../international/script.js'
import { plainLetters } from './letters.js'
import { cut, saysNothing, tidy } from './text.js'
import { withoutHonorific, withoutTitles } from './titles.js'

/** Names are shorter than other text. */
const LONGEST_NAME = 60

/** What the words of a text are compared by: Latin letters and digits where these can be had, one space between words. */
export function plainWords(text: string, script: Script, isSurname: boolean = false): readonly string[] {
  return plainLetters(script(text, isSurname))
    .replace(/'/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
}

/** A given name: without titles, a nickname as the name that it stands for. */
export function cleanGivenName(raw: string, script: Script, nicknames: ReadonlyMap<string, string>): string {
  const [first, ...others] = nameWords(raw, script)
  if (first === undefined) return ''
  return cut([nicknames.get(first) ?? first, ...others].join(' '), LONGEST_NAME)
}

/** A surname: without titles; O' and Mc belong to what follows. */
export function cleanSurname(raw: string, script: Script): string {
  return cut(
    nameWords(raw, script, true)
      .join(' ')
      .replace(/(?<=^| )(?:(?:o|mc|mac) )+(?=\p{L}{3})/gu, (beginning) => beginning.replaceAll(' ', '')),
    LONGEST_NAME,
  )
}

function nameWords(raw: string, script: Script, isSurname: boolean = false): readonly string[] {
  const text = tidy(raw)
  if (saysNothing(text)) return []
  // An initial is one letter also where two Latin ones stand for it.
  const initials = text.replace(LONE_LETTER, (letter) => plainLetters(script(letter))[0] ?? letter)
  return joinSyllables(withoutTitles(plainWords(withoutHonorific(initials), script, isSurname)))
}

const LONE_LETTER =
  /(?<![\p{L}\p{M}])[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}](?![\p{L}\p{M}])/gu

const PINYIN =
  /^(?:[bpmfdtnlgkhjqxzcsrwy]|zh|ch|sh)?(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve)$/

const KOREAN =
  /^(?:[bcghjkmnprstyw]|ch|kk|pp|tt|ss|jj|sh)?(?:ya|yae|yeo|yo|yu|wa|wae|wo|we|wi|a|ae|e|eo|eu|i|o|oe|u|ui|oo|ee|ou)(?:k|n|t|l|m|p|ng|g|b)?$/

/** Chinese and Korean names in Latin letters with or without a space or hyphen: 'jian guo' is 'jianguo', 'min-jun' 'minjun'. */
function joinSyllables(words: readonly string[]): readonly string[] {
  const areAll = (syllable: RegExp) => words.every((word) => word.length > 1 && syllable.test(word))
  const isOne = (words.length === 2 && areAll(KOREAN)) || ([2, 3].includes(words.length) && areAll(PINYIN))
  return isOne ? [words.join('')] : words
}
