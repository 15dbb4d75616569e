import {
  type ClienteleError,
  crossValidate,
  fitForest,
  type FitForestOptions,
  fitTree,
  fromRows,
  loadModel,
  toRows,
} from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { makeRandom } from '#src/numeric/random'
import { drawRows } from '#src/classify/forest/drawRows'
import { sharedFile } from '../shared.js'
import { madeTable } from './tree/made.js'

const made = madeTable()
const plain = ['a', 'b', 'c', 'd']
const holed = ['holedA', 'holedB', 'c', 'd']
const rowsOf = (table: any) => toRows(table) as any[]

const options: FitForestOptions = { target: 'binary', features: holed, trees: 40 }

describe('a forest', () => {
  it.each([
    ['two classes', options],
    ['two classes with weights', { ...options, weights: 'weight', classWeights: 'balanced' }],
    ['three classes', { ...options, target: 'three', criterion: 'entropy' }],
    ['a number', { ...options, target: 'number' }],
  ] as const)('of %s is the same bit by bit for any number of threads', (_, given) => {
    const one = fitForest(made, given)
    for (const threads of [2, 3]) {
      expect(JSON.stringify(fitForest(made, { ...given, threads }))).toBe(JSON.stringify(one))
    }
  })

  it('grows the first trees of a larger one, and others with another seed', () => {
    const large = fitForest(made, options)
    const small = fitForest(made, { ...options, trees: 7 })
    expect(small.ensemble.trees).toEqual(large.ensemble.trees.slice(0, 7))
    expect(fitForest(made, { ...options, trees: 1, seed: 2 }).ensemble.trees[0]).not.toEqual(
      large.ensemble.trees[0],
    )
  })

  it('says the mean of what its trees say, which are the shares of classes in their leaves', () => {
    const model = fitForest(made, { ...options, target: 'three', features: plain, trees: 9 })
    const each = Array.from({ length: 9 }, (_, t) => {
      const json = JSON.parse(JSON.stringify(model))
      json.ensemble = { ...json.ensemble, trees: [json.ensemble.trees[t]], scale: 1 }
      return rowsOf((loadModel(json) as any).predict(made))
    })
    rowsOf(model.predict(made)).forEach((row, i) => {
      for (const label of ['a', 'low', 'high']) {
        const mean = each.reduce((sum, rows) => sum + rows[i][`probability_${label}`], 0) / 9
        expect(row[`probability_${label}`]).toBeCloseTo(mean, 12)
      }
      expect(row.probability_a + row.probability_low + row.probability_high).toBeCloseTo(1, 12)
    })
  })

  it('out of bag are exactly the rows that a tree did not draw, foretold by it', () => {
    // With two trees a row out of one of the bags is foretold by one tree or by both.
    const model = fitForest(made, { ...options, target: 'number', trees: 2, minLeaf: 20 })
    const single = [0, 1].map((t) => {
      const json = JSON.parse(JSON.stringify(model))
      json.ensemble = { ...json.ensemble, trees: [json.ensemble.trees[t]], scale: 1 }
      return rowsOf((loadModel(json) as any).predict(made)).map((row) => row.predicted as number)
    })
    const drawn = [0, 1].map((t) => {
      const times = new Uint16Array(made.numRows)
      drawRows(makeRandom(1, t), made.numRows, true, times)
      return times
    })
    let [errors, rows] = [0, 0]
    rowsOf(made).forEach(({ number }, i) => {
      const said = [0, 1].filter((t) => drawn[t]![i] === 0).map((t) => single[t]![i]!)
      if (said.length === 0) return
      errors += (number - said.reduce((sum, v) => sum + v, 0) / said.length) ** 2
      rows++
    })
    expect(model.fit.outOfBag.coverage).toBe(rows / made.numRows)
    expect(model.fit.outOfBag.rmse).toBeCloseTo(Math.sqrt(errors / rows), 8)
    expect(model.fit.warnings).toHaveLength(1)
  })

  it('its score out of bag is about that on rows it has not seen', () => {
    const { mean } = crossValidate(made, {
      target: 'binary',
      folds: 5,
      fit: (train: any) => fitForest(train, { ...options, trees: 100 }),
    }) as any
    const { auc, coverage } = fitForest(made, { ...options, trees: 100 }).fit.outOfBag
    expect(coverage).toBe(1)
    expect(Math.abs(auc! - mean.auc)).toBeLessThan(0.03)
  })

  it('asked for all features and all rows once, is the tree', () => {
    const model = fitForest(made, {
      ...options,
      trees: 1,
      featuresPerSplit: 'all',
      replacement: false,
      minLeaf: 15,
      features: ['a', 'b'],
    })
    const binned = fitTree(made, { target: 'binary', features: ['a', 'b'], minLeaf: 15, maxDepth: Infinity })
    // Numbers are in bins of one or two rows, so that cuts may differ by one row.
    const [first] = model.ensemble.trees
    expect(first!.feature[0]).toBe(binned.ensemble.trees[0]!.feature[0])
    expect(first!.threshold[0]).toBeCloseTo(binned.ensemble.trees[0]!.threshold[0]!, 1)
    expect(model.fit.outOfBag.coverage).toBe(0)
    expect(model.fit.outOfBag.auc).toBe(null)
  })

  it('draws sampleSize rows from anywhere in the table', () => {
    for (const replacement of [true, false]) {
      const model = fitForest(made, { ...options, sampleSize: 50, replacement, minLeaf: 1 })
      for (const { cover } of model.ensemble.trees) expect(cover[0]).toBe(50)
      const counts = new Float64Array(400)
      const times = new Uint16Array(400)
      for (let t = 0; t < 2000; t++) {
        drawRows(makeRandom(3, t), 50, replacement, times)
        times.forEach((n, row) => (counts[row]! += n))
      }
      // 250 draws a row are expected; a binomial count strays six standard deviations once in a billion.
      for (const count of counts) expect(Math.abs(count - 250)).toBeLessThan(6 * Math.sqrt(250))
    }
  })

  it('gains are never negative, shares add up to 1, and what matters comes first', () => {
    for (const target of ['binary', 'three', 'number']) {
      const { importance } = fitForest(made, { target, features: plain, trees: 60 })
      const rows = rowsOf(importance)
      for (const { gain } of rows) expect(gain).toBeGreaterThanOrEqual(0)
      expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
      expect(rows.map(({ feature }) => feature).slice(-1)).toEqual(['d'])
      expect(rows[0].feature).toBe('a')
    }
  })

  it('probabilities follow the shares of the classes, not the labels', () => {
    // The same rows under other names of the classes give the same probabilities.
    const renamed = fromRows(rowsOf(made).map((row) => ({ ...row, binary: row.binary ? 'zz' : 'aa' })))
    const own = rowsOf(fitForest(made, options).predict(made)).map((row) => row.probability)
    const other = fitForest(renamed, { ...options, positive: 'zz' } as any)
    expect(rowsOf(other.predict(renamed)).map((row) => row.probability)).toEqual(own)
    const mean = own.reduce((sum, p) => sum + p, 0) / own.length
    const share = rowsOf(made).filter((row) => row.binary).length / own.length
    expect(Math.abs(mean - share)).toBeLessThan(0.02)
  })

  it('classWeights shape splits and decisions, while probabilities keep to the shares of the rows', () => {
    const rare = fromRows(rowsOf(made).map((row) => ({ ...row, binary: row.number > 3 })))
    const model = fitForest(rare, { ...options, classWeights: 'balanced' } as any)
    const rows = rowsOf(model.predict(rare))
    const share = rows.filter((row) => row.binary).length / rows.length
    const mean = rows.reduce((sum, row) => sum + row.probability, 0) / rows.length
    expect(Math.abs(mean - share)).toBeLessThan(0.03)
    for (const row of rows) expect(row.predicted).toBe(row.probability >= share)
  })

  it('predicts the same when it is restored', () => {
    for (const target of ['binary', 'three', 'number']) {
      const model = fitForest(made, { ...options, target })
      const again = loadModel(JSON.stringify(model), { kind: 'forest' })
      expect(rowsOf(again.predict(made))).toEqual(rowsOf(model.predict(made)))
      expect(JSON.stringify(again)).toBe(JSON.stringify(model))
    }
  })

  it.each([
    ['no trees', (json: any) => (json.ensemble.trees = [])],
    ['a tree of another width', (json: any) => json.ensemble.trees[1].value.push(0)],
    ['gains of other features', (json: any) => json.gains.pop()],
    ['a negative gain', (json: any) => (json.gains[0] = -1)],
    ['a coverage beyond 1', (json: any) => (json.fit.outOfBag.coverage = 2)],
  ])('hostile JSON is refused: %s', (_, spoil) => {
    const json = JSON.parse(JSON.stringify(fitForest(made, { ...options, trees: 3 })))
    spoil(json)
    expect(() => loadModel(json)).toThrow(
      expect.objectContaining({ code: 'model-invalid' } satisfies Partial<ClienteleError>),
    )
  })

  it.each([
    [{ trees: 0 }, 'trees must be'],
    [{ minLeaf: 0 }, 'minLeaf must be'],
    [{ sampleSize: 401 }, 'sampleSize must be a whole number from 1 to 400'],
    [{ featuresPerSplit: 5 }, 'featuresPerSplit must be a whole number from 1 to 4'],
    [{ featuresPerSplit: 'half' }, 'featuresPerSplit must be one of'],
    [{ featuresPerSplit: () => 0.5 }, 'featuresPerSplit must be'],
    [{ threads: 0 }, 'threads must be'],
    [{ criterion: 'variance' }, 'criterion must be'],
  ])('refuses %o', (more: any, message) => {
    expect(() => fitForest(made, { ...options, ...more })).toThrow(`fitForest: ${message}`)
  })

  it('tells how far it is and can be stopped', () => {
    const done: number[] = []
    fitForest(made, { ...options, onProgress: (progress) => void done.push(progress.done) })
    expect(done).toEqual([20, 40])
    const controller = new AbortController()
    const stopping = { ...options, signal: controller.signal, onProgress: () => controller.abort() }
    expect(() => fitForest(made, stopping)).toThrow(expect.objectContaining({ code: 'aborted' }))
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(!telco)('Telco customers, stratified five folds', () => {
  it('300 trees: AUC at least .842 (scikit-learn .8430), and no figure that only leakage gives', async () => {
    const table = (await readTable(telco!)) as any
    const features = table.schema.fields
      .map((field: any) => field.name)
      .filter((name: string) => !['customerID', 'Churn'].includes(name))
    const { mean } = crossValidate(table, {
      target: 'Churn',
      folds: 5,
      fit: (train: any) => fitForest(train, { target: 'Churn', features, threads: 2 }),
    }) as any
    expect(mean.auc).toBeGreaterThan(0.842)
    expect(mean.auc).toBeLessThan(0.852)
    expect(mean.brier).toBeLessThan(0.137)
  }, 60_000)
})
