import { drawProfile } from '../chartProfile.js'
import { drawSegmentMap } from '../chartSegmentMap.js'
import { profileMap } from '../figures/profileMap.js'
import { segmentMap } from '../figures/segmentMap.js'
import type { ReportContext, Section } from '../section.js'

/** More rules of a group than that nobody remembers. */
const MOST_RULES = 2
/** A further rule that finds less of its group is not worth a line. */
const LEAST_FOUND = 0.1
/** Dots that a page holds. */
const DOTS = 700

/** The groups in the customer base: how they lie, and what each brings. */
export function groupSection({ figures, groups, words, format }: ReportContext): Section | undefined {
  const found = groups?.found
  if (!found || !figures.groups) return undefined
  const text = words.grouping.groups
  const map = segmentMap(groups.customers, found.model, 'group', DOTS, 'report')
  const named = map.segments.map((segment) => ({
    ...segment,
    label: segment.label === null ? null : text.name(segment.label),
  }))
  const [top] = figures.groups.groups
  return {
    id: 'groups',
    finding: text.finding(figures.groups.k, { ...top!, name: text.name(top!.name) }),
    weight: 0.4 * top!.shareOfRevenue,
    chart: (width) => drawSegmentMap({ ...map, segments: named }, { words, format, width }),
    howToRead: text.read,
    text: [
      text.map(map.points.length, map.customers, map.x.share + map.y.share),
      text.chosen(figures.groups),
    ],
    table: {
      columns: [
        { label: text.columns.group },
        ...NUMERIC.map((key) => ({ label: text.columns[key], numeric: true })),
      ],
      rows: figures.groups.groups.map((group) => [
        inFile(group.name, text.name(group.name)),
        format.count(group.customers),
        format.share(group.shareOfCustomers),
        format.money(group.revenue),
        format.share(group.shareOfRevenue),
        format.decimal(group.medianOrders),
        format.money(group.medianRevenue),
        format.count(group.medianDaysSinceLast),
      ]),
    },
  }
}

const NUMERIC = [
  'customers',
  'shareOfCustomers',
  'revenue',
  'shareOfRevenue',
  'ordersEach',
  'revenueEach',
  'quietFor',
] as const

/** What sets the groups apart. */
export function apartSection({ figures, groups, words, format }: ReportContext): Section | undefined {
  const found = groups?.found
  if (!found || !figures.groups) return undefined
  const { apart, groups: text } = words.grouping
  const map = profileMap(found.profile, found.names, 'report')
  // The one that brings most first, as in the table.
  const order = figures.groups.groups.map(({ name }) => map.segments.findIndex(({ label }) => label === name))
  const shown = {
    segments: order.map((place) => ({
      ...map.segments[place]!,
      label: text.name(map.segments[place]!.label!),
    })),
    fields: map.fields.flatMap((field) => {
      const segment = order.indexOf(field.segment)
      return segment < 0 ? [] : [{ ...field, segment }]
    }),
  }
  return {
    id: 'group-profile',
    finding: apart.finding(figures.groups),
    weight: 0,
    chart: (width) => drawProfile(shown, { words, format, width }),
    howToRead: apart.read,
    text: figures.groups.groups.map((group) => apart.line(group)),
    table: {
      columns: [
        { label: apart.columns.group },
        { label: apart.columns.rule },
        { label: apart.columns.precision, numeric: true },
        { label: apart.columns.coverage, numeric: true },
      ],
      rows: figures.groups.groups.flatMap(({ name, rules }) =>
        rules
          .filter(({ coverage }, i) => i === 0 || (i < MOST_RULES && coverage >= LEAST_FOUND))
          .map(({ rule, precision, coverage }) => [
            text.name(name),
            apart.rule(rule),
            format.share(precision),
            format.share(coverage),
          ]),
      ),
    },
  }
}

/** A translated name with the one that stands in the table of customers. */
function inFile(name: string, shown: string): string {
  return shown === name ? name : `${shown} (${name})`
}
