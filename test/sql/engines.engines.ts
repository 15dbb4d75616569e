import * as sql from 'clientele/sql'
import { describe, it } from 'vitest'
import { running } from '../engines/main.mjs'
import { parts } from './data.js'
import { hostileSuite } from './hostile.js'
import { engineSuite } from './suite.js'

const engines = {
  PostgreSQL: ['postgres', sql.postgres],
  ClickHouse: ['clickhouse', sql.clickhouse],
  Spark: ['spark', sql.spark],
} as const

for (const [name, [key, connect]] of Object.entries(engines)) {
  const state = running(key)
  if (state) {
    // Spark takes a second or two for each query, and its cluster here interprets them.
    engineSuite(name, () => connect(state.url), key === 'spark' ? { most: 1, sets: parts } : {})
    hostileSuite(name, () => connect(state.url), key === 'spark' ? 2 : 5)
  } else describe(name, () => it.skip('does not run here'))
}
