import { describe, expect, test } from 'vitest'
import { readAnalyze } from '#src/cli/args/analyze'
import { readArguments } from '#src/cli/args/readArguments'

test('roles, options and short forms', () => {
  const given = readAnalyze(
    'a.csv --customer c --as-of 2025-01-31 --lang zh --currency eur -o out -q --delimiter tab --types a=b=text,day=dd/mm/yyyy --types id=text'.split(
      ' ',
    ),
  )
  expect(given).toMatchObject({
    command: 'analyze',
    file: 'a.csv',
    asOf: '2025-01-31',
    lang: 'zh',
    currency: 'EUR',
    out: 'out',
    quiet: true,
    delimiter: '\t',
  })
  expect({ ...given.types }).toEqual({ 'a=b': 'text', day: 'dd/mm/yyyy', id: 'text' })
  expect(given.roles.customer).toBe('c')
})

function pattern(...args: string[]): RegExp | undefined {
  return readAnalyze(['a.csv', ...args]).test
}

test('test accounts are those usually called so, others by pattern, or nobody', () => {
  for (const id of ['TEST', 'test1', 'Test-02', 'demo_3']) expect(pattern()?.test(id), id).toBe(true)
  for (const id of ['Testino', 'contest1', 'demon', '17850']) expect(pattern()?.test(id), id).toBe(false)
  expect(pattern('--test', '^X')?.test('X1')).toBe(true)
  expect(pattern('--test', 'none')).toBeUndefined()
})

test.each([
  [[], 'help', undefined],
  [['--help'], 'help', undefined],
  [['help', 'analyze'], 'help', 'analyze'],
  [['analyze', '--help'], 'help', 'analyze'],
  [['analyze', 'a.csv', '-h'], 'help', 'analyze'],
  [['--version'], 'version', undefined],
  [['classify', 'a.csv', '--help'], 'help', 'classify'],
  [['help', 'nothing'], 'help', undefined],
])('%j is %s', (args, command, on) => {
  expect(readArguments(args)).toMatchObject(on === undefined ? { command } : { command, on })
})

describe('what it cannot mean is one sentence', () => {
  test.each([
    [['analyse', 'a.csv'], /no command 'analyse'/],
    [['analyze'], /needs a file/],
    [['analyze', 'a.csv', 'b.csv'], /takes one file, but got 2/],
    [['analyze', 'a.csv', '--colour', 'red'], /Unknown option '--colour'; clientele analyze --help/],
    [['analyze', 'a.csv', '--customer'], /--customer/],
    [['analyze', 'a.csv', '--lang', 'fr'], /--lang is 'fr', but must be one of en, zh/],
    [['analyze', 'a.csv', '--threads', 'many'], /--threads is 'many'/],
    [['analyze', 'a.csv', '--types', 'text'], /--types is 'text'/],
    [['analyze', 'a.csv', '--test', '('], /--test is '\('/],
  ])('%j', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(expect.objectContaining({ code: 'option-invalid' }))
    expect(() => readArguments(args)).toThrow(sentence)
    expect(() => readArguments(args)).toThrow(/^clientele: [^\n]+\.$/)
  })
})

function lifetime(...args: string[]) {
  return readAnalyze(['a.csv', ...args]).lifetime
}

test('a horizon in months and a yearly discount, or neither', () => {
  expect(lifetime()).toEqual({ months: 12, discountRate: 0.1 })
  expect(lifetime('--horizon', '24', '--discount', '.05')).toEqual({ months: 24, discountRate: 0.05 })
  expect(lifetime('--no-lifetime')).toBeUndefined()
  for (const wrong of [
    ['--horizon', '0'],
    ['--horizon', '121'],
    ['--discount', 'ten'],
    ['--discount', '11'],
  ]) {
    expect(() => lifetime(...wrong)).toThrow(/must be/)
  }
})
