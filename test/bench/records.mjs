/** Records of the shop's customers at any size, as a file that every rival reads, made once. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { generateCustomers } from '../../datasets/shop/generate.mjs'
import { cache } from './python.mjs'

const COLUMNS = /** @type {const} */ ([
  'record_id',
  'source',
  'given_name',
  'surname',
  'email',
  'phone',
  'date_of_birth',
  'street',
  'postcode',
  'city',
])

/** What the columns hold. */
export const recordFields = /** @type {const} */ ({
  given_name: 'given_name',
  surname: 'surname',
  email: 'email',
  phone: 'phone',
  date_of_birth: 'date_of_birth',
  street: 'street',
  postcode: 'postcode',
  city: 'city',
})

/** The path of a CSV of so many records; the last column says whose they are. @param {number} records */
export function recordsFile(records) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `records-${records}.csv`)
  if (existsSync(path)) return path
  const file = openSync(`${path}.part`, 'w')
  let lines = `${[...COLUMNS, 'person_id'].join(',')}\n`
  let made = 0
  for (const { customers, truth_records } of generateCustomers({ customers: records })) {
    customers.forEach((record, i) => {
      if (made++ >= records) return
      const cells = COLUMNS.map((name) => String(record[name] ?? ''))
      cells.push(truth_records[i]?.person_id ?? '')
      lines += `${cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\n`
    })
    if (lines.length > 1 << 20) {
      writeSync(file, lines)
      lines = ''
    }
    if (made >= records) break
  }
  writeSync(file, lines)
  closeSync(file)
  renameSync(`${path}.part`, path)
  return path
}
