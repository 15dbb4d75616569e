import type { Format } from '../format.js'
import { en } from './en.js'
import type { Lang } from './lang.js'
import type { Words } from './words.js'
import { zh } from './zh.js'

/** Every language's words. */
export const languages: Readonly<Record<Lang, (format: Format) => Words>> = { en, zh }
