import { checkInteger, checkOptions } from '../options.js'
import type { ChartOptions } from './chart.js'
import { type Format, makeFormat } from './format.js'
import { languages } from './words/index.js'
import { checkLang } from './words/lang.js'
import type { Words } from './words/words.js'

/** What every drawing needs to know beside its figures. */
export interface Scene {
  readonly words: Words
  readonly format: Format
  readonly width: number
}

/** A chart's options, checked; `own` names those beyond the common ones. */
export function sceneOf(
  who: string,
  options: ChartOptions,
  known: string | undefined,
  own: readonly string[] = [],
): Scene {
  checkOptions(who, options, ['width', 'lang', 'currency', ...own])
  const { width = 720, lang = 'en', currency = known } = options
  checkInteger(who, 'width', width, 200, 4000)
  const format = makeFormat(checkLang(lang, who), currency, who)
  return { words: languages[format.lang](format), format, width }
}
