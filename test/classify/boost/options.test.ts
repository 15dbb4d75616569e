import { evaluate, fitBoost, fromRows, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { holdOut } from '#src/classify/boost/holdOut'
import { learn } from '#src/learn/learn'
import { adopt } from '#src/table/adopt'
import { madeTable, uniform } from './made.js'

const train = madeTable('binary', 0)
const test = madeTable('binary', 1)
const logLoss = (model: { predict(table: any): any }) =>
  (evaluate(model.predict(test), { target: 'y', bootstrap: 0 }) as any).logLoss.value as number
const [u, v, w] = [uniform(1), uniform(2), uniform(3)]
const made = <Row>(rows: number, f: (i: number) => Row) => Array.from({ length: rows }, (_, i) => f(i))

const isRising = (list: number[]) => list.every((y, i) => i === 0 || y >= list[i - 1]! - 1e-12)
const mean = (model: { predict(table: any): any }) =>
  toRows<any>(model.predict(test)).reduce((sum: number, row: any) => sum + row.probability, 0) / 10_000

describe('early stopping', () => {
  it('keeps the trees up to the round of least loss on the rows held out, and does better on new ones', () => {
    const model = fitBoost(train, { target: 'y', trees: 150, earlyStopping: { share: 0.25, rounds: 10 } })
    const { validation } = model.fit.loss
    const best = validation.indexOf(Math.min(...validation)) + 1
    expect(model.fit).toMatchObject({ rounds: best + 10, bestRound: best })
    expect(model.ensemble.trees.length).toBe(best)
    expect(logLoss(model)).toBeLessThan(logLoss(fitBoost(train, { target: 'y', trees: 150 })))
  })

  it('by a table of its own: its loss by round is what the model then has on it', () => {
    const model = fitBoost(train, { target: 'y', trees: 20, earlyStopping: { validation: test, rounds: 20 } })
    expect(model.fit.loss.validation.at(-1)).toBeCloseTo(logLoss(model), 10)
    const plain = fitBoost(train, { target: 'y', trees: 20 })
    expect(model.ensemble).toEqual(plain.ensemble)
  })

  it('holds out the share of each class, or the latest rows', () => {
    const rows = made(500, (i) => ({ x: i, day: new Date(86_400_000 * ((i * 7) % 500)), y: i % 10 === 0 }))
    const table = adopt(fromRows(rows), 'test')
    const learned = learn('test', table, { target: 'y' })
    const drawn = holdOut('test', table, learned, { share: 0.2, rounds: 1 }, 1)
    const out = [...drawn.order.subarray(drawn.trainRows)]
    expect([drawn.trainRows, out.filter((i) => rows[i]!.y).length]).toEqual([400, 10])
    expect([...drawn.order].sort((a, b) => a - b)).toEqual(made(500, (i) => i))
    const late = holdOut('test', table, learned, { share: 0.2, rounds: 1, time: 'day' }, 1)
    const latest = [...late.order.subarray(late.trainRows)].map((i) => (i * 7) % 500)
    expect(latest.sort((a, b) => a - b)).toEqual(made(100, (i) => 400 + i))
  })
})

describe('monotone features', () => {
  const rows = made(4000, (i) => {
    const bump = Math.sin(9 * u[i]!)
    return { x: i % 50 === 0 ? null : u[i]!, z: v[i]!, y: u[i]! + bump + v[i]! + w[i]! }
  })
  const answers = (model: { predict(table: any): any }, z: number) =>
    toRows<any>(model.predict(fromRows(made(201, (i) => ({ x: i / 200, z }))))).map(
      (row: any) => row.predicted as number,
    )

  it('rise, or fall, whatever the others are; without the constraint it is not so', () => {
    const options = { target: 'y', leaves: 15 } as const
    const rising = fitBoost(fromRows(rows), { ...options, monotone: { x: 1 } })
    const falling = fitBoost(fromRows(rows), { ...options, monotone: { x: -1 } })
    const free = fitBoost(fromRows(rows), options)
    for (const z of [0.01, 0.4, 0.77]) {
      expect(isRising(answers(rising, z))).toBe(true)
      expect(isRising(answers(falling, z).reverse())).toBe(true)
      expect(isRising(answers(free, z))).toBe(false)
    }
    expect(rising.fit.loss.train.at(-1)).toBeGreaterThan(free.fit.loss.train.at(-1)!)
  })
})

describe('what boosting is told', () => {
  it('a row of weight 3 counts as three, but for the least rows of a leaf', () => {
    const rows = made(600, (i) => ({
      x: Math.floor(90 * u[i]!),
      c: ['a', 'b', 'c', 'd', 'e', 'f'][(i * i) % 6]!,
      y: Math.floor(8 * (u[i]! + v[i]!)),
      w: 1 + (i % 3),
    }))
    const options = {
      target: 'y',
      features: ['x', 'c'],
      trees: 3,
      minLeafRows: 1,
      leaves: 6,
      loss: 'squared',
    } as const
    const weighted = fitBoost(fromRows(rows), { ...options, weights: 'w' })
    const repeated = fitBoost(fromRows(rows.flatMap((row) => Array(row.w).fill(row))), options)
    const [one, other] = [weighted, repeated].map((model) =>
      toRows(model.predict(fromRows(rows))).map((row: any) => row.predicted),
    )
    one!.forEach((p, i) => expect(p).toBeCloseTo(other![i], 9))
  })

  it('class weights change what is learned, not what probabilities mean', () => {
    const options = { target: 'y', trees: 40 } as const
    const plain = fitBoost(train, options)
    const heavy = fitBoost(train, { ...options, classWeights: { 0: 10 } })
    // As they are learned, they would be near 0.3.
    expect(mean(plain)).toBeGreaterThan(0.6)
    expect(Math.abs(mean(heavy) - mean(plain))).toBeLessThan(0.04)
    expect(logLoss(heavy)).toBeLessThan(logLoss(plain) + 0.03)
    expect(heavy.ensemble).not.toEqual(plain.ensemble)
  })

  it('rows and features that are drawn depend on the seed alone, and a tree asks for no others', () => {
    const options = { target: 'y', trees: 12, rowSample: 0.5, featureSample: 0.34 } as const
    const model = fitBoost(train, options)
    expect(fitBoost(train, { ...options, threads: 2 }).toJSON()).toEqual(model.toJSON())
    expect(fitBoost(train, { ...options, seed: 2 }).ensemble).not.toEqual(model.ensemble)
    for (const tree of model.ensemble.trees) {
      expect(new Set(tree.feature.filter((f) => f >= 0)).size).toBeLessThanOrEqual(2)
      expect(Math.abs(tree.cover[0]! - 5000)).toBeLessThan(250)
    }
  })

  it('a category of many labels is split in two sets, missing ones among them', () => {
    const labels = made(300, (i) => `l${i}`)
    const rows = made(6000, (i) => {
      const label = Math.floor(u[i]! * 300)
      return { c: label % 29 === 0 ? null : labels[label], y: label % 29 === 0 ? 5 : label % 2 }
    })
    const model = fitBoost(fromRows(rows), {
      target: 'y',
      loss: 'squared',
      trees: 60,
      rate: 0.3,
      minLeafRows: 5,
    })
    const seen = toRows(model.predict(fromRows([{ c: 'l1' }, { c: 'l2' }, { c: null }, { c: 'new' }]))).map(
      (row: any) => row.predicted,
    )
    expect(seen[0]).toBeGreaterThan(0.6)
    expect(seen[1]).toBeLessThan(0.4)
    expect(seen[2]).toBeGreaterThan(4.5)
    expect(seen[3]).toBe(seen[2])
  })

  it('says so where nothing is learned, or more could be', () => {
    const noise = fromRows(made(300, (i) => ({ x: u[i]!, y: v[i]! > 0.5 })))
    const few = fitBoost(fromRows(made(30, (i) => ({ x: i, y: i % 2 === 0 }))), { target: 'y' })
    expect(few.fit.warnings).toEqual([expect.stringMatching(/^no split gained anything/)])
    expect(few.fit.rounds).toBe(1)
    const stopped = fitBoost(noise, { target: 'y', rate: 1, earlyStopping: { rounds: 3 } })
    expect(stopped.fit.warnings).toEqual([expect.stringMatching(/never predicted better/)])
    expect(stopped.ensemble.trees).toEqual([])
    expect(
      toRows(stopped.predict(noise)).every(
        (row: any) => row.probability === toRows(stopped.predict(noise))[0]!.probability,
      ),
    ).toBe(true)
    const more = fitBoost(train, { target: 'y', trees: 3, earlyStopping: true })
    expect(more.fit.warnings).toEqual([expect.stringMatching(/more trees/)])
  })

  it('depth and leaves are bounded', () => {
    const { ensemble } = fitBoost(train, { target: 'y', trees: 3, leaves: 9, maxDepth: 3 })
    for (const { feature, left, right } of ensemble.trees) {
      const depth = (n: number): number =>
        feature[n]! < 0 ? 0 : 1 + Math.max(depth(left[n]!), depth(right[n]!))
      expect(depth(0)).toBeLessThanOrEqual(3)
      expect(feature.filter((f) => f < 0).length).toBeLessThanOrEqual(9)
    }
  })

  it('numbers as large as 1e100, as small as 1e-100 and constant columns do no harm', () => {
    const rows = made(100, (i) => ({
      a: i * 1e98,
      b: i * 1e-100,
      c: 7,
      d: null as null | number,
      y: (i % 2) * 1e90,
    }))
    const model = fitBoost(fromRows(rows), { target: 'y', features: ['a', 'b', 'c'], minLeafRows: 2 })
    expect(toRows(model.predict(fromRows(rows))).every((row: any) => Number.isFinite(row.predicted))).toBe(
      true,
    )
    expect(model.fit.loss.train.every(Number.isFinite)).toBe(true)
  })
})
