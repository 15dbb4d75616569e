import { type DataType, type Table, Type, type Vector } from '../../table/arrow.js'
import {
  addColumns,
  bool,
  date,
  dictionary,
  float64,
  int32,
  makeTable,
  timestamp,
} from '../../table/build.js'
import { readCategories } from '../../table/categories.js'
import { type Column, findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { MS_A_DAY, readTimes, zoneOf } from '../../table/times.js'

const WHO = 'toTable'

/** What a database answered, with the types and the metadata that the plan promises. */
export function conform(given: Table, shape: Table): Table {
  const answer = uncut(given, shape)
  const changed: { [name: string]: Vector } = {}
  for (const { name, type } of shape.schema.fields) {
    const own = findColumn(answer, name, WHO)
    if (String(own.type) !== String(type)) {
      const made = converted(own, type)
      if (made) changed[name] = made
    }
  }
  return addColumns(answer, changed, WHO, { replace: true }, shape.schema.metadata)
}

/** With the names that were asked for: PostgreSQL cuts those of more than 63 bytes, wherever they stand in a query. */
function uncut(answer: Table, { schema }: Table): Table {
  const names = schema.fields.map(({ name }) => name)
  const isCut = names.some((name, i) => answer.schema.fields[i]?.name !== name)
  if (!isCut || answer.schema.fields.length !== names.length) return answer
  return makeTable(new Map(names.map((name, i): [string, Vector] => [name, answer.getChildAt(i)!])))
}

/** The column as that type; undefined where it stays as the database gives it. */
function converted(column: Column, type: DataType): Vector | undefined {
  switch (type.typeId) {
    case Type.Int: {
      if ((type as { bitWidth?: number }).bitWidth !== 32) return undefined
      const values = readNumbers(column, WHO)
      const present = values.some(Number.isNaN)
        ? Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1))
        : undefined
      return int32(Int32Array.from(values), present)
    }
    case Type.Float:
      return float64(readNumbers(column, WHO).slice())
    case Type.Bool:
      return bool(Uint8Array.from(readNumbers(column, WHO), (value) => (Number.isNaN(value) ? 2 : value)))
    case Type.Date:
      return date(readTimes(column, WHO).map((ms) => Math.floor(ms / MS_A_DAY)))
    case Type.Timestamp:
      return timestamp(readTimes(column, WHO), zoneOf(type))
    case Type.Dictionary: {
      const { codes, labels } = readCategories(column, WHO)
      return dictionary(Int32Array.from(codes), labels)
    }
    default:
      return undefined
  }
}
