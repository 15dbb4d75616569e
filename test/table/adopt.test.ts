import { Field, Int32, RecordBatch, Schema, Table, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { about, ClienteleError, derive, fromRows, toRows } from 'clientele'
import { adopt, recordBatch } from '#src/table/adopt'
import { addColumns, dictionary, float64 } from '#src/table/build'
import { fromIpc, toIpc } from '#src/table/ipc'
import { forms } from '../arbitrary/table.js'

/** A table whose metadata is that text. */
function known(text: string): Table {
  const table = fromRows([{ a: 1 }])
  table.schema.metadata.set('clientele', text)
  return table
}

describe('adopt', () => {
  const table = new Table({
    a: vectorFromArray(['x', null], new Utf8()),
    b: vectorFromArray([1, 2], new Int32()),
  })

  test('gives a table of this copy of apache-arrow over the same buffers', () => {
    const foreign = forms(table).find(({ form }) => form === 'another copy of apache-arrow')!.table
    expect(Object.getPrototypeOf(foreign)).not.toBe(Table.prototype)
    const own = adopt(foreign, 'test')
    expect(Object.getPrototypeOf(own)).toBe(Table.prototype)
    expect(own.batches[0]!.data.children[1]!.values).toBe(foreign.batches[0]!.data.children[1]!.values)
    expect(adopt(table, 'test')).toBe(table)
  })

  test.each([null, undefined, 3, [], {}, { schema: {} }, Promise.resolve(table)])(
    'refuses what is no table: %#',
    (value) => {
      expect(() => adopt(value as any, 'verb')).toThrow(ClienteleError)
      expect(() => adopt(value as any, 'verb')).toThrow(/^verb: got .*needs an Apache Arrow table/)
    },
  )

  test('gives a table without batches one without rows, so that added columns stay in the schema', () => {
    const empty = new Table(new Schema([new Field('a', new Utf8(), true)]))
    expect(empty.batches).toHaveLength(0)
    const derived = derive(empty as Table<any>, { b: () => 1 })
    expect(derived.schema.fields.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(toRows(derived)).toEqual([])
  })
})

describe('recordBatch', () => {
  test('gives what the constructor gives', () => {
    const { schema, data } = new Table({ a: vectorFromArray([1, 2], new Int32()) }).batches[0]!
    const made = recordBatch(schema, 2, data.children as any)
    const constructed = new RecordBatch(schema, data)
    expect(Object.keys(made).toSorted()).toEqual(Object.keys(constructed).toSorted())
    expect(made).toBeInstanceOf(RecordBatch)
    expect([made.numRows, made.numCols, made.nullCount]).toEqual([2, 1, 0])
    expect(made.toArray().map((row) => row!.toJSON())).toEqual([{ a: 1 }, { a: 2 }])
  })
})

describe('addColumns', () => {
  test.each(['file', 'stream'] as const)(
    'gives an added dictionary a number of its own, so that files keep it apart from those that came from a %s',
    (form) => {
      const codes = Int32Array.of(0, 1)
      const file = fromIpc(toIpc(fromRows([{ a: 'x' }, { a: 'y' }]), form))
      let grown = file
      for (let i = 0; i < 8; i++) {
        grown = addColumns(grown, { [`c${i}`]: dictionary(codes, [`p${i}`, `q${i}`]) }, 'test')
      }
      const back = toRows(fromIpc(toIpc(grown, form)))
      expect(back).toEqual(toRows(grown))
      expect(back[1]).toMatchObject({ a: 'y', c0: 'q0', c7: 'q7' })
    },
  )

  test.each(['file', 'stream'] as const)(
    'may share memory between columns: the %s has each of them',
    (form) => {
      const values = float64(Float64Array.of(1, 2, 3))
      const table = addColumns(
        fromRows([{ a: 'x' }, { a: 'y' }, { a: 'z' }]),
        { b: values, c: values },
        'test',
      )
      expect(toRows(fromIpc(toIpc(table, form)))).toEqual(toRows(table))
    },
  )

  test('refuses a name that is there, and a new name for a column that is not added', () => {
    const table = fromRows([{ a: 1 }])
    const added = { a: float64(Float64Array.of(2)) }
    expect(() => addColumns(table, added, 'verb')).toThrow(/would add a column 'a'/)
    expect(() => addColumns(table, added, 'verb', { as: { b: 'c' } })).toThrow(/renames 'b'/)
    expect(toRows(addColumns(table, added, 'verb', { as: { a: 'b' } }))).toEqual([{ a: 1, b: 2 }])
  })
})

describe('about', () => {
  test('knows nothing of a plain table', () => {
    expect(about(fromRows([{ a: 1 }]))).toEqual({ roles: {}, counts: {} })
  })

  test.each([
    '',
    'x',
    '[]',
    'null',
    '3',
    '{"unit":"fortnight"}',
    '{"asOf":3}',
    '{"roles":{"time":1}}',
    '{"roles":[]}',
    '{"counts":3}',
    '{"counts":{"a":{"b":[]}}}',
  ])('refuses metadata that this library does not write: %s', (text) => {
    expect(() => about(known(text))).toThrow(
      /the table's metadata 'clientele' is not what this library writes/,
    )
  })

  test('is frozen in every part', () => {
    const read = about(known('{"unit":"day","roles":{"time":"a"},"counts":{"where":{"kept":3}}}'))
    expect(read).toEqual({ unit: 'day', roles: { time: 'a' }, counts: { where: { kept: 3 } } })
    expect([read, read.roles, read.counts, read.counts.where].every((part) => Object.isFrozen(part))).toBe(
      true,
    )
  })
})
