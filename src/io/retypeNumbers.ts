import { ClienteleError } from '../error.js'
import type { Vector } from '../table/arrow.js'
import { dictionary, float64, int32, utf8 } from '../table/build.js'
import { type Column, typeName } from '../table/column.js'
import { readNumbers } from '../table/numbers.js'
import { readStrings } from '../table/strings.js'
import { countedTimes } from './countedTimes.js'
import type { ColumnType } from './csv/types.js'

/** A column of numbers as integers, doubles, times or text: identifiers with gaps are often stored as doubles. */
export function retypeNumbers(column: Column, type: ColumnType, who: string): Vector {
  switch (type) {
    case 'float64':
      return float64(readNumbers(column, who))
    case 'int32':
      return wholeNumbers(column, who)
    case 'text':
    case 'dictionary':
      return words(readStrings(column), type)
    case 'utf8':
      return utf8(readStrings(column))
    case 'excel-days':
    case 'unix-seconds':
    case 'unix-milliseconds':
      return countedTimes(readNumbers(column, who), type, column.name, who)
    default:
      throw new ClienteleError(
        'column-type',
        `${who}: option types wants ${String(type).slice(0, 40)} of column '${column.name}', which is ${typeName(column.type)} in the file; numbers can be read as int32, float64, text, utf8 or dictionary, yyyymmdd, excel-days, unix-seconds or unix-milliseconds.`,
      )
  }
}

function wholeNumbers(column: Column, who: string): Vector {
  const values = readNumbers(column, who)
  const whole = new Int32Array(values.length)
  const present = new Uint8Array(values.length)
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return
    if ((value | 0) !== value) {
      throw new ClienteleError(
        'value-invalid',
        `${who}: column '${column.name}' holds ${value} in row ${i + 1}, but option types wants int32, whole numbers of at most 2,147,483,647; say types: {'${column.name}': 'text'} if these are identifiers, or 'float64'.`,
      )
    }
    whole[i] = value
    present[i] = 1
  })
  return int32(whole, present)
}

/** Text that mostly repeats is a dictionary, other text is plain, unless it was said. */
function words(texts: readonly (string | null)[], type: 'text' | 'dictionary'): Vector {
  const known = new Map<string, number>()
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return -1
    const code = known.get(text) ?? known.size
    known.set(text, code)
    return code
  })
  const repeats = known.size <= texts.length / 2
  return type === 'dictionary' || repeats ? dictionary(codes, [...known.keys()]) : utf8(texts)
}
