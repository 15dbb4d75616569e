import type { Outcome } from '../explainOutcome.js'
import type { TableLike } from '../../table/types.js'
import { toRows } from '../../table/toRows.js'
import { drawTree } from '../drawTree.js'
import { treeLines } from '../figures/treeLines.js'
import { treeRules } from '../figures/treeRules.js'
import type { Section } from '../section.js'
import { drawImportance } from '../chartImportance.js'
import { drawLift, LIFT_COLUMNS } from '../chartLift.js'
import { readCurves } from '../curves.js'
import type { OutcomeContext } from './context.js'
import { qualitySection } from './quality.js'

/** Makes a section of an outcome, or nothing where its data is missing. */
export type OutcomeSectionMaker = (context: OutcomeContext) => Section | undefined

/** What the page of an outcome is made of, in this order. */
export const outcomeSections: readonly OutcomeSectionMaker[] = Object.freeze([
  kindsSection,
  driversSection,
  liftSection,
  qualitySection,
  methodsSection,
])

/** As deep as the tree can be. */
const TREE_DEPTH = 4

const rowsOf = (table: TableLike): Record<string, any>[] => toRows(table) as Record<string, any>[]

/** Kinds of customer: the leaves of the tree. */
function kindsSection({ outcome, words, format }: OutcomeContext): Section {
  const text = words.outcome.kinds
  const { tree, task, positive } = outcome
  const asked = treeRules(tree)
  const rules: Record<string, any>[] = rowsOf(tree.rules()).map((rule) =>
    Object.assign({}, rule, { rule: words.tree.rule(asked.get(rule.leaf)!) }),
  )
  const lines = treeLines(tree, TREE_DEPTH)
  const [top] = rules
  const share = (rule: Record<string, any>): number =>
    rule.predicted === positive ? rule.confidence : 1 - rule.confidence
  const number = (value: number): string => format.decimal(value)
  const all = tree.fit.rows
  const { columns } = text
  const isBinary = task === 'binary'
  const finding =
    rules.length < 2
      ? text.one
      : task === 'number'
        ? text.number(top!.rule, top!.rows, number(top!.predicted), number(top!.predicted / top!.lift))
        : isBinary
          ? text.finding(top!.rule, top!.rows, share(top!), share(top!) / baseRate(outcome))
          : text.several(rules.length)
  return {
    id: 'kinds',
    finding,
    weight: rules.length < 2 ? 0 : 0.9,
    ...(rules.length > 1 && {
      chart: (width: number) => drawTree(lines, tree.target, { words, format, width }),
      howToRead: text.read,
    }),
    ...(isBinary && rules.length > 1 && { actions: [{ text: text.act(top!.rule, top!.rows), weight: 0.8 }] }),
    table: {
      columns: [
        { label: columns.rule },
        ...(task === 'classes' ? [{ label: columns.predicted }] : []),
        { label: columns.customers, numeric: true },
        { label: columns.support, numeric: true },
        { label: task === 'number' ? columns.mean : columns.share, numeric: true },
        ...(task === 'classes' ? [] : [{ label: columns.lift, numeric: true }]),
      ],
      rows: rules.map((rule) => {
        const rate = isBinary ? share(rule) : rule.confidence
        const cells: string[] = [rule.rule]
        if (task === 'classes') cells.push(String(rule.predicted))
        cells.push(format.count(rule.rows), format.share(rule.rows / all))
        cells.push(task === 'number' ? number(rule.predicted) : format.share(rate))
        if (task !== 'classes') cells.push(number(isBinary ? rate / baseRate(outcome) : rule.lift))
        return cells
      }),
    },
  }
}

function baseRate({ quality }: Outcome): number {
  return quality.task === 'binary' ? quality.baseRate : NaN
}

/** Columns that a finding names. */
const NAMED = 3
/** Columns that the picture shows. */
const BARS = 15

/** What the model asked about most. */
function driversSection({ outcome, words, format }: OutcomeContext): Section | undefined {
  const text = words.outcome.drivers
  const drivers = rowsOf(outcome.model.importance).filter(({ share }) => share > 0)
  if (drivers.length === 0) return undefined
  const named = drivers.slice(0, NAMED)
  const bars = drivers.slice(0, BARS).map(({ feature, share }) => ({ feature, value: share, deviation: NaN }))
  return {
    id: 'drivers',
    finding: text.finding(
      named.map(({ feature }) => feature),
      named.reduce((sum, { share }) => sum + share, 0),
    ),
    weight: 0.6,
    chart: (width) => drawImportance(bars, { words, format, width }),
    howToRead: text.read,
    table: {
      columns: [{ label: text.columns.feature }, { label: text.columns.share, numeric: true }],
      rows: drivers.map(({ feature, share }) => [feature, format.share(share)]),
    },
  }
}

/** Whom to ask first. */
function liftSection({ outcome, words, format }: OutcomeContext): Section | undefined {
  if (!outcome.lift) return undefined
  const text = words.outcome.lift
  const tenths = rowsOf(outcome.lift)
  const curves = readCurves('reportOutcome', outcome.lift, LIFT_COLUMNS)
  const { columns } = text
  return {
    id: 'lift',
    finding: text.finding(tenths[0]!.cumulative_gain, tenths[1]!.cumulative_gain),
    weight: 0.7,
    chart: (width) => drawLift(curves, { words, format, width }),
    howToRead: text.read,
    table: {
      columns: [
        { label: columns.part },
        ...(['customers', 'responders', 'rate', 'lift', 'gain'] as const).map((key) => ({
          label: columns[key],
          numeric: true,
        })),
      ],
      rows: tenths.map((tenth) => [
        format.count(tenth.bin),
        format.count(Math.round(tenth.rows)),
        format.count(Math.round(tenth.responders)),
        format.share(tenth.response_rate),
        format.decimal(tenth.lift),
        format.share(tenth.cumulative_gain),
      ]),
    },
  }
}

function methodsSection({ words }: OutcomeContext): Section {
  const { heading, lines } = words.outcome.methods
  return { id: 'methods', finding: heading, weight: 0, text: lines }
}
