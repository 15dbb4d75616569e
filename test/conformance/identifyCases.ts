import type { Table } from 'apache-arrow'
import * as lib from 'clientele'
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

export const identifyCases: Case[] = [
  {
    name: 'clusterPairs',
    table: scoredPairs,
    call: (t) => clusters(t),
    reads: { row_a: 'number', row_b: 'number', match_weight: 'number' },
    order: 'free',
    strange: () => clusters(scoredPairs(), odd),
  },
]
