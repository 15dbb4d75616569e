import { isPlain } from '../clean/text.js'
import { readingOf } from './readings.js'
import type { International, Part } from './international.js'

/** Writes a tidied text in Latin letters as far as it can; surnames have readings of their own. */
export type Script = (text: string, isSurname?: boolean) => string

/** Which functions were used, and for want of which a value was left as it is. */
export type ScriptNeeds = { readonly used: Set<Part>; readonly wanted: Set<Part> }

/** Whether all is Latin, Greek or Cyrillic, digits and signs: that needs no package. */
const EUROPEAN =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u
const HAN = /[\p{Script=Han}々]+/gu
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u
const OTHERS =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}\p{Script=Han}\s]+/gu

/** A writer with the functions there are; what it used and lacked is noted in `needs`. */
export function scriptOf(international: International, needs: ScriptNeeds): Script {
  const { anyAscii, pinyin, simplify } = international
  const { used, wanted } = needs
  const han = (run: string, isSurname: boolean): string => {
    const plain = simplify === undefined ? run : simplify(run)
    if (plain !== run) used.add('simplify')
    if (pinyin === undefined) return plain
    used.add('pinyin')
    const surname = isSurname ? { surname: 'head' } : {}
    const read = pinyin(plain, { toneType: 'none', type: 'array', v: true, ...surname })
    return [read].flat().join('').replaceAll('v', 'u')
  }
  const other = (run: string): string => {
    used.add('anyAscii')
    const latin = anyAscii!(run).toLowerCase()
    // Signs alone would be no name.
    if (!/[a-z0-9]/.test(latin)) return run
    return KANA.test(run) ? latin.replace(/ou|oo/g, 'o').replaceAll('uu', 'u') : latin
  }
  return (text, isSurname = false) => {
    if (isPlain(text) || EUROPEAN.test(text)) return text
    const known = readingOf(text)
    const isHan = known.search(HAN) >= 0
    if (isHan && pinyin === undefined) wanted.add('pinyin')
    if (isHan && pinyin === undefined && simplify === undefined) wanted.add('simplify')
    const read = isHan ? known.replace(HAN, (run) => han(run, isSurname)) : known
    if (read.search(OTHERS) < 0) return read
    if (anyAscii === undefined) {
      wanted.add('anyAscii')
      return read
    }
    return read.replace(OTHERS, other)
  }
}
