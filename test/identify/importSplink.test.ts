import { readFileSync } from 'node:fs'
import { explainPair, fromRows, importSplink, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damerauLevenshtein } from '#src/identify/compare/damerauLevenshtein'
import { compile } from '#src/identify/splink/evaluate'
import { columnsOf, parse } from '#src/identify/splink/parse'

const golden = JSON.parse(
  readFileSync(new URL('../golden/identify/splink.json', import.meta.url), 'utf8'),
) as {
  settings: { comparisons: { output_column_name: string; comparison_levels: any[] }[]; [key: string]: any }
  columns: string[]
  records: (string | number | null)[][]
  pairs: [number, number, number, number][]
}
const records = fromRows(
  golden.records.map((record) => Object.fromEntries(golden.columns.map((name, c) => [name, record[c]]))),
)
const pairs = fromRows(golden.pairs.map(([row_a, row_b]) => ({ row_a, row_b })))

/** What a condition says of two records. */
function ask(condition: string, left: object, right: object) {
  const expression = parse(condition)
  const columns = columnsOf(expression)
  const cells = (record: any) => columns.map((name) => record[name] ?? null)
  return compile(expression, columns)(cells(left), cells(right))
}

const exact = (m?: number, u?: number) => ({
  sql_condition: 'name_l = name_r',
  label_for_charts: 'Same',
  m_probability: m,
  u_probability: u,
})

const otherwise = {
  sql_condition: 'ELSE',
  label_for_charts: 'Else',
  m_probability: 0.1,
  u_probability: 0.9,
}

const settingsOf = (...comparison_levels: object[]) => ({
  probability_two_random_records_match: 0.01,
  comparisons: [{ output_column_name: 'name', comparison_levels }],
})

const measure = (a: string, b: string) => {
  const units = Uint16Array.from(a + b, (c) => c.charCodeAt(0))
  return damerauLevenshtein(units, 0, a.length, a.length, a.length + b.length)
}

const notes = (...levels: Parameters<typeof settingsOf>) => importSplink(settingsOf(...levels)).fit.notes

describe('importSplink', () => {
  it('gives the weights and probabilities that Splink 5.0 gives to 263 pairs', () => {
    const scored = toRows(importSplink(golden.settings).predict(pairs, { records }))
    scored.forEach(({ match_weight, match_probability }, p) => {
      const [a, b, weight, probability] = golden.pairs[p]!
      expect(match_weight, `${a} ${b}`).toBeCloseTo(weight, 8)
      expect(match_probability! / probability, `${a} ${b}`).toBeCloseTo(1, 7)
    })
  })

  it('weighs a level log2(m/u), as its settings say', () => {
    const model = importSplink(JSON.stringify(golden.settings))
    golden.settings.comparisons.forEach(({ output_column_name, comparison_levels }, f) => {
      const levels = comparison_levels.filter((level) => !level.is_null_level).toReversed()
      const field = model.fields[f]!
      expect(field.column).toBe(output_column_name)
      levels.forEach(({ m_probability, u_probability }, l) => {
        expect(Math.log2(field.match[l]! / field.strangers[l]!)).toBeCloseTo(
          Math.log2(m_probability / u_probability),
          12,
        )
      })
    })
    expect(model.prior).toBe(golden.settings['probability_two_random_records_match'])
  })

  it('adds up to the weight in explainPair, and survives JSON', () => {
    const model = loadModel(JSON.stringify(importSplink(golden.settings)), { kind: 'linkage' })
    const [a, b, weight] = golden.pairs.find(([, , w]) => w > 5)!
    const steps = toRows(explainPair(records, { model, pair: [a, b] }))
    expect(steps.at(-1)!.total).toBeCloseTo(weight, 8)
  })

  it('scores two records as among all of them where it kept how common values are', () => {
    const model = importSplink(golden.settings, { records })
    const whole = toRows(model.predict(pairs, { records }))
    golden.pairs.slice(0, 20).forEach(([a, b, weight], p) => {
      expect(whole[p]!.match_weight).toBeCloseTo(weight, 8)
      const two = fromRows([a, b].map((row) => toRows(records)[row]!))
      const [alone] = toRows(model.predict(fromRows([{ row_a: 0, row_b: 1 }]), { records: two }))
      expect(alone!.match_weight).toBeCloseTo(weight, 8)
    })
  })

  it('names an ELSE that is missing, and levels behind it', () => {
    expect(notes(exact(0.9, 0.1))).toEqual([
      "Comparison 'name' has no level ELSE: pairs that are in none of its levels weigh nothing.",
    ])
    const edit = { sql_condition: 'levenshtein(name_l, name_r) <= 1', m_probability: 0.1, u_probability: 0.2 }
    expect(notes(exact(0.9, 0.1), otherwise, edit)).toEqual([
      "Comparison 'name': levels after ELSE, which no pair reaches, are left out.",
    ])
  })

  it('names what it does not know, and what was not trained', () => {
    const { fit, fields } = importSplink(
      settingsOf(
        exact(0.9, 0.1),
        { sql_condition: 'array_length(list_intersect(dm_l, dm_r)) >= 1', label_for_charts: 'Sounds alike' },
        { sql_condition: 'levenshtein(name_l, name_r) <= 1', label_for_charts: 'Edit', u_probability: 0.2 },
        otherwise,
      ),
    )
    expect(fields[0]!.levels).toEqual(['missing', 'Else', 'Edit', 'Same'])
    expect(fit.notes).toEqual([
      "Comparison 'name', level 'Sounds alike': the function list_intersect is not known here; its pairs fall to the next level.",
      "Comparison 'name', level 'Edit': its m was not trained; it weighs nothing.",
    ])
  })

  it.each<[string, unknown]>([
    ['is not JSON', '{'],
    ['must be an object with comparisons (it has a)', { a: 1 }],
    ['comparisons must be a list', { comparisons: 'x' }],
    ['comparisons[0].comparison_levels must be a list', { comparisons: [{}] }],
    ['sql_condition must be a text', settingsOf({ m_probability: 1 })],
    ['m_probability must be a number from 0 to 1', settingsOf(exact(2, 0.1))],
    ['no comparison of these settings is known here', settingsOf({ sql_condition: 'my_function(a_l)' })],
    ['options must be', null],
  ])('says that what it got %s', (words, settings) => {
    const call = () => importSplink((settings ?? {}) as object, settings === null ? (1 as any) : {})
    expect(call).toThrow(words)
  })
})

describe('a condition', () => {
  it.each<[string, object, object, unknown]>([
    ['a_l = a_r', { a: 'x' }, { a: 'x' }, true],
    ['"a_l" = "a_r"', { a: 'x' }, { a: null }, null],
    ['a_l = a_r OR 1 = 1', { a: null }, { a: null }, true],
    ['a_l = a_r AND 1 = 2', { a: null }, { a: null }, false],
    ['NOT (a_l = a_r)', { a: 'x' }, { a: 'y' }, true],
    ['a_l <> a_r', { a: 'x' }, { a: 'y' }, true],
    ['a_l IS NOT NULL AND a_r IS NULL', { a: 'x' }, {}, true],
    ["a_l = 'it''s'", { a: "it's" }, {}, true],
    ['abs(a_l - a_r) <= 2.5', { a: '10' }, { a: '12' }, true],
    ['ABS(a_l - a_r)/(CASE WHEN a_r > a_l THEN a_r ELSE a_l END) < 0.1', { a: '100' }, { a: '95' }, true],
    ['a_l < a_r', { a: '9' }, { a: '10' }, true],
    ['-1 + 2 * 3 = 5', {}, {}, true],
    ['length(a_l) = 3', { a: 'абв' }, {}, true],
    ['substr(a_l, 1, 2) = substr(a_r, 1, 2)', { a: 'abc' }, { a: 'abd' }, true],
    ["coalesce(a_l, 'z') = 'z'", {}, {}, true],
    ["nullif(a_l, '') = nullif(a_r, '')", { a: '' }, { a: '' }, null],
    ["regexp_extract(a_l, '^[^@]+', 0) = 'ann'", { a: 'ann@b.c' }, {}, true],
    ["epoch(try_strptime(a_l, '%d/%m/%Y')) = 86400", { a: '02/01/1970' }, {}, true],
    ["try_strptime(a_l, '%Y-%m-%d') IS NULL", { a: '2001-02-30' }, {}, true],
    ["datediff('day', a_l, a_r) = 29", { a: '2024-02-01' }, { a: '2024-03-01' }, true],
    ["datediff('month', a_l, a_r) = 1", { a: '2024-02-29' }, { a: '2024-03-01' }, true],
    ['jaro_winkler_similarity(a_l, a_r) > 0.96', { a: 'MARTHA' }, { a: 'MARHTA' }, true],
    ['damerau_levenshtein(a_l, a_r) = 2', { a: 'ca' }, { a: 'abc' }, true],
    ['jaccard(a_l, a_r) = 0.5', { a: 'abc' }, { a: 'bcd' }, true],
    ['cast(acos(1) * 6371 as float) = 0', {}, {}, true],
    ['1 / 0 > 1', {}, {}, null],
  ])('%s of %o and %o is %s', (condition, left, right, expected) => {
    expect(ask(condition, left, right)).toBe(expected)
  })

  it.each([
    'process.exit(1)',
    'a_l; drop table x',
    "regexp_extract(a_l, '(a+)+$', 0) = ''",
    "regexp_extract(a_l, '.*.*.*.*x', 0) = ''",
    'constructor(a_l)',
    'a_l = a_r = ',
    '((((',
    `${'('.repeat(5000)}1${')'.repeat(5000)}`,
    'cast(a_l as blob) = a_r',
    'x = y',
  ])('that is not known is named, not run: %s', (condition) => {
    expect(() => compile(parse(condition), ['a'])).toThrow(/.+/)
  })

  it('of any text is read or named', () => {
    const piece = fc.constantFrom(
      'a_l',
      'a_r',
      '=',
      '(',
      ')',
      'and',
      'not',
      "'x'",
      '1',
      '-',
      'case',
      'when',
      'end',
      'levenshtein',
      ',',
      'is',
      'null',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let known
        try {
          known = compile(parse(pieces.join(' ')), ['a'])
        } catch (error) {
          expect((error as Error).message).not.toBe('')
          expect(error).not.toBeInstanceOf(TypeError)
          return
        }
        known(['x'], [null])
      }),
      { numRuns: 500 },
    )
  })
})

describe('damerauLevenshtein', () => {
  it('is unrestricted: swapped neighbours may be edited further', () => {
    expect([measure('ca', 'abc'), measure('smith', 'smiht'), measure('', 'ab'), measure('a', 'a')]).toEqual([
      2, 1, 2, 0,
    ])
  })
})
