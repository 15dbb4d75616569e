import { defaultFeatures, featureNames } from '../../learn/features.js'
import { readTarget } from '../../learn/target.js'
import { splitTable } from '../../classify/splitTable.js'
import { ClienteleError } from '../../error.js'
import { report, type ProgressOptions } from '../../progress.js'
import type { Table } from '../../table/arrow.js'
import { addColumns, bool } from '../../table/build.js'
import { boost, calibrationOf, type Lesson, tryOut } from './learn.js'
import { type ChurnModel, churnModel } from './model.js'
import { percentilesOf } from './percentiles.js'
import { probabilityOf } from './predict.js'

const WHO = 'fitChurn'

/** What learning from contracts takes. */
export interface ContractLesson extends ProgressOptions {
  readonly churned: string
  readonly positive?: string | number | boolean | undefined
  readonly tenure?: string | undefined
  readonly features?: readonly string[] | undefined
  readonly seed: number
  readonly threads: number
}

/** Learns from three quarters of contracts drawn by lot, tests on the rest, then learns from all. */
export function fitFromContracts(table: Table, options: ContractLesson): ChurnModel {
  const { churned: target, positive, tenure, seed, threads } = options
  const { codes } = readTarget(WHO, table, { target, positive }, 'classes') as { codes: Int32Array }
  const missing = codes.reduce((n, code) => n + (code < 0 ? 1 : 0), 0)
  const left = codes.reduce((n, code) => n + (code === 1 ? 1 : 0), 0)
  checkEnough(codes.length, left, missing, target)
  const known = addColumns(table, { [target]: bool(Uint8Array.from(codes)) }, WHO, { replace: true })
  const apart = [target]
  const features =
    options.features === undefined
      ? defaultFeatures(WHO, table, apart)
      : featureNames(WHO, table, options.features, apart)
  const lesson: Lesson = {
    target,
    features: tenure === undefined || features.includes(tenure) ? features : [tenure, ...features],
    recency: tenure,
    group: undefined,
    seed,
    threads,
  }
  const { train, test } = splitTable(known, { stratify: target, seed } as never) as unknown as {
    train: Table
    test: Table
  }
  const say = (done: number): void => report(WHO, options, { phase: 'learn', done, total: 3 })
  say(0)
  const sigmoid = calibrationOf(train, lesson)
  say(1)
  const { report: found, warnings } = tryOut(train, test, lesson, sigmoid, {})
  say(2)
  const final = boost(known, lesson)
  const probability = probabilityOf(known, { sigmoid }, { boost: final })
  say(3)
  const share = left / codes.length
  const state = {
    kind: 'churn',
    version: 1,
    mode: 'contracts',
    target,
    horizon: null,
    active: null,
    sources: null,
    boost: final.toJSON(),
    buying: null,
    sigmoid,
    typicalGap: null,
    longestSilence: null,
    percentiles: { all: percentilesOf(probability), stages: {} },
    fit: {
      trainCutoffs: null,
      testCutoff: null,
      finalCutoffs: null,
      trainRows: train.numRows,
      testRows: test.numRows,
      trainChurn: share,
      testChurn: share,
      ...found,
      warnings,
    },
  } as const
  return churnModel(state, { boost: final, buying: undefined })
}

const LEAST = 20

function checkEnough(rows: number, left: number, missing: number, target: string): void {
  if (missing > 0) {
    throw new ClienteleError(
      'value-invalid',
      `${WHO}: column '${target}' is missing in ${missing} of ${rows} rows; leave such rows out with where.`,
    )
  }
  if (Math.min(left, rows - left) >= LEAST) return
  throw new ClienteleError(
    'rows-too-few',
    `${WHO}: ${left} of ${rows} rows of column '${target}' have left, but at least ${LEAST} who left and ${LEAST} who stayed are needed; give more customers.`,
  )
}
