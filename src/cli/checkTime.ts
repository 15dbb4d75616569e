import { ClienteleError } from '../error.js'
import { guessCountedTime } from '../io/countedTimes.js'
import { shortYears } from '../io/csv/misfit.js'
import type { Table } from '../table/arrow.js'
import { findColumn } from '../table/column.js'
import { isNumeric } from '../table/numbers.js'
import { isText, readStrings } from '../table/strings.js'

/** Refuses numbers and dates with two-digit years as the time, and says as what they can be read. */
export function checkTime(table: Table, name: string): void {
  const { type } = findColumn(table, name, 'analyze')
  if (!isNumeric(type) && !isText(type)) return
  const first = findColumn(table.slice(0, 1000), name, 'analyze')
  const text = readStrings(first).find((one) => one !== null)
  if (text === undefined || text === null) return
  const short = isText(type) && shortYears(text)
  if (short) {
    throw refusal(
      `dates with two-digit years such as '${text.slice(0, 40)}'`,
      `say ${typed(name, short[0])} or ${typed(name, short[1])}`,
    )
  }
  if (!isNumeric(type)) return
  const way = /^(?:19|20)\d\d[01]\d[0-3]\d$/.test(text) ? 'yyyymmdd' : guessCountedTime(Number(text))
  const mend = way
    ? `say ${typed(name, way)} if its dates are written so`
    : 'say --time and the column that has dates'
  throw refusal(`numbers such as ${text}, but the time must be a date`, mend)

  function refusal(what: string, how: string): ClienteleError {
    return new ClienteleError('column-type', `analyze: column '${name}' holds ${what}; ${how}.`)
  }
}

function typed(name: string, type: string): string {
  return `types: {'${name}': '${type}'}`
}
