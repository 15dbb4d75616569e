import { type Code, named, sum, termsOf } from './expression.js'
import type { Named, Program } from './program.js'

/** What each statement computes, and what is read of them at the end. */
export interface Stages {
  readonly stages: readonly (readonly Named[])[]
  readonly results: readonly Named[]
}

/**
 * A program's steps as stages that one statement can bear each. Where later steps add up values of several stages, each stage adds up those
 * of the one before, so that no row has to carry the values of hundreds of trees.
 */
export function stagesOf(
  { steps, results }: Program,
  groups: (step: readonly Named[]) => readonly (readonly Named[])[],
): Stages {
  const stages: Named[][] = []
  let later: readonly (readonly Named[])[] = [...steps, results]
  for (let s = 0; s < steps.length; s++) {
    const [step, ...rest] = later
    const parts = groups(step!)
    const added = addedUp(parts, rest, s)
    stages.push(...added.stages)
    later = added.later
  }
  return { stages, results: later[0]! }
}

/** The parts of a step with running totals, and later steps that read these. */
function addedUp(
  parts: readonly (readonly Named[])[],
  later: readonly (readonly Named[])[],
  s: number,
): { stages: Named[][]; later: readonly (readonly Named[])[] } {
  const stages = parts.map((part) => [...part])
  if (parts.length === 1) return { stages, later }
  const own = new Set(parts.flat().map(({ name }) => name))
  const sums = new Map<Code, Code>()
  for (const { code } of later.flat()) collectSums(code, own, sums)
  let k = 0
  for (const found of sums.keys()) {
    k++
    let total: Code[] = []
    parts.forEach((part, g) => {
      // What was there before this stage becomes one value.
      if (total.length > 1) {
        const name = `total_${s}_${k}_${g}`
        stages[g]!.push({ name, code: sum(total) })
        total = [named(name)]
      }
      const here = new Set(part.map(({ name }) => name))
      total.push(...termsOf(found).filter((term) => term.op === 'name' && here.has(term.name)))
    })
    sums.set(found, sum(total))
  }
  const rewritten = later.map((step) => step.map(({ name, code }) => ({ name, code: replaced(code, sums) })))
  return { stages, later: rewritten }
}

/** The sums of nothing but values of a step. */
function collectSums(code: Code, own: ReadonlySet<string>, into: Map<Code, Code>): void {
  const terms = termsOf(code)
  if (code.op === 'sum' && terms.every((term) => term.op === 'name' && own.has(term.name))) {
    into.set(code, code)
  } else for (const term of terms) collectSums(term, own, into)
}

/** A formula with some parts in the places of others. */
function replaced(code: Code, by: ReadonlyMap<Code, Code>): Code {
  const other = by.get(code)
  if (other) return other
  const inner = (part: Code) => replaced(part, by)
  if ('terms' in code) return { ...code, terms: code.terms.map(inner) }
  if ('left' in code) return { ...code, left: inner(code.left), right: inner(code.right) }
  return 'of' in code ? { ...code, of: inner(code.of) } : code
}
