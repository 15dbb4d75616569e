import { ClienteleError } from '../../error.js'
import type { Format } from '../format.js'
import { en } from './en.js'
import type { Words } from './words.js'
import { zh } from './zh.js'

/** A language that reports are written in. */
export type Lang = 'en' | 'zh'

/** Every language's words. */
export const languages: Readonly<Record<Lang, (format: Format) => Words>> = { en, zh }

/** The language, or an error that lists those there are. */
export function checkLang(lang: string, who: string): Lang {
  if (Object.hasOwn(languages, lang)) return lang as Lang
  throw new ClienteleError(
    'option-invalid',
    `${who}: lang is '${lang}', but must be one of ${Object.keys(languages).join(', ')}.`,
  )
}
