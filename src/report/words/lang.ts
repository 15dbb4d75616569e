import { ClienteleError } from '../../error.js'

/** A language that reports are written in. */
export type Lang = 'en' | 'zh'

const LANGS: readonly Lang[] = ['en', 'zh']

/** The language, or an error that lists those there are. */
export function checkLang(lang: string, who: string): Lang {
  if (LANGS.includes(lang as Lang)) return lang as Lang
  throw new ClienteleError(
    'option-invalid',
    `${who}: lang is '${lang}', but must be one of ${LANGS.join(', ')}.`,
  )
}
