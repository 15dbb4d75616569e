import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
import * as pages from 'clientele/report'
import type { Case } from './cases.js'

const odd = { notAnOption: 1 } as any

/** Records of which two and three are one customer. */
const people = (): Table =>
  lib.fromRows(
    ['ann', 'ann', 'bob', 'eve', 'eve', 'eve'].map((name, i) => ({ name, record: `r${i}` })),
  ) as Table

/** Their pairs, scored. */
const scoredPairs = (): Table =>
  lib.fromRows(
    [
      [0, 1, 6],
      [3, 4, 7],
      [3, 5, 5],
      [4, 5, 3],
      [0, 2, -4],
      [1, 2, -5],
    ].map(([row_a, row_b, match_weight]) => ({ row_a: row_a!, row_b: row_b!, match_weight: match_weight! })),
  ) as Table

const clusters = (t: any, more = {}) => lib.clusterPairs(t, { records: people(), ...more })

/** Records with who they are and who they were found to be. */
const found = (): Table =>
  lib.fromRows(
    [0, 0, 1, 2, 2, 2, 3].map((person, i) => ({
      person: `p${person}`,
      customer_id: [0, 0, 0, 1, 1, 2, 3][i]!,
    })),
  ) as Table

/** Records of three customers, in several sources. */
const sources = (): Table =>
  lib.fromRows(
    Array.from({ length: 7 }, (_, i) => ({
      customer_id: i % 3,
      name: ['Rob', 'Robert', 'Eve'][(i * 2) % 3]!,
      city: i % 4 ? `city ${i % 2}` : null,
      seen: new Date(Date.UTC(2025, 0, 1 + ((i * 5) % 17))),
      record: `r${i}`,
    })),
  ) as Table
const golden = (t: any, more = {}) =>
  lib.goldenRecord(t, {
    time: 'seen',
    id: 'record',
    rules: { name: 'longest', city: ['recent', 'complete'] },
    ...more,
  })

const review = (t: any, more = {}) => lib.sampleForReview(t, { records: people(), ...more })

/** Records found afresh: customers 1 and 2 of `sources` are one now. */
const now = (): Table =>
  lib.fromRows(
    Array.from({ length: 9 }, (_, i) => ({ record: `r${i}`, customer_id: i % 3 ? 'x' : 'y' })),
  ) as Table
const updated = (t: any, more = {}) => lib.updateIdentities(t, now(), { id: 'record', ...more } as any)

/** Customers of two systems. */
const twice = (): Table =>
  lib.fromRows(
    ['Ann Lee', 'Bob Ray', 'Cy Orr', 'Di Fox', 'Eve Kay'].flatMap((name, i) => {
      const [given, surname] = name.split(' ') as [string, string]
      const mail = `${given}@${surname}.example`.toLowerCase()
      return ['a', 'b'].map((system) => ({
        given,
        surname: i === 3 ? null : surname,
        mail,
        record: `${system}${i}`,
      }))
    }),
  ) as Table
const kinds = { given: 'given_name', surname: 'surname', mail: 'email' } as const

/** What `explainPair` gives. */
const steps = (): Table =>
  lib.fromRows(
    [-10, 9, 3, -1].map((weight, i) => ({
      step: i === 0 ? 'prior' : 'field',
      column: `c${i}`,
      agreement: 'same',
      weight,
      frequency_adjustment: i / 2,
      total: [-10, -0.5, 3.5, 4][i]!,
    })),
  ) as Table
const stepReads = {
  step: 'text',
  column: 'text',
  agreement: 'text',
  weight: 'number',
  frequency_adjustment: 'number',
  total: 'number',
} as const

/** What is expected at each threshold. */
const curve = (): Table =>
  lib.fromRows(
    [0.1, 0.3, 0.5, 0.7, 0.9, 0.95].map((threshold) => ({
      threshold,
      expected_precision: 0.9,
      expected_recall: 0.8,
      expected_f1: 0.85,
    })),
  ) as Table
const curveReads = {
  threshold: 'number',
  expected_precision: 'number',
  expected_recall: 'number',
  expected_f1: 'number',
} as const

/** Persons, each twice, and a model of them. */
const doubled = (): Table =>
  lib.fromRows(
    Array.from({ length: 16 }, (_, i) => ({
      given_name: ['Ann', 'Bob', 'Cy', 'Di', 'Eve', 'Flo', 'Gus', 'Hal'][i >> 1]!,
      surname: ['Lee', 'Ray', 'Orr', 'Fox', 'Kay', 'Day', 'Poe', 'Roe'][i >> 1]! + (i % 2 ? 's' : ''),
      born: `19${60 + (i >> 1)}-0${1 + (i >> 1)}-1${i >> 1}`,
    })),
  ) as Table
const fields = { given_name: 'given_name', surname: 'surname', born: 'date_of_birth' } as const
const everyPair = (): Table =>
  lib.fromRows(
    Array.from({ length: 16 }, (_, b) =>
      Array.from({ length: b }, (_, a) => ({ row_a: a, row_b: b })),
    ).flat(),
  ) as Table
const linkage = lib.fitLinkage(everyPair(), { records: doubled(), fields })
const asked = (t: any, more = {}) => lib.indexRecords(t, { model: linkage, ...more }).match(doubled())

const names = { given_name: 'key', surname: 'key', born: 'key' } as const
const compared = (t: any, more = {}) => lib.comparePairs(everyPair(), { records: t, fields, ...more })
const explained = (t: any, more = {}) => lib.explainPair(t, { model: linkage, pair: [0, 1], ...more })
const learned = (t: any, more = {}) => lib.fitLinkage(everyPair(), { records: t, fields, ...more })

export const identifyCases: Case[] = [
  {
    name: 'comparePairs',
    table: doubled,
    call: (t) => compared(t),
    reads: names,
    order: 'matters',
    strange: () => compared(doubled(), odd),
  },
  {
    name: 'explainPair',
    table: doubled,
    call: (t) => explained(t),
    reads: names,
    order: 'matters',
    strange: () => explained(doubled(), odd),
  },
  {
    name: 'fitLinkage',
    table: doubled,
    call: (t) => learned(t),
    reads: names,
    order: 'matters',
    strange: () => learned(doubled(), odd),
  },
  {
    name: 'indexRecords',
    table: doubled,
    call: (t) => asked(t),
    reads: names,
    order: 'matters',
    strange: () => asked(doubled(), odd),
  },
  {
    name: 'chartPair',
    table: steps,
    call: (t) => pages.chartPair(t),
    reads: stepReads,
    order: 'matters',
    strange: () => pages.chartPair(steps(), odd),
  },
  {
    name: 'chartThreshold',
    table: curve,
    call: (t) => pages.chartThreshold(t),
    reads: curveReads,
    order: 'matters',
    strange: () => pages.chartThreshold(curve(), odd),
  },
  {
    name: 'chartCustomerSizes',
    table: found,
    call: (t) => pages.chartCustomerSizes(t),
    reads: { customer_id: 'key' },
    order: 'free',
    strange: () => pages.chartCustomerSizes(found(), odd),
  },
  {
    name: 'updateIdentities',
    table: sources,
    call: (t) => updated(t),
    reads: { record: 'key', customer_id: 'key' },
    order: 'free',
    strange: () => updated(sources(), odd),
  },
  {
    name: 'sampleForReview',
    table: scoredPairs,
    call: (t) => review(t),
    reads: { row_a: 'number', row_b: 'number', match_weight: 'number' },
    order: 'free',
    strange: () => review(scoredPairs(), odd),
  },
  {
    name: 'identify',
    table: twice,
    call: (t) => lib.identify(t, { fields: kinds, id: 'record' }),
    reads: { given: 'key', surname: 'key', mail: 'key', record: 'key' },
    order: 'matters',
    strange: () => lib.identify(twice(), odd),
  },
  {
    name: 'candidatePairs',
    table: twice,
    call: (t) => lib.candidatePairs(t, { fields: kinds, id: 'record' }),
    reads: { given: 'key', surname: 'key', mail: 'key', record: 'key' },
    order: 'matters',
    strange: () => lib.candidatePairs(twice(), odd),
  },
  {
    name: 'goldenRecord',
    table: sources,
    call: (t) => golden(t),
    reads: { customer_id: 'key', name: 'key', city: 'key', seen: 'time', record: 'key' },
    order: 'free',
    strange: () => golden(sources(), odd),
  },
  {
    name: 'clusterPairs',
    table: scoredPairs,
    call: (t) => clusters(t),
    reads: { row_a: 'number', row_b: 'number', match_weight: 'number' },
    order: 'free',
    strange: () => clusters(scoredPairs(), odd),
  },
  {
    name: 'evaluateLinkage',
    table: found,
    call: (t) => lib.evaluateLinkage(t, { truth: 'person' }),
    reads: { person: 'key', customer_id: 'key' },
    order: 'free',
    strange: () => lib.evaluateLinkage(found(), { truth: 'person', ...odd }),
  },
]
