import { fromRows } from 'clientele'
import { expect, it } from 'vitest'
import { prepare } from '#src/identify/fields/prepare'

const records = fromRows(
  [
    {
      'Given Name': ' JÜRGEN ',
      lastName: 'Dr. Meyer',
      dob: '13/02/1980',
      mail: 'j.meyer+shop@googlemail.com',
      n: 1,
    },
    { 'Given Name': 'jurgen', lastName: 'Meyer', dob: '1980-02-13', mail: 'JMeyer@gmail.com', n: 2 },
    { 'Given Name': 'Meyer', lastName: 'Jurgen', dob: '13.2.80', mail: null, n: 3 },
    { 'Given Name': null, lastName: 'n/a', dob: '', mail: 'jmeyer@gmail.com', n: 4 },
  ],
  { types: { dob: 'utf8' } },
)

it('guesses kinds from names and contents, and says why', () => {
  expect(prepare(records).fields).toEqual([
    { column: 'Given Name', kind: 'given_name', why: 'by its name' },
    { column: 'lastName', kind: 'surname', why: 'by its name' },
    {
      column: 'dob',
      kind: 'date_of_birth',
      why: 'by its name; day before month, as 2 of 2 telling values show; years of two digits up to 10 are of the 2000s',
    },
    { column: 'mail', kind: 'email', why: 'by its name' },
    { column: 'n', kind: null, why: 'neither name nor contents say that it tells of a person' },
  ])
})

it('codes are places in the list of distinct cleaned values, −1 where missing; names share one list', () => {
  const [given, surname, dob, mail] = prepare(records).prepared.fields
  expect(given!.list).toBe(surname!.list)
  expect(given!.list.values).toEqual(['jurgen', 'meyer'])
  expect([...given!.codes]).toEqual([0, 0, 1, -1])
  expect([...surname!.codes]).toEqual([1, 1, 0, -1])
  expect(dob!.list.values).toEqual(['19800213'])
  expect([...dob!.codes]).toEqual([0, 0, 0, -1])
  expect([...mail!.codes]).toEqual([0, 0, -1, 0])
})

it('frequency is a share of the records that have the field, units are the values end to end', () => {
  const [given, surname] = prepare(records).prepared.fields
  expect(given!.filled).toBe(0.75)
  expect([...given!.frequency]).toEqual([2 / 3, 1 / 3])
  expect([...surname!.frequency]).toEqual([1 / 3, 2 / 3])
  expect(String.fromCharCode(...given!.list.units)).toBe('jurgenmeyer')
  expect([...given!.list.offsets]).toEqual([0, 6, 11])
})

it('a recipe that went through JSON cleans one record as it was cleaned among others', () => {
  const { recipe } = prepare(records)
  const one = fromRows([{ 'Given Name': 'Jürgen', lastName: 'Meyer', dob: '02/01/1980', mail: 'x@y.de' }])
  const again = prepare(one, { recipe: JSON.parse(JSON.stringify(recipe)) })
  expect(again.prepared.fields.map(({ list, codes }) => list.values[codes[0]!])).toEqual([
    'jurgen',
    'meyer',
    '19800102',
    'x@y.de',
  ])
})

it('a full name is split, or fills in where given name and surname are both missing', () => {
  const names = ['Anna de la Cruz', 'Ouyang, Yu', 'Prof. Ada Lovelace, PhD', '欧阳宇', '王 建国']
  const split = prepare(fromRows(names.map((name) => ({ name }))))
  expect(split.recipe.fields.map(({ column, kind }) => [column, kind])).toEqual([
    ['name_given', 'given_name'],
    ['name_surname', 'surname'],
  ])
  const [given, surname] = split.prepared.fields
  const pairs = names.map((_, i) => [given, surname].map((field) => field!.list.values[field!.codes[i]!]))
  expect(pairs.slice(0, 3)).toEqual([
    ['anna', 'de la cruz'],
    ['yu', 'ouyang'],
    ['ada', 'lovelace'],
  ])
  const filled = prepare(
    fromRows([
      { given_name: 'Ann', surname: 'Lee', full_name: 'Somebody Else' },
      { given_name: null, surname: null, full_name: 'Bo Lee' },
    ]),
  )
  const [first, last] = filled.prepared.fields
  expect(filled.prepared.fields).toHaveLength(2)
  expect([...first!.codes, ...last!.codes].map((code) => first!.list.values[code])).toEqual([
    'ann',
    'bo',
    'lee',
    'lee',
  ])
})
