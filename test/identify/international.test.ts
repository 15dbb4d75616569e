import { about, ClienteleError, cleanRecords, fromRows, loadInternational, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { prepare } from '#src/identify/fields/prepare'

const international = await loadInternational()
const clean = (kind: any, values: readonly string[], more = {}) =>
  toRows(
    cleanRecords(fromRows(values.map((v) => ({ v }))), {
      fields: { v: kind },
      international,
      ...more,
    }) as any,
  ).map((row: any) => row.v_clean)

it('finds the packages that are installed, and says which are not', () => {
  expect(international.missing).toEqual([])
})

describe('one name in several scripts is one value', () => {
  it.each([
    [
      'simplified, traditional, pinyin',
      'surname',
      ['欧阳', '歐陽', 'Ouyang', 'Ou Yang', 'OU-YANG', '欧阳先生'],
    ],
    ['given names of two characters', 'given_name', ['建国', '建國', 'Jianguo', 'Jian Guo']],
    ['a surname that is read otherwise than the word', 'surname', ['单', 'Shan']],
    ['Japanese', 'surname', ['佐藤', '佐藤様', 'Satō', 'さとう', 'サトウ', 'ｻﾄｳ']],
    ['Korean surnames as people write them', 'surname', ['김', 'Kim']],
    ['Korean given names', 'given_name', ['민준', 'Min-jun', 'MinJun']],
    ['Bulgarian', 'surname', ['Желязкова', 'Zhelyazkova']],
    ['Greek', 'surname', ['Παπαδόπουλος', 'Papadopoulos']],
    ['Arabic, with and without vowel signs', 'given_name', ['محمد', 'مُحَمَّد', 'Mohamed', 'Muhammad']],
    ['places', 'city', ['上海', 'Shanghai']],
    ['full-width letters and digits', 'postcode', ['２００６２６', '200626']],
  ])('%s', (_, kind, values) => {
    expect(new Set(clean(kind, values)).size).toBe(1)
  })
})

it('splits full names of every order', () => {
  const names = ['欧阳建国', '歐陽 建國', 'Ouyang, Jianguo', 'Jian Guo Ouyang']
  const rows = toRows(
    cleanRecords(fromRows(names.map((name) => ({ name }))), { international }) as any,
  ) as any[]
  expect(rows.slice(0, 3).map((row) => [row.name_given_clean, row.name_surname_clean])).toEqual(
    names.slice(0, 3).map(() => ['jianguo', 'ouyang']),
  )
})

it('telephone numbers follow the rules of the country', () => {
  expect(clean('phone', ['8 (495) 123-45-67', '+7 495 123 45 67'], { country: 'RU' })).toEqual(
    Array(2).fill('4951234567'),
  )
  expect(clean('phone', ['1 201 555 0123', '+1 201-555-0123 x5'], { country: 'US' })).toEqual(
    Array(2).fill('2015550123'),
  )
})

describe('without packages', () => {
  const chinese = fromRows([{ surname: '歐陽' }, { surname: 'Ray' }, { surname: 'มานะ' }])

  it('values stay in their script, and the command that would help is told', () => {
    const cleaned = cleanRecords(chinese)
    expect((toRows(cleaned) as any[]).map((row) => row.surname_clean)).toEqual(['歐陽', 'ray', 'มานะ'])
    expect(about(cleaned).counts['cleanRecords']).toMatchObject({
      install: 'npm install any-ascii pinyin-pro opencc-js',
      values_left_in_their_script: 2,
    })
  })

  it('a recipe that needs one refuses, and says what to install', () => {
    const { recipe } = prepare(chinese as any, { international })
    expect(recipe.international).toEqual(['anyAscii', 'pinyin', 'simplify'])
    expect(() => cleanRecords(chinese, { recipe })).toThrow(/npm install pinyin-pro|npm install any-ascii/)
    expect(() => cleanRecords(chinese, { recipe, international })).not.toThrow()
  })

  it('a recipe names only what changed a value', () => {
    expect(prepare(fromRows([{ surname: 'Ray' }]) as any, { international }).recipe.international).toEqual([])
  })

  it('a country without libphonenumber-js is refused', () => {
    expect(() => cleanRecords(fromRows([{ phone: '030 123456' }]), { country: 'DE' })).toThrow(ClienteleError)
  })
})
