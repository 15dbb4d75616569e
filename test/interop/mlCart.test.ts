import { fitTree, fromRows, loadModel, toRows } from 'clientele'
import { fromMlCart, toMlCart } from 'clientele/interop'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextAbove, nextBelow } from '#src/numeric/neighbours'
import { madeTable } from '../classify/tree/made.js'

const made = madeTable()
const features = ['a', 'b', 'c']
const rows = toRows(made) as any[]
const data = rows.map((row) => features.map((name) => row[name] as number))

/** What ml-cart does with a row: less than the split's value goes left. */
function classify(node: any, row: readonly number[]): any {
  if (!node.left) return node.distribution
  return classify(row[node.splitColumn]! < node.splitValue ? node.left : node.right, row)
}

describe.each(['binary', 'three', 'number'])('a tree of %s', (target) => {
  const model = fitTree(made, { target, features, minLeaf: 10 })
  const tree = toMlCart(model)
  const classes = model.target.task === 'classes' ? model.target.classes : undefined

  it('says in ml-cart what it says here', () => {
    const predicted = toRows(model.predict(made)) as any[]
    data.forEach((row, i) => {
      const said = classify(tree.root, row)
      if (!classes) expect(said).toBe(predicted[i].predicted)
      else if (classes.length === 2) expect(said[0][1]).toBe(predicted[i].probability)
      else expect(said[0]).toEqual(classes.map((label) => predicted[i][`probability_${label}`]))
    })
  })

  it('comes back as it was', () => {
    const again = fromMlCart(tree, { features, target, ...(classes && { classes }), data })
    const [own] = model.ensemble.trees
    const [other] = again.ensemble.trees
    expect(other!.feature).toEqual(own!.feature)
    expect(other!.threshold).toEqual(own!.threshold)
    expect(again.rows).toEqual(model.rows)
    other!.value.forEach((v, i) => expect(v).toBeCloseTo(own!.value[i]!, 12))
    again.gains.forEach((gain, f) => expect(gain).toBeCloseTo(model.gains[f]!, 12))
    if (classes) {
      expect(again.fit.logLoss).toBeCloseTo(model.fit.logLoss!, 12)
      expect(again.fit.accuracy).toBeCloseTo(model.fit.accuracy!, 12)
      expect(again.fit.impurity).toBeCloseTo(model.fit.impurity, 12)
    }
    expect(JSON.stringify(loadModel(JSON.stringify(again)))).toBe(JSON.stringify(again))
  })
})

describe('fromMlCart', () => {
  const root = {
    splitColumn: 0,
    splitValue: 0.5,
    left: { distribution: [[1]] },
    right: { distribution: [[0.25, 0.75]] },
  }
  const options = { features: ['a'], target: 'y', classes: ['no', 'yes'], data: [[0.5], [0.2]] }
  const tree = { name: 'DTClassifier', options: {}, root }

  it('less than the value goes left, what equals it right; classes that a leaf has not seen have no share', () => {
    const model = fromMlCart(tree, options)
    const scored = toRows(model.predict(fromRows([{ a: 0.5 }, { a: 0.49999999999999994 }, { a: null }])))
    expect(scored.map((row: any) => row.probability)).toEqual([0.75, 0, 0.75])
    expect(model.rows).toEqual([2, 1, 1])
  })

  it.each([
    [null, {}, 'got null'],
    [{ name: 'DTRegression' }, { classes: undefined }, 'needs a trained'],
    [{ ...tree, name: 'RFClassifier' }, {}, 'needs a trained'],
    [{ ...tree, root: { ...root, splitColumn: 1 } }, {}, 'a node asks for column 1'],
    [{ ...tree, root: { ...root, splitValue: 1e200 } }, {}, 'a node is split at'],
    [{ ...tree, root: { ...root, left: { distribution: [[0.2, 0.2]] } } }, {}, 'must add up to 1'],
    [
      { ...tree, root: { ...root, left: { distribution: [[0, 0, 1]] } } },
      {},
      'a share for each of 2 classes',
    ],
    [{ ...tree, name: 'DTRegression' }, { classes: undefined }, 'a leaf has no mean'],
    [tree, { classes: ['yes'] }, 'classes must be'],
    [tree, { features: ['a', 'a'] }, 'features must be'],
    [tree, { data: [[1, 2]] }, 'data must be'],
    [tree, { target: 3 }, 'target must be'],
  ])('refuses %o with %o', (given: any, more: any, message) => {
    expect(() => fromMlCart(given, { ...options, ...more })).toThrow(`fromMlCart: ${message}`.slice(0, 12))
    expect(() => fromMlCart(given, { ...options, ...more })).toThrow(message)
  })
})

describe('toMlCart', () => {
  it('refuses what ml-cart cannot do', () => {
    expect(() => toMlCart({} as any)).toThrow('toMlCart: model must be what fitTree gives')
    const labels = fromRows(rows.map(({ three, binary }) => ({ three, binary })))
    expect(() => toMlCart(fitTree(labels as any, { target: 'binary' }))).toThrow("the category 'three'")
    expect(() => toMlCart(fitTree(made, { target: 'binary', features, classWeights: 'balanced' }))).toThrow(
      'decides by costs',
    )
  })
})

it('nextAbove and nextBelow: nothing is between a double and its neighbours', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (x) => {
      expect(nextAbove(x)).toBeGreaterThan(x)
      expect(nextBelow(x)).toBeLessThan(x)
      const middle = x / 2 + nextAbove(x) / 2
      expect(middle === x || middle === nextAbove(x)).toBe(true)
      expect(nextBelow(nextAbove(x))).toBe(x === 0 ? 0 : x)
    }),
  )
})
