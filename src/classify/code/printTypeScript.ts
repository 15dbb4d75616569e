import type { FeatureInfo } from '../../learn/features.js'
import type { TargetInfo } from '../../learn/target.js'
import { type Code, featuresOf, type Test } from './expression.js'
import type { Program } from './program.js'

const featureName = (feature: number): string => `x${feature + 1}`

/** A formula as TypeScript. */
function scriptOf(code: Code, target: TargetInfo): string {
  const print = (part: Code): string => scriptOf(part, target)
  switch (code.op) {
    case 'number':
      return literal(code.value)
    case 'feature':
      return featureName(code.feature)
    case 'name':
      return code.name
    case 'sum':
      return `(${code.terms.map(print).join(' + ')})`
    case 'minus':
      return `(${print(code.left)} - ${print(code.right)})`
    case 'times':
      return `(${print(code.left)} * ${print(code.right)})`
    case 'over':
      return `(${print(code.left)} / ${print(code.right)})`
    case 'exp':
      return `Math.exp(${print(code.of)})`
    case 'ln':
      return `Math.log(${print(code.of)})`
    case 'most':
      return `Math.max(${code.terms.map(print).join(', ')})`
    case 'least':
      return `Math.min(${code.terms.map(print).join(', ')})`
    case 'choose':
      return `(${code.cases.map(([test, value]) => `${testScript(test, target)} ? ${print(value)} : `).join('')}${print(code.otherwise)})`
    case 'class':
      return classLiteral(target, code.label)
  }
}

function literal(value: number): string {
  return value < 0 ? `(${value})` : String(value)
}

/** A string in quotes, whatever it holds. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function testScript(test: Test, target: TargetInfo): string {
  if (test.op === 'atLeast') return `${scriptOf(test.left, target)} >= ${scriptOf(test.right, target)}`
  const x = featureName(test.feature)
  if (test.op === 'missing') return `${x} === null`
  const isThere =
    test.op === 'atMost'
      ? `${x} <= ${literal(test.value)}`
      : test.labels.length === 0
        ? 'false'
        : `[${test.labels.map(quoted).join(', ')}].includes(${x})`
  return test.orMissing ? `(${x} === null || ${isThere})` : `(${x} !== null && ${isThere})`
}

function classLiteral(target: TargetInfo, c: number): string {
  if (target.task === 'number') return 'null'
  const label = target.classes[c]!
  return target.form === 'text' ? quoted(label) : target.form === 'boolean' ? label : literal(Number(label))
}

/** What `predicted` is, as a type. */
function predictedType(target: TargetInfo): string {
  if (target.task === 'number' || target.form === 'number') return 'number'
  return target.form === 'boolean' ? 'boolean' : target.classes.map(quoted).join(' | ')
}

/** The whole source: types, helpers and the function. */
export function printTypeScript(program: Program, name: string): string {
  const { features, target, steps, results, kind } = program
  const found = new Set<number>()
  for (const { code } of [...steps.flat(), ...results]) featuresOf(code, found)
  const used = [...found].sort((a, b) => a - b)
  const reads = used.map((f) => `  const ${featureName(f)} = ${readScript(features[f]!)}`)
  const consts = steps.flat().map((step) => `  const ${step.name} = ${scriptOf(step.code, target)}`)
  const outs = results.map((result) => `    ${quoted(result.name)}: ${scriptOf(result.code, target)},`)
  const types = results.map(
    (result, r) => `  readonly ${quoted(result.name)}: ${r === 0 ? predictedType(target) : 'number'}`,
  )
  return [
    `/** What a ${kind} model of ${quoted(target.name).replaceAll('*/', '*\\/')} says about a row. */`,
    'export interface Prediction {',
    ...types,
    '}',
    '',
    '/** What the model reads; missing is null, undefined or NaN. */',
    'export interface Row {',
    ...used.map((f) => `  readonly ${quoted(features[f]!.name)}?: ${rowType(features[f]!)}`),
    '}',
    '',
    ...helpers(used.map((f) => features[f]!)),
    `export function ${name}(row: Row): Prediction {`,
    ...reads,
    ...consts,
    '  return {',
    ...outs,
    '  }',
    '}',
    '',
  ].join('\n')
}

function rowType(info: FeatureInfo): string {
  return info.kind === 'number' ? 'number | bigint | null | undefined' : 'string | boolean | null | undefined'
}

function readScript(info: FeatureInfo): string {
  const value = `row[${quoted(info.name)}]`
  if (info.kind === 'number') return `numberOf(${value})`
  return `labelOf(${value}, [${info.labels.map(quoted).join(', ')}])`
}

function helpers(used: readonly FeatureInfo[]): string[] {
  const numbers = [
    'function numberOf(value: unknown): number | null {',
    "  const number = typeof value === 'bigint' ? Number(value) : value",
    "  return typeof number === 'number' && !Number.isNaN(number) ? number : null",
    '}',
    '',
  ]
  const labels = [
    'function labelOf(value: unknown, known: readonly string[]): string | null {',
    "  const label = typeof value === 'boolean' ? String(value) : value",
    "  return typeof label === 'string' && known.includes(label) ? label : null",
    '}',
    '',
  ]
  return [
    ...(used.some((info) => info.kind === 'number') ? numbers : []),
    ...(used.some((info) => info.kind === 'category') ? labels : []),
  ]
}
