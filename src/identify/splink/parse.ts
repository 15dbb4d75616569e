import { FUNCTIONS } from './functions.js'
import { notMapped } from './notMapped.js'
import { type Token, tokens } from './tokens.js'

/** A condition, or a part of one. */
export type Expression =
  | { readonly type: 'value'; readonly value: string | number | boolean | null }
  | { readonly type: 'column'; readonly name: string; readonly side: 'l' | 'r' }
  | { readonly type: 'call'; readonly name: string; readonly parts: readonly Expression[] }
  | {
      readonly type: 'case'
      readonly whens: readonly (readonly [Expression, Expression])[]
      readonly otherwise: Expression
    }

const NULL: Expression = { type: 'value', value: null }
const DEEPEST = 60

/**
 * Reads a condition in the SQL of Splink's comparison levels: columns of both sides, comparisons, and, or, not, is null, arithmetic, case
 * and the functions of `FUNCTIONS`. Anything else is an error that names it. Nothing of it is run as code.
 */
export function parse(condition: string): Expression {
  const pieces = tokens(condition)
  let at = 0
  let depth = 0
  const peek = (): Token | undefined => pieces[at]
  const isWord = (word: string, ahead = 0) => {
    const piece = pieces[at + ahead]
    return piece?.kind === 'name' && piece.text.toLowerCase() === word
  }
  const isSign = (...signs: readonly string[]) => {
    const piece = peek()
    return piece?.kind === 'sign' && signs.includes(piece.text)
  }
  const word = (...words: readonly string[]) => {
    if (!words.every((one, i) => isWord(one, i))) return false
    at += words.length
    return true
  }
  const need = (sign: string) => {
    if (!isSign(sign)) throw notMapped(`'${peek()?.text ?? 'the end'}' where '${sign}' should be`)
    at++
  }
  const call = (name: string, ...parts: readonly Expression[]): Expression => ({ type: 'call', name, parts })

  function or(): Expression {
    if (++depth > DEEPEST) throw notMapped('a condition of that depth')
    let left = and()
    while (word('or')) left = call('or', left, and())
    depth--
    return left
  }
  function and(): Expression {
    let left = not()
    while (word('and')) left = call('and', left, not())
    return left
  }
  function not(): Expression {
    let times = 0
    while (word('not')) times++
    const inner = comparison()
    return times % 2 === 1 ? call('not', inner) : inner
  }
  function comparison(): Expression {
    const left = sum()
    if (word('is', 'not', 'null')) return call('not', call('is null', left))
    if (word('is', 'null')) return call('is null', left)
    if (!isSign('=', '<', '>', '<=', '>=', '<>', '!=')) return left
    const sign = pieces[at++]!.text
    const right = sum()
    return sign === '<>' || sign === '!=' ? call('not', call('=', left, right)) : call(sign, left, right)
  }
  function sum(): Expression {
    let left = product()
    while (isSign('+', '-', '||')) left = call(pieces[at++]!.text, left, product())
    return left
  }
  function product(): Expression {
    let left = signed()
    while (isSign('*', '/')) left = call(pieces[at++]!.text, left, signed())
    return left
  }
  function signed(): Expression {
    if (!isSign('-')) return primary()
    at++
    return call('-', { type: 'value', value: 0 }, primary())
  }
  function primary(): Expression {
    const piece = pieces[at++]
    if (piece === undefined) throw notMapped('a condition that ends early')
    if (piece.kind === 'number') return { type: 'value', value: Number(piece.text) }
    if (piece.kind === 'string') return { type: 'value', value: piece.text }
    if (piece.kind === 'quoted') return column(piece.text)
    if (piece.kind === 'name') return named(piece.text)
    if (piece.text !== '(') throw notMapped(`the sign '${piece.text}'`)
    const inner = or()
    need(')')
    return inner
  }
  function named(text: string): Expression {
    const name = text.toLowerCase()
    if (name === 'null') return NULL
    if (name === 'true' || name === 'false') return { type: 'value', value: name === 'true' }
    if (name === 'case') return cases()
    if (!isSign('(')) return column(text)
    at++
    if (name === 'cast' || name === 'try_cast') return cast()
    const parts: Expression[] = []
    while (!isSign(')')) {
      if (parts.length > 0) need(',')
      parts.push(or())
    }
    at++
    if (!FUNCTIONS.has(name)) throw notMapped(`the function ${name}`)
    return call(name, ...parts)
  }
  function cast(): Expression {
    const inner = or()
    if (!word('as')) throw notMapped('a cast of that form')
    const type = pieces[at++]?.text.toLowerCase() ?? ''
    need(')')
    if (['text', 'varchar', 'string'].includes(type)) return call('text', inner)
    if (['date', 'timestamp'].includes(type)) return call('date', inner)
    if (/^(float|float[48]|double|real|int|integer|bigint|decimal|numeric)$/.test(type))
      return call('number', inner)
    throw notMapped(`a cast to ${type}`)
  }
  function cases(): Expression {
    const whens: [Expression, Expression][] = []
    while (word('when')) {
      const when = or()
      if (!word('then')) throw notMapped('a case of that form')
      whens.push([when, or()])
    }
    const otherwise = word('else') ? or() : NULL
    if (!word('end') || whens.length === 0) throw notMapped('a case of that form')
    return { type: 'case', whens, otherwise }
  }
  const whole = or()
  if (at < pieces.length) throw notMapped(`'${peek()!.text}' in that place`)
  return whole
}

function column(text: string): Expression {
  const side = text.slice(-2).toLowerCase()
  if (text.length < 3 || (side !== '_l' && side !== '_r')) throw notMapped(`the name ${text}`)
  return { type: 'column', name: text.slice(0, -2), side: side === '_l' ? 'l' : 'r' }
}

/** The columns that an expression reads, each once, in order. */
export function columnsOf(expression: Expression): readonly string[] {
  const found = new Set<string>()
  const walk = (one: Expression): void => {
    if (one.type === 'column') found.add(one.name)
    else if (one.type === 'call') one.parts.forEach(walk)
    else if (one.type === 'case') {
      one.whens.flat().forEach(walk)
      walk(one.otherwise)
    }
  }
  walk(expression)
  return [...found]
}
