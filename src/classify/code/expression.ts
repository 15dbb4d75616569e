/** A formula, printed as SQL in some dialect or as TypeScript. Values are doubles, text or missing; tests are true or false, never unknown. */
export type Code =
  | { readonly op: 'number'; readonly value: number }
  /** A feature of the row: missing where it is null, NaN or a label that was not learned from. */
  | { readonly op: 'feature'; readonly feature: number }
  /** What an earlier step has computed. */
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'sum'; readonly terms: readonly Code[] }
  | { readonly op: 'minus' | 'times' | 'over'; readonly left: Code; readonly right: Code }
  | { readonly op: 'exp' | 'ln'; readonly of: Code }
  /** The largest or smallest of some. */
  | { readonly op: 'most' | 'least'; readonly terms: readonly Code[] }
  /** The value of the first test that holds. */
  | { readonly op: 'choose'; readonly cases: readonly (readonly [Test, Code])[]; readonly otherwise: Code }
  /** One of the target's classes. */
  | { readonly op: 'class'; readonly label: number }

/** What is asked; a missing feature fails all but `missing`. */
export type Test =
  | { readonly op: 'missing'; readonly feature: number }
  /** Whether a number is there and at most so much; or is missing, where `orMissing`. */
  | {
      readonly op: 'atMost'
      readonly feature: number
      readonly value: number
      readonly orMissing: boolean
    }
  /** Whether a label is one of those; or is missing, where `orMissing`. */
  | {
      readonly op: 'oneOf'
      readonly feature: number
      readonly labels: readonly string[]
      readonly orMissing: boolean
    }
  | { readonly op: 'atLeast'; readonly left: Code; readonly right: Code }

/** A number. */
export function constant(value: number): Code {
  return { op: 'number', value }
}

/** What an earlier step has computed. */
export function named(name: string): Code {
  return { op: 'name', name }
}

/** The sum of some terms; constants are added at once. */
export function sum(terms: readonly Code[]): Code {
  const fixed = terms.reduce((total, term) => (term.op === 'number' ? total + term.value : total), 0)
  const others = terms.filter((term) => term.op !== 'number')
  const all = fixed === 0 && others.length > 0 ? others : [constant(fixed), ...others]
  return all.length === 1 ? all[0]! : { op: 'sum', terms: all }
}

/** A product with a constant. */
export function scaled(code: Code, factor: number): Code {
  return factor === 1 ? code : { op: 'times', left: code, right: constant(factor) }
}

/** 1 / (1 + exp(−score)); far scores are held where exp overflows in no database. */
export function logisticCode(score: Code): Code {
  const held = within(score, -700, 700)
  const odds: Code = { op: 'exp', of: negative(held) }
  return { op: 'over', left: constant(1), right: sum([constant(1), odds]) }
}

/** A formula held between bounds. */
export function within(code: Code, low: number, high: number): Code {
  return { op: 'least', terms: [{ op: 'most', terms: [code, constant(low)] }, constant(high)] }
}

/** The negative of a formula. */
export function negative(code: Code): Code {
  return { op: 'minus', left: constant(0), right: code }
}

/** How much there is to print. */
export function sizeOf(code: Code): number {
  switch (code.op) {
    case 'number':
    case 'feature':
    case 'name':
    case 'class':
      return 1
    case 'sum':
    case 'most':
    case 'least':
      return code.terms.reduce((size, term) => size + sizeOf(term), 1)
    case 'minus':
    case 'times':
    case 'over':
      return 1 + sizeOf(code.left) + sizeOf(code.right)
    case 'exp':
    case 'ln':
      return 1 + sizeOf(code.of)
    case 'choose':
      return code.cases.reduce(
        (size, [test, value]) => size + sizeOf(value) + (test.op === 'oneOf' ? test.labels.length : 2),
        1 + sizeOf(code.otherwise),
      )
  }
}

/** The formulas that a formula is made of; not those of its questions and choices. */
export function termsOf(code: Code): readonly Code[] {
  if ('terms' in code) return code.terms
  if ('left' in code) return [code.left, code.right]
  return 'of' in code ? [code.of] : []
}

/** The earlier values that a formula reads. */
export function namesOf(code: Code, found: Set<string>): void {
  if (code.op === 'name') found.add(code.name)
  for (const term of termsOf(code)) namesOf(term, found)
  if (code.op !== 'choose') return
  for (const [test, value] of code.cases) {
    if (!('feature' in test)) for (const side of [test.left, test.right]) namesOf(side, found)
    namesOf(value, found)
  }
  namesOf(code.otherwise, found)
}

/** The features that a formula reads. */
export function featuresOf(code: Code, found: Set<number> = new Set()): Set<number> {
  if (code.op === 'feature') found.add(code.feature)
  if ('terms' in code) for (const term of code.terms) featuresOf(term, found)
  if ('left' in code) for (const side of [code.left, code.right]) featuresOf(side, found)
  if ('of' in code) featuresOf(code.of, found)
  if (code.op === 'choose') {
    for (const [test, value] of code.cases) {
      if ('feature' in test) found.add(test.feature)
      else for (const side of [test.left, test.right]) featuresOf(side, found)
      featuresOf(value, found)
    }
    featuresOf(code.otherwise, found)
  }
  return found
}
