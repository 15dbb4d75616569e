import { toRows } from '../../table/toRows.js'
import { drawImportance } from '../chartImportance.js'
import { drawSurvival, SURVIVAL_COLUMNS } from '../chartSurvival.js'
import type { ChurnFound } from '../churnOutlook.js'
import { readCurves } from '../curves.js'
import { drawLeaving } from '../drawLeaving.js'
import { drawStakes } from '../drawStakes.js'
import { share } from '../figures/customers.js'
import { type LeavingFigures, stakes } from '../figures/leaving.js'
import type { Format } from '../format.js'
import type { Scene } from '../scene.js'
import type { Section } from '../section.js'
import { isOff } from './honest.js'
import { survivalAt } from './survivalAt.js'
import { gainsSection, honestSection, rivalsSection } from './trust.js'

/** What the sections of who leaves are made from. */
export interface LeavingContext extends Omit<Scene, 'width'> {
  readonly figures: LeavingFigures
  readonly found: ChurnFound
}

/** Makes a section, or nothing where its data is missing. */
export type LeavingSectionMaker = (context: LeavingContext) => Section | undefined

/** What the page of who leaves is made of, in this order. */
export const leavingSections: readonly LeavingSectionMaker[] = Object.freeze([
  stagesSection,
  contactSection,
  reasonsSection,
  gainsSection,
  honestSection,
  rivalsSection,
  livesSection,
  methodsSection,
])

/** Customers by stage: how many will leave. */
export function stagesSection({
  figures,
  words,
  format,
  found,
}: Omit<LeavingContext, 'found'> & Partial<LeavingContext>): Section {
  const text = words.churn.leaving
  const { stages, current, customers, listed, early, atRisk, fit } = figures
  const { columns } = text
  const numeric = ['customers', 'expected', 'share', 'revenue'] as const
  return {
    id: 'leaving',
    finding: text.finding(figures),
    weight: 0.75,
    actions: listed > 0 ? [{ text: text.action(figures, found !== undefined), weight: 0.6 }] : [],
    chart: (width) => drawLeaving(stages, { words, format, width }),
    howToRead: text.read,
    text: [
      ...(isOff(fit) ? [text.off(figures)] : []),
      ...(listed > 0 ? [text.list(figures)] : []),
      ...(early > 0 ? [text.early(figures)] : []),
      ...(customers > current ? [text.lapsed(figures)] : []),
      text.caveat(figures),
    ],
    table: {
      columns: [
        { label: columns.stage },
        ...numeric.map((key) => ({ label: columns[key], numeric: true })),
        ...(atRisk === null ? [] : [{ label: columns.atRisk, numeric: true }]),
      ],
      rows: stages.map((one) =>
        withStake(format, one.atRisk, [
          words.churn.stage(one.stage),
          format.count(one.customers),
          format.count(Math.round(one.expected)),
          format.share(share(one.expected, one.customers)),
          format.money(one.revenue),
        ]),
      ),
    },
  }
}

/** Cells of a row, and what is at stake where that is known. */
function withStake(format: Format, atRisk: number | null, cells: string[]): string[] {
  return atRisk === null ? cells : cells.concat(format.money(atRisk))
}

/** As many customers as one may have time for. */
const FIRST = [10, 20, 50, 100, 200, 500, 1000, 10_000]

/** Whom to contact first. */
function contactSection({ figures, found, words, format }: LeavingContext): Section | undefined {
  const spread = stakes(found.scores, 'reportChurn')
  if (!spread || figures.half === null) return undefined
  const text = words.churn.contact
  const { most, customers } = spread
  const all = most.reduce((a, b) => a + b, 0)
  const upTo = (n: number): number => most.subarray(0, n).reduce((a, b) => a + b, 0)
  const counts = [...new Set([...FIRST.filter((n) => n < customers), figures.half, customers])]
  return {
    id: 'contact',
    finding: text.finding(figures.half, customers),
    weight: 0.9,
    actions: [{ text: text.action(figures.half), weight: 0.9 }],
    chart: (width) => drawStakes(spread, { words, format, width }),
    howToRead: text.read,
    text: [text.note],
    table: {
      columns: [
        { label: text.columns.first },
        { label: text.columns.atRisk, numeric: true },
        { label: text.columns.share, numeric: true },
      ],
      rows: counts
        .toSorted((a, b) => a - b)
        .map((n) => [text.first(n), format.money(upTo(n)), format.share(share(upTo(n), all))]),
    },
  }
}

/** Why they leave. */
function reasonsSection({ figures, words, format }: LeavingContext): Section | undefined {
  const { reasons, atRisk } = figures
  const [first] = reasons
  if (!first) return undefined
  const { charts, reason, reasons: text } = words.churn
  const all = reasons.reduce((sum, one) => sum + one.customers, 0)
  const bars = reasons.map((one) => ({
    feature: reason(one.reason),
    value: one.customers,
    deviation: NaN,
  }))
  return {
    id: 'reasons',
    finding: text.finding(reason(first.reason), first.customers, all),
    weight: 0.7,
    chart: (width) =>
      drawImportance(bars, { words, format, width }, { title: charts.reasons, about: charts.reasonsAbout }),
    howToRead: text.read,
    table: {
      columns: [
        { label: text.columns.reason },
        { label: text.columns.customers, numeric: true },
        { label: text.columns.share, numeric: true },
        ...(atRisk === null ? [] : [{ label: text.columns.atRisk, numeric: true }]),
      ],
      rows: reasons.map((one) =>
        withStake(format, one.atRisk, [
          reason(one.reason),
          format.count(one.customers),
          format.share(share(one.customers, all)),
        ]),
      ),
    },
  }
}

/** The days that the table has. */
const STOPS = [90, 180, 365, 730, 1095, 1825]

/** How long customers stay. */
function livesSection({ figures, found, words, format }: LeavingContext): Section | undefined {
  const text = words.churn.lives
  const curves = readCurves('reportChurn', found.lives, SURVIVAL_COLUMNS)
  const steps = toRows(found.allLives) as Record<string, any>[]
  const last = steps.at(-1)
  if (!last || !(last.time > 0)) return undefined
  const median = steps.find(({ survival }) => survival <= 0.5)?.time ?? null
  return {
    id: 'lives',
    finding: text.finding(median, figures.horizon, last.survival, last.time),
    weight: 0.4,
    chart: (width) => drawSurvival(curves, { words, format, width }, words.churn.charts.sinceFirst),
    howToRead: text.read(figures.horizon),
    table: {
      columns: (['days', 'share', 'low', 'high', 'followed'] as const).map((key) => ({
        label: text.columns[key],
        numeric: true,
      })),
      rows: STOPS.filter((day) => day <= last.time).map((day) => {
        const { survival, low, high, atRisk } = survivalAt(steps, day)
        return [
          format.count(day),
          format.share(survival),
          low === null ? '–' : format.share(low),
          high === null ? '–' : format.share(high),
          format.count(atRisk),
        ]
      }),
    },
  }
}

function methodsSection({ figures, words }: LeavingContext): Section {
  const { heading, lines } = words.churn.methods
  return { id: 'methods', finding: heading, weight: 0, text: lines(figures) }
}
