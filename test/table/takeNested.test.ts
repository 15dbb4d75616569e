import {
  Field,
  FixedSizeList,
  Float64,
  List,
  Map_,
  Struct,
  Table,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { expect, test } from 'vitest'
import { takeRows } from '#src/table/take'

const text = new Field('item', new Utf8(), true)
const real = new Field('item', new Float64(), true)
const inner = new List(text)
const entries = new Field(
  'entries',
  new Struct([new Field('key', new Utf8(), false), new Field('value', new Float64(), true)]),
  false,
)
const columns: [string, any[], any][] = [
  ['lists', [['a', 'b'], null, [], ['c', null]], inner],
  ['lists of lists', [[['a'], []], [], null, [['b', 'c']]], new List(new Field('item', inner, true))],
  ['pairs', [[1, 2], [3, 4], null, [5, 6]], new FixedSizeList(2, real)],
  [
    'structures',
    [{ x: 1, tags: ['a'] }, { x: 2, tags: [] }, null, { x: null, tags: ['b'] }],
    new Struct([new Field('x', new Float64(), true), new Field('tags', inner, true)]),
  ],
  ['maps', [new Map([['a', 1]]), new Map(), null, new Map([['b', 2]])], new Map_(entries as any)],
]
const plain = (vector: Vector) => JSON.parse(JSON.stringify([...vector]))

test.each(columns)('rows of %s are taken whole, missing ones as null', (_, values, type) => {
  const vector = vectorFromArray(values, type) as Vector
  const whole = plain(vector)
  const table = takeRows(new Table({ nested: vector }), Int32Array.of(3, 0, -1, 2, 1, 0))
  const expected = [3, 0, -1, 2, 1, 0].map((row) => whole[row] ?? null)
  expect(plain(table.getChild('nested') as Vector)).toEqual(expected)
  expect(JSON.stringify(whole)).toMatch(/[a1-6]/)
})
