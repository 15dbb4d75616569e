import { expect, test } from 'vitest'
import { fitBgNbd, fitParetoNbd, simulateLifetime } from 'clientele'
import { minimize } from '#src/numeric/minimize'
import { collapseRows } from '#src/value/lifetime/collapse'
import { BUYING_CORES } from '#src/value/lifetime/cores'
import { objectiveOf, startOf } from '#src/value/lifetime/fitCore'
import { sampleStart } from '#src/value/lifetime/sampleStart'
import { takeRows } from '#src/table/take'
import { cdnowCalibration, listsOf } from './lifetimeData.js'

const cdnow = cdnowCalibration()
const partsOf = (table: any) => {
  const { frequency, recency, T } = listsOf(table)
  const cells = collapseRows([frequency!, recency!, T!].map((list) => Float64Array.from(list)))
  return [{ cells, profile: new Float64Array(0) }]
}

test.each(['nbd', 'bgNbd', 'mbgNbd', 'paretoNbd'] as const)(
  '%s: from the optimum of a sample the search ends where it does from afar, in fewer passes',
  (kind) => {
    const core = BUYING_CORES[kind](1, false)
    const parts = partsOf(cdnow)
    const { objective } = objectiveOf(core, parts, [], 0)
    const far = startOf(core, parts, [])
    const { start, inverse } = sampleStart(core, parts, [], 0, far)
    expect(inverse).toBeDefined()
    const [from, near] = [minimize(objective, far), minimize(objective, start, { inverse })]
    near.x.forEach((v, i) => expect(v).toBeCloseTo(from.x[i]!, 7))
    expect(near.evaluations).toBeLessThan(0.7 * from.evaluations)
  },
)

test('few histories, or a sample that leads to an edge, start from afar', () => {
  const core = BUYING_CORES.paretoNbd(1, false)
  const of = (kind: 'nbd' | 'paretoNbd', parameters: any, customers: number) => {
    const parts = partsOf(simulateLifetime({ kind, parameters, customers }))
    const far = startOf(core, parts, [])
    return { far, ...sampleStart(core, parts, [], 0, far) }
  }
  const few = of('paretoNbd', { r: 0.6, alpha: 8, s: 0.6, beta: 12 }, 500)
  const edge = of('nbd', { r: 0.8, alpha: 8 }, 3000)
  for (const { far, start, inverse } of [few, edge]) {
    expect(start).toEqual(far)
    expect(inverse).toBeUndefined()
  }
})

test('the order of rows does not matter to the last bit', () => {
  const turned = takeRows(
    cdnow,
    Int32Array.from({ length: 2357 }, (_, i) => (i * 1000) % 2357),
  )
  for (const fit of [fitBgNbd, fitParetoNbd]) expect(fit(turned).parameters).toEqual(fit(cdnow).parameters)
})
