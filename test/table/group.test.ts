import fc from 'fast-check'
import { Dictionary, Int32, makeData, vectorFromArray } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { adopt } from '#src/table/adopt'
import { byteChunks } from '#src/table/bytes'
import { utf8 } from '#src/table/build'
import { asColumn, findColumn } from '#src/table/column'
import { groupRows } from '#src/table/group'
import { groupBytes } from '#src/table/groupBytes'
import { groupWords } from '#src/table/groupWords'
import { type Plain, type PlainTable, tables } from '../arbitrary/table.js'

/** Dense codes in order of first appearance, by a Map. */
function plainGroups({ rows, columns }: PlainTable): { codes: number[]; size: number; firstRows: number[] } {
  const known = new Map<string, number>()
  const firstRows: number[] = []
  const codes = Array.from({ length: rows }, (_, row) => {
    const key = Object.values(columns)
      .map(({ values }) => keyOf(values[row]!))
      .join('|')
    if (!known.has(key)) {
      known.set(key, known.size)
      firstRows.push(row)
    }
    return known.get(key)!
  })
  return { codes, size: known.size, firstRows }
}

function keyOf(value: Plain): string {
  if (value === null || Number.isNaN(value)) return 'missing'
  return `${typeof value} ${value === 0 ? 0 : String(value)}`
}

describe('groupRows', () => {
  test('numbers equal keys alike, by first appearance, in every physical form: missing is a key, NaN is missing, −0 is 0', () => {
    fc.assert(
      fc.property(tables(), ({ plain, forms }) => {
        const expected = plainGroups(plain)
        for (const { form, table } of forms) {
          const own = adopt(table, 'test')
          const found = groupRows(Object.keys(plain.columns).map((name) => findColumn(own, name, 'test')))
          expect({
            form,
            codes: [...found.codes],
            size: found.size,
            firstRows: [...found.firstRows],
          }).toEqual({
            form,
            ...expected,
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('of a slice of a large dictionary, equal labels of different codes are one group, and missing ones too', () => {
    const labels = vectorFromArray([...Array.from({ length: 98 }, (_, i) => `label ${i}`), null, 'label 7'])
    const codes = Int32Array.of(0, 7, 99, 98, 3, 7)
    const type = new Dictionary(labels.type, new Int32())
    const data = makeData({
      type,
      length: 6,
      nullCount: 1,
      nullBitmap: Uint8Array.of(0b101111),
      data: codes,
      dictionary: labels,
    })
    const column = asColumn('label', type, [data.slice(0, 3), data.slice(3, 3)])
    expect([...groupRows([column]).codes]).toEqual([0, 1, 1, 2, 2, 1])
  })

  test.each([8, 36])('keeps apart keys of %i bytes whose hashes are forced to collide', (width) => {
    const texts = Array.from({ length: 3000 }, (_, i) => String((i * 7) % 500).padStart(width, '0'))
    const chunks = utf8(texts).data.flatMap(byteChunks)
    for (const hashBits of [0, 1, 0xfc000000, -1]) {
      const { ids } = groupBytes(chunks, hashBits)
      const labels = new Map<number, string>()
      texts.forEach((text, i) =>
        expect(labels.get(ids[i]!) ?? labels.set(ids[i]!, text).get(ids[i]!)).toBe(text),
      )
      expect(new Set(ids).size).toBe(500)
    }
  })

  test('keeps apart 64-bit words whose hashes are forced to collide', () => {
    const words = Int32Array.from({ length: 4000 }, (_, i) => (i % 2 ? i % 7 : i % 300))
    for (const hashBits of [0, 3, -1]) {
      const { ids } = groupWords(words, undefined, hashBits)
      const known = new Map<string, number>()
      ids.forEach((id, i) => {
        const key = `${words[2 * i]},${words[2 * i + 1]}`
        expect(known.get(key) ?? id).toBe(id)
        known.set(key, id)
      })
      expect(new Set(ids).size).toBe(known.size)
    }
  })

  test('grows its tables where one key fills most rows and where every key is new', () => {
    const n = 200_000
    const skewed = BigInt64Array.from({ length: n }, (_, i) =>
      i % 10 ? 5n : (BigInt(i) * 0x9e3779b97f4a7c15n) % 2n ** 62n,
    )
    const { ids } = groupWords(new Int32Array(skewed.buffer))
    expect(new Set(ids).size).toBe(n / 10 + (skewed.includes(5n) ? 1 : 0))
  })
})
