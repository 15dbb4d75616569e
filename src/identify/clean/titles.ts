/** Forms of address and degrees before a name. */
const BEFORE = new Set(
  (
    'mr mrs ms miss mx mister madam sir dr prof professor doctor rev reverend hon capt lt col sgt herr frau hr fr dipl ing mag dott dottssa ' +
    'monsieur madame mademoiselle mme mlle senor senora senorita srta sra sr dona dhr mevr mw pan pani gospodin gospozha kyrios kyria bay bayan sayin'
  ).split(' '),
)
/** What follows a name. */
const AFTER = new Set(
  'jr sr junior senior ii iii iv phd md esq mba msc bsc ba ma dds rn cpa obe mbe dr prof'.split(' '),
)

/** In Chinese, Japanese and Korean, at the end of a name. */
const HONORIFICS = /(先生|女士|小姐|太太|さん|さま|様|씨|님)$/u

/** A tidied name without Chinese, Japanese or Korean forms of address at its end. */
export function withoutHonorific(text: string): string {
  const bare = text.replace(HONORIFICS, '').trimEnd()
  return bare === '' ? text : bare === text ? text : withoutHonorific(bare)
}

/** The words of a name without titles, unless nothing else is there. */
export function withoutTitles(words: readonly string[]): readonly string[] {
  let from = 0
  let to = words.length
  while (to - from > 1 && BEFORE.has(words[from]!)) from++
  while (to - from > 1 && AFTER.has(words[to - 1]!)) to--
  return words.slice(from, to)
}
