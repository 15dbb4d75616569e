import type { Builder } from './builder.js'
import { guessCountedTime } from '../countedTimes.js'
import { evidenceOf } from './marks.js'
import { type DateStyle, key } from './types.js'

const NAMES: Record<Builder['kind'], string> = {
  none: 'no value',
  int: 'a whole number (int32)',
  float: 'a number',
  bool: 'true or false',
  date: 'a date of the given format',
  text: 'text',
}

/** What is wrong with a value that does not fit its column's type. */
export function misfit(column: Builder, text: string): string {
  const name = column.name
  const got = `column '${name}' holds '${text.slice(0, 40)}'`
  if (column.given)
    return `${got}, but option types wants ${NAMES[column.kind]}; ${mendGiven(column, text)} or give another type.`
  return `${got}, but the first rows hold ${NAMES[column.kind].replace(' of the given format', '')} here; give the type: types: {${key(name)}: '${column.kind === 'int' ? 'float64' : 'text'}'}.`
}

/** The two ways to read a date with a two-digit year, which is read so where the caller says so alone; undefined for other text. */
export function shortYears(text: string): [DateStyle, DateStyle] | undefined {
  const mark = /^\d{1,2}([-/.])\d{1,2}\1\d\d(?!\d)/.exec(text)?.[1] as '-' | '/' | '.' | undefined
  return mark && [`dd${mark}mm${mark}yy`, `mm${mark}dd${mark}yy`]
}

/** What makes a value fit the type that was given. */
export function mendGiven({ kind, name, style }: Builder, text: string): string {
  const mend = 'mend the value'
  if (kind === 'date') {
    const short = shortYears(text)
    if (short) {
      return `with two-digit years say types: {${key(name)}: '${short[0]}'} or types: {${key(name)}: '${short[1]}'}, ${mend}`
    }
    const way = guessCountedTime(Number(text.replace(',', '.')))
    return way ? `say types: {${key(name)}: '${way}'} if the time is counted so, ${mend}` : mend
  }
  if (kind !== 'int' && kind !== 'float') return mend
  const evidence = evidenceOf(text)
  const mark = String.fromCharCode(style.decimal)
  if (evidence?.decimal && evidence.decimal !== mark)
    return `say decimal: '${evidence.decimal}' if that is its decimal mark, ${mend}`
  const group = /\d([^\d.,\w])\d{3}/.exec(text)?.[1]
  if (group) return `say thousands: '${group}' if that stands between groups of digits, ${mend}`
  if (/^[^\d]*$/.test(text))
    return `say missing: ['${text.trim().slice(0, 20)}'] if it means that there is no value, ${mend}`
  return mend
}
