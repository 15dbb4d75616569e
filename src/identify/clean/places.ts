import type { Script } from '../international/script.js'
import { plainWords } from './names.js'
import { cut, saysNothing, tidy } from './text.js'

/** Words of addresses that are written short or long. */
const SHORT: ReadonlyMap<string, string> = new Map(
  (
    'street:st saint:st sankt:st sint:st road:rd avenue:ave av:ave avenida:ave avda:ave drive:dr lane:ln close:cl court:ct crescent:cres place:pl plaza:pl platz:pl ' +
    'square:sq terrace:tce boulevard:blvd bulvar:blvd bul:blvd parade:pde highway:hwy circuit:cct gardens:gdns grove:gr mount:mt north:n south:s east:e west:w ' +
    'apartment:apt flat:apt unit:apt strasse:str ulica:ul ulitsa:ul ulice:ul aleja:al aleje:al calle:c chemin:ch place:pl piazza:pl sokagi:sok sokak:sok caddesi:cad cadde:cad'
  )
    .split(' ')
    .map((entry) => entry.split(':') as [string, string]),
)

function shortened(word: string): string {
  return SHORT.get(word) ?? word.replace(/(?<=\p{L}{3})strasse$/u, 'str')
}

/** A street: words of addresses in their short form. */
export function cleanStreet(raw: string, script: Script): string {
  return cleanWords(raw, script, shortened)
}

/** A town, or any other words. */
export function cleanWords(
  raw: string,
  script: Script,
  change: (word: string) => string = (word) => word,
): string {
  const text = tidy(raw)
  if (saysNothing(text)) return ''
  return cut(plainWords(text, script).map(change).join(' '))
}

/** A value that agrees or does not: tidied, else as it is. */
export function cleanExact(raw: string): string {
  return cut(tidy(raw))
}
