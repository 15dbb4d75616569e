import type { SurrogateTree } from './surrogate.js'

/** What a rule asks of a number: above one, at most another; null for no such limit. */
interface Range {
  readonly above: number | null
  readonly atMost: number | null
  /** Whether a missing value meets it. */
  readonly missing: boolean
}

/** What a rule asks of a category. */
interface Labels {
  readonly labels: readonly string[]
  readonly missing: boolean
}

/** What a rule asks, feature by feature. */
export type Box = ReadonlyMap<string, Range | Labels>

type Step = ReturnType<SurrogateTree['path']>[number]

/** What the nodes on the way to a leaf ask together. */
export function boxOf(path: readonly Step[]): Box {
  const box = new Map<string, Range | Labels>()
  for (const { condition } of path) {
    if (!condition) continue
    const before = box.get(condition.feature)
    box.set(condition.feature, before ? both(before, condition) : condition)
  }
  return box
}

function both(a: Range | Labels, b: Range | Labels): Range | Labels {
  const missing = a.missing && b.missing
  if ('labels' in a) {
    const allowed = 'labels' in b ? b.labels : []
    return { labels: a.labels.filter((label) => allowed.includes(label)), missing }
  }
  const other = b as Range
  return {
    above: bound(a.above, other.above, Math.max),
    atMost: bound(a.atMost, other.atMost, Math.min),
    missing,
  }
}

function bound(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : of(a, b)
}

/**
 * Two boxes as one, where they differ in one feature alone and that one adds up to a range or to more labels: what falls into the one is what falls into
 * either. Undefined where they don't.
 */
export function joined(a: Box, b: Box): Box | undefined {
  const features = new Set([...a.keys(), ...b.keys()])
  const differing = [...features].filter((name) => !isSame(a.get(name), b.get(name)))
  const [name] = differing
  if (differing.length !== 1 || name === undefined) return undefined
  const [one, other] = [a.get(name), b.get(name)]
  if (!one || !other) return undefined
  const sum = together(one, other)
  return sum && new Map([...a, [name, sum]])
}

function together(a: Range | Labels, b: Range | Labels): Range | Labels | undefined {
  const missing = a.missing || b.missing
  if ('labels' in a) {
    return 'labels' in b ? { labels: [...new Set([...a.labels, ...b.labels])], missing } : undefined
  }
  if ('labels' in b) return undefined
  const [low, high] = a.atMost !== null && a.atMost === b.above ? [a, b] : [b, a]
  if (low.atMost === null || low.atMost !== high.above) return undefined
  return { above: low.above, atMost: high.atMost, missing }
}

function isSame(a: Range | Labels | undefined, b: Range | Labels | undefined): boolean {
  if (!a || !b || a.missing !== b.missing) return false
  if ('labels' in a) {
    return (
      'labels' in b &&
      a.labels.length === b.labels.length &&
      a.labels.every((label) => b.labels.includes(label))
    )
  }
  return !('labels' in b) && a.above === b.above && a.atMost === b.atMost
}
