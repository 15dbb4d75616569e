import type { NameOrder } from '../fields/recipe.js'
import { cut, tidy } from './text.js'
import { withoutHonorific, withoutTitles } from './titles.js'

/** Words that belong to the surname after them. */
const PARTICLES = new Set(
  'van von der den de del della di da dos das du la le ter ten zu zum zur af av al el bin ibn ben abu st mc mac o y'.split(
    ' ',
  ),
)

/** Surnames of two characters in Chinese, Japanese and Korean that are not read as one and a given name. */
const LONG_SURNAMES = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 皇甫 司徒 东方 東方 独孤 獨孤 慕容 令狐 尉迟 尉遲 公孙 公孫 夏侯 端木 남궁 황보 선우 제갈 사공 독고'.split(
    ' ',
  ),
)

/** A full name as given name and surname, not cleaned yet. */
export type NameParts = { readonly given: string; readonly surname: string }

/**
 * Splits a full name: 'Surname, Given' at the comma; names in Chinese, Japanese or Korean script have the surname first; others by `order`, where
 * words such as van and de go with the surname.
 */
export function splitName(raw: string, order: NameOrder = 'given_first'): NameParts {
  const text = withoutHonorific(cut(tidy(raw), 200))
  const [before, ...after] = text.split(/[,،、]/).map((part) => part.trim())
  const rest = after.filter((part) => part !== '' && withoutTitles(['a', ...part.split(/[. ]+/)]).length > 1)
  if (rest.length > 0) return { given: rest.join(' '), surname: before! }
  const bare = before!.replace(/·/g, ' ')
  const letters = bare.replace(/\./g, '').trim()
  if (isEastAsian(letters)) return splitEastAsian(letters)
  const words = withoutTitles(
    bare.split(/(?<=\.)(?=\p{L})| /u).map((word) => word.replace(/(?<=\p{L}{2})\.$/u, '')),
  )
  if (words.length < 2) return { given: '', surname: words[0] ?? '' }
  const at = order === 'given_first' ? surnameStart(words) : surnameEnd(words)
  const [first, second] = [words.slice(0, at).join(' '), words.slice(at).join(' ')]
  return order === 'given_first' ? { given: first, surname: second } : { given: second, surname: first }
}

function surnameStart(words: readonly string[]): number {
  let at = words.length - 1
  while (at > 1 && PARTICLES.has(words[at - 1]!)) at--
  return at
}

function surnameEnd(words: readonly string[]): number {
  let at = 1
  while (at < words.length - 1 && PARTICLES.has(words[at - 1]!)) at++
  return at
}

function isEastAsian(text: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}々ー ]+$/u.test(text)
}

function splitEastAsian(text: string): NameParts {
  const [first, ...others] = text.split(' ')
  if (others.length > 0) return { surname: first!, given: others.join('') }
  const letters = [...text]
  if (letters.length === 1) return { surname: text, given: '' }
  const isLong =
    LONG_SURNAMES.has(letters.slice(0, 2).join('')) ||
    (letters.length > 3 && !/^\p{Script=Hangul}/u.test(text))
  const at = isLong && letters.length > 2 ? 2 : 1
  return { surname: letters.slice(0, at).join(''), given: letters.slice(at).join('') }
}
