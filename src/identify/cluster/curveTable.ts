import type { Float64, Int32, Table } from '../../table/arrow.js'
import { float64, int32, makeTable } from '../../table/build.js'
import type { CurvePoint } from './clusterBest.js'

/** One row a threshold: how many customers there would be, and what to expect of them. */
export type LinkageCurveColumns = {
  threshold: Float64
  customers: Int32
  expected_precision: Float64
  expected_recall: Float64
  expected_f1: Float64
}

export function curveTable(curve: readonly CurvePoint[]): Table<LinkageCurveColumns> {
  const of = (figure: (point: CurvePoint) => number) => float64(Float64Array.from(curve, figure))
  return makeTable<LinkageCurveColumns>({
    threshold: of(({ threshold }) => threshold),
    customers: int32(Int32Array.from(curve, ({ clusters }) => clusters)),
    expected_precision: of(({ expected }) => expected.precision),
    expected_recall: of(({ expected }) => expected.recall),
    expected_f1: of(({ expected }) => expected.f1),
  })
}
