import { cleanRecords, loadInternational, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { expect, it } from 'vitest'

const shop = (file: string) => readTable(new URL(`../../datasets/shop/${file}`, import.meta.url).pathname)
const international = await loadInternational()

const cleaned = toRows(cleanRecords(await shop('customers.csv'), { international }) as any) as any[]
const truth = toRows((await shop('truth_records.csv')) as any) as any[]

/** Ways to write the same that cleaning sees through, and gaps. */
const SEEN_THROUGH = new Set(
  'latin_letters capitals phone_format nickname no_email no_phone no_birth_date'.split(' '),
)
/** The fields that other changes change. */
const CHANGED: { readonly [change: string]: readonly string[] } = {
  other_email: ['email'],
  moved: ['street', 'postcode', 'city'],
  new_surname: ['surname'],
  misspelt_surname: ['surname'],
  misspelt_given_name: ['given_name'],
  misspelt_street: ['street'],
  initial: ['given_name'],
  swapped_names: ['given_name', 'surname'],
  swapped_birth_date: ['date_of_birth'],
}
const FIELDS = ['given_name', 'surname', 'email', 'phone', 'date_of_birth', 'street', 'postcode', 'city']

function scriptOf(text: string): string {
  return ['Latin', 'Cyrillic', 'Greek', 'Han', 'Arabic'].find((script) =>
    new RegExp(`\\p{Script=${script}}`, 'u').test(text),
  )!
}

it('in every script, records of one person agree in each field that was not changed for good', () => {
  const first = new Map<string, any>()
  const compared: { [script: string]: number } = {}
  const apart: string[] = []
  truth.forEach(({ person_id, changes }, i) => {
    const record = cleaned[i]
    const other = first.get(person_id)
    if (other === undefined && changes === null) first.set(person_id, record)
    if (other === undefined || changes === null) return
    const labels = changes.split('+') as string[]
    const spoilt = new Set(labels.flatMap((label) => (SEEN_THROUGH.has(label) ? [] : CHANGED[label]!)))
    const script = scriptOf(other.surname)
    for (const field of FIELDS.filter((name) => !spoilt.has(name))) {
      const [a, b] = [other[`${field}_clean`], record[`${field}_clean`]]
      if (a === null || b === null) continue
      compared[script] = (compared[script] ?? 0) + 1
      if (a !== b) apart.push(`${field} of ${record.record_id}: ${changes}`)
    }
  })
  expect(truth.map(({ record_id }) => record_id)).toEqual(cleaned.map(({ record_id }) => record_id))
  expect(Object.keys(compared).toSorted()).toEqual(['Arabic', 'Cyrillic', 'Greek', 'Han', 'Latin'])
  expect(Math.min(...Object.values(compared))).toBeGreaterThan(20)
  expect(apart).toEqual([])
})

it('full names, as typed in each system, are split into the given name and surname that they came from', async () => {
  const split = toRows(
    cleanRecords(await shop('customers.csv'), { international, fields: { full_name: 'full_name' } }) as any,
  ) as any[]
  const wrong = split.filter(
    (row, i) =>
      row.full_name_given_clean !== cleaned[i].given_name_clean ||
      row.full_name_surname_clean !== cleaned[i].surname_clean,
  )
  expect(wrong.map((row) => row.record_id)).toEqual([])
})
