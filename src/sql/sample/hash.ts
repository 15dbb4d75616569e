import { type Table, Type } from '../../table/arrow.js'
import { findColumn, wrongType } from '../../table/column.js'
import { isNumeric } from '../../table/numbers.js'
import { isText } from '../../table/strings.js'
import { isBareDate } from '../../table/times.js'
import { call, column, type Expression, text } from '../expression/expression.js'

/** A row's key and the seed as 32 hexadecimal digits, which are the same in every database. */
export function hashOf(who: string, shape: Table, keys: readonly string[], seed: number): Expression {
  const parts = keys.flatMap((name) => [text(' '), keyText(who, shape, name)])
  return call('md5', call('joined', text(String(seed)), ...parts))
}

/** A key as text that is the same in every database. */
function keyText(who: string, shape: Table, name: string): Expression {
  const own = findColumn(shape, name, who)
  const { type } = own
  const value = column(name)
  if (isText(type)) return call('asText', value)
  if (isBareDate(type)) return call('asText', call('asWhole', call('day', value)))
  if (type.typeId === Type.Int) return call('asText', value)
  if (isNumeric(type)) return call('asText', call('asWhole', call('floor', call('asNumber', value))))
  throw wrongType(
    who,
    own,
    'text, whole numbers or dates are needed as a key',
    'name the column that says whose row it is',
  )
}

/** The text below which a share of all hashes lies. */
export function hashBound(share: number): string {
  return Math.floor(share * 2 ** 52)
    .toString(16)
    .padStart(13, '0')
}
