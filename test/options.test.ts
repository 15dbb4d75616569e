import { describe, expect, test } from 'vitest'
import { ClienteleError } from 'clientele'
import { checkChoice, checkInteger, checkNumber, checkOptions } from '#src/options'

describe('checkOptions', () => {
  test('lets known names pass, whatever their values', () => {
    expect(() => checkOptions('f', { a: undefined, b: 1 }, ['a', 'b'])).not.toThrow()
  })
  test('refuses a name that is not known and lists those that are', () => {
    expect(() => checkOptions('f', { bin: 3 }, ['bins', 'by'])).toThrow(
      "f: there is no option 'bin'; the options are bins, by.",
    )
  })
  test.each([null, 'x', 3, [1]])('refuses %j in place of options', (given) => {
    expect(() => checkOptions('f', given, ['a'])).toThrow(ClienteleError)
  })
})

test('checkChoice names the choices', () => {
  expect(() => checkChoice('f', 'refunds', 'net', ['keep', 'net'])).not.toThrow()
  expect(() => checkChoice('f', 'refunds', 'nett', ['keep', 'net'])).toThrow(
    "f: refunds must be one of keep, net, but got 'nett'.",
  )
})

test.each([0, 11, 2.5, NaN, Infinity, '3', null])('checkInteger from 1 to 10 refuses %s', (value) => {
  expect(() => checkInteger('f', 'bins', value, 1, 10)).toThrow(/whole number from 1 to 10/)
})

test.each([-0.1, 1.1, NaN, '0.5'])('checkNumber from 0 to 1 refuses %s', (value) => {
  expect(() => checkNumber('f', 'share', value, 0, 1)).toThrow(/number from 0 to 1/)
})
