import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { selectColumns } from '../../table/select.js'
import type { SortedGroups } from '../../table/sortedGroups.js'
import { takeRows } from '../../table/take.js'
import { toRows } from '../../table/toRows.js'
import { type Box, boxOf, joined } from './box.js'
import { wholeFeatures } from './features.js'
import type { SurrogateTree } from './surrogate.js'
import { type Spoken, wordsOf } from './wording.js'

/** A rule, and how many of all customers meet it. */
export interface CountedRule {
  readonly segment: number
  readonly rule: string
  readonly conditions: number
  readonly customers: number
  /** Those of them who belong to the segment. */
  readonly own: number
}

interface CountedBox {
  readonly segment: number
  readonly box: Box
  readonly customers: number
  readonly own: number
}

/** The rules of a tree, counted on all customers, and the share of these whom they put into their own segment. */
export function countRules(
  table: Table,
  model: SurrogateTree | undefined,
  groups: SortedGroups,
  who: string,
): { readonly rules: readonly CountedRule[]; readonly agreement: number } {
  const customers = groups.codes.length
  if (!model) {
    return {
      rules: [{ segment: 0, rule: 'all customers', conditions: 0, customers, own: customers }],
      agreement: 1,
    }
  }
  const names = model.features.map(({ name }) => name)
  const features = selectColumns(table, names, who)
  const whole = new Set(wholeFeatures(table, names, who))
  const spoken: Spoken[] = model.features.map((info, f) => ({
    name: info.name,
    isWhole: whole.has(info.name),
    labels: info.kind === 'category' ? info.labels : [],
    sawMissing: model.missingValues[f]! > 0,
  }))
  const rules = joinAll(countBoxes(features, model, groups, who)).map((one): CountedRule => {
    const said = wordsOf(one.box, spoken)
    return {
      segment: one.segment,
      rule: said.length > 0 ? said.join(' and ') : 'all customers',
      conditions: said.length,
      customers: one.customers,
      own: one.own,
    }
  })
  rules.sort((a, b) => a.segment - b.segment || b.own - a.own || a.customers - b.customers)
  return { rules, agreement: rules.reduce((sum, { own }) => sum + own, 0) / customers }
}

/** A box a leaf that any customer comes to. */
function countBoxes(
  features: Table,
  model: SurrogateTree,
  { codes, size, labels }: SortedGroups,
  who: string,
): CountedBox[] {
  const predicted = model.predict(features, { leaf: true, replace: true }) as Table<any>
  const leaves = readNumbers(findColumn(predicted, 'leaf', who), who)
  const found = new Map<number, { row: number; counts: Int32Array }>()
  for (let i = 0; i < codes.length; i++) {
    let leaf = found.get(leaves[i]!)
    if (!leaf) found.set(leaves[i]!, (leaf = { row: i, counts: new Int32Array(size) }))
    leaf.counts[codes[i]!]!++
  }
  const all = [...found.values()]
  const rows = toRows(
    takeRows(
      features,
      Int32Array.from(all, ({ row }) => row),
    ),
  ) as object[]
  return all.map(({ counts }, i) => {
    const path = model.path(rows[i]!)
    const segment = labels.indexOf(String(path.at(-1)!.predicted))
    const customers = counts.reduce((a, b) => a + b, 0)
    return { segment, box: boxOf(path), customers, own: counts[segment]! }
  })
}

/** Rules of the same segment that are two halves of one, as that one. */
function joinAll(boxes: readonly CountedBox[]): CountedBox[] {
  const left = [...boxes]
  for (let i = 0; i < left.length; i++) {
    for (let j = i + 1; j < left.length; j++) {
      const [a, b] = [left[i]!, left[j]!]
      const box = a.segment === b.segment ? joined(a.box, b.box) : undefined
      if (!box) continue
      left[i] = { segment: a.segment, box, customers: a.customers + b.customers, own: a.own + b.own }
      left.splice(j, 1)
      // What it has become may fit to one that was looked at before.
      i = -1
      break
    }
  }
  return left
}
