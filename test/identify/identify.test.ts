import { readFileSync } from 'node:fs'
import { fromRows, type Identification, identify, loadModel, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../shared.js'
import { withRelatives } from './families.js'
import { pairF1, readRecords, shopFields, shuffled } from './records.js'

const shopFile = (name: string) =>
  readRecords(readFileSync(new URL(`../../datasets/shop/${name}.csv`, import.meta.url), 'utf8'))
const customers = (rows: readonly object[], options = {}) => {
  const found = identify(fromRows(rows as any) as any, options)
  return { found, ids: toRows(found.records).map((row: any) => row.customer_id as number) }
}
const bits = ({ records, pairs, model }: Identification) =>
  JSON.stringify([toRows(records), toRows(pairs), model])
const six = {
  given_name: 'given_name',
  surname: 'surname',
  date_of_birth: 'date_of_birth',
  soc_sec_id: 'id',
  street_number: 'street_number',
  postcode: 'postcode',
} as const
const febrl = (name: string) => ({
  file: `febrl/${name}.csv`,
  label: (row: any) => row.rec_id.split('-')[1],
})

describe('the simulated shop', () => {
  const rows = shopFile('customers')
  const truth = new Map(shopFile('truth_records').map((row) => [row.record_id, row.person_id]))
  const labels = rows.map((row) => truth.get(row.record_id!)!)
  // Too many for everybody to be compared with everybody, so that they go through blocks.
  const told = { fields: shopFields, id: 'record_id' }
  const { found, ids } = customers(rows, { ...told, threads: 1 })
  const f1 = pairF1(ids, labels)

  // What labels would reach, at least: with `international`, boosted trees taught on the labels of 21 such shops, cut where it is best in
  // hindsight, come to .977 here, and to .991 and .987 in two more shops.
  it('customers are the persons, without labels', () => expect(f1).toBeGreaterThan(0.97))

  it('says how good it is, to within .03', () => {
    expect(Math.abs(found.fit.expected.f1 - f1)).toBeLessThan(0.03)
  })

  it('gives the same customers for shuffled rows, on 2 threads', () => {
    const order = shuffled(rows.length)
    const again = customers(
      order.map((i) => rows[i]!),
      { ...told, threads: 2 },
    )
    expect(again.ids).toEqual(order.map((i) => ids[i]))
    expect(again.found.fit.expected).toEqual(found.fit.expected)
  })

  it('gives the same bits on 4 threads', () => {
    expect(bits(customers(rows, { ...told, threads: 4 }).found)).toBe(bits(found))
  })

  it('the model restores from JSON and scores the pairs as they were scored', () => {
    const table = fromRows(rows)
    const { pairs, model } = found
    const some = pairs.slice(0, 200)
    const restored = loadModel(JSON.parse(JSON.stringify(model)), { kind: 'linkage' })
    const again = toRows(restored.predict(some.select(['row_a', 'row_b']), { records: table })) as any[]
    toRows(some).forEach((pair: any, i) => expect(again[i].match_weight).toBeCloseTo(pair.match_weight, 4))
  })
})

describe('published data', () => {
  const all = { ...six, address_1: 'text', address_2: 'text', suburb: 'city', state: 'text' }
  const sets = [
    { ...febrl('dataset1'), fields: all, least: 0.995 },
    { ...febrl('dataset3'), fields: six, least: 0.999 },
    {
      file: 'fake_1000/fake_1000.csv',
      label: (row: any) => row.cluster,
      fields: {
        first_name: 'given_name',
        surname: 'surname',
        dob: 'date_of_birth',
        city: 'city',
        email: 'email',
      },
      least: 0.98,
    },
  ]
  it.each(sets)(
    '$file: F1 at least $least, and as expected to within .03',
    ({ file, label, fields, least }) => {
      const path = sharedFile(file)
      if (path === undefined) return
      const rows = readRecords(readFileSync(path, 'utf8'))
      const { found, ids } = customers(rows, { fields })
      const f1 = pairF1(ids, rows.map(label))
      expect(f1).toBeGreaterThanOrEqual(least)
      expect(Math.abs(found.fit.expected.f1 - f1)).toBeLessThan(0.03)
    },
  )
})

it('relatives in one household are not one person: F1 at least .985, and as expected to within .03', () => {
  const path = sharedFile('febrl/dataset3.csv')
  if (path === undefined) return
  const { rows, labels } = withRelatives(readRecords(readFileSync(path, 'utf8')), febrl('dataset3').label)
  const { found, ids } = customers(rows, { fields: six })
  const f1 = pairF1(ids, labels)
  expect(f1).toBeGreaterThanOrEqual(0.985)
  expect(Math.abs(found.fit.expected.f1 - f1)).toBeLessThan(0.03)
})

describe('input that nobody wants', () => {
  const row = { given_name: 'Ann', surname: 'Lee', email: 'ann@lee.example' }
  const fields = { given_name: 'given_name', surname: 'surname', email: 'email' } as const
  const ids = (rows: readonly object[]) => customers([row, ...rows], { fields }).ids

  it('one record is one customer, no record is none', () => {
    expect(ids([])).toEqual([1])
    expect(identify(fromRows([row]).slice(1), { fields }).records.numRows).toBe(0)
  })

  it('records of nothing are nobody', () => {
    const nothing = Array.from({ length: 300 }, () => ({ given_name: null, surname: null, email: null }))
    expect(new Set(ids(nothing)).size).toBe(301)
  })

  it('records equal in all fields are one customer where they say who they are', () => {
    // With those of nobody too many for everybody to be compared with everybody.
    const equal = Array.from({ length: 600 }, () => row)
    const nothing = Array.from({ length: 1100 }, () => ({ given_name: null, surname: null, email: null }))
    const { found, ids: all } = customers([...equal, ...nothing], { fields })
    expect(new Set(all.slice(0, 600)).size).toBe(1)
    expect(found.fit).toMatchObject({ customers: 1101, identical: 600 })
    expect(toRows(found.records).every((one: any) => one.match_probability > 0.99)).toBe(true)
  })

  it('bare names are no evidence', () => {
    const bare = Array.from({ length: 40 }, () => ({ given_name: null, surname: 'Lee', email: null }))
    const { found } = customers(bare, { fields })
    expect(found.fit).toMatchObject({ customers: 40, identical: 0 })
  })

  it('equal records that must stay apart do', () => {
    const cannotLink = fromRows([{ row_a: 0, row_b: 2 }])
    const parted = customers([row, row, row], { fields, cannotLink })
    expect(parted.ids[0]).not.toBe(parted.ids[2])
    expect(parted.found.fit.identical).toBe(0)
  })

  it('binary garbage and names in every script come through', () => {
    const garbage = Array.from({ length: 1700 }, (_, i) => ({
      given_name: String.fromCharCode(
        ...Array.from({ length: 6 }, (_one, j) => (i * 7919 + j * 104_729) % 65_536),
      ),
      surname: `\u0000\ud800${i}`,
      email: ['李小龙', 'Анна', 'محمد', 'नमस्ते', '田中', '김철수', 'Ελένη'][i % 7]!,
    }))
    expect(ids(garbage).length).toBe(1701)
  })

  it('a string of ten million characters takes no time to speak of', () => {
    const long = Array.from({ length: 50 }, (_, i) => ({
      given_name: i === 7 ? 'x'.repeat(1e7) : `name${i}`,
      surname: i === 8 ? 'y '.repeat(5e6) : 'Lee',
      email: `m${i}@x.example`,
    }))
    expect(ids(long).length).toBe(51)
  })

  it('errors hold no value of a record', () => {
    let message = ''
    try {
      identify(fromRows([row]), { fields, onePerSource: true })
    } catch (error) {
      message = String((error as Error).stack)
    }
    expect(message).toMatch(/onePerSource needs/)
    expect(message).not.toMatch(/Ann\b|lee.example/)
  })
})
