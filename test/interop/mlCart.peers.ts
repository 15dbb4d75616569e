import { createRequire } from 'node:module'
import { fitTree, toRows } from 'clientele'
import { fromMlCart, toMlCart } from 'clientele/interop'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { madeTable } from '../classify/tree/made.js'

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const { DecisionTreeClassifier, DecisionTreeRegression } = await import(
  pathToFileURL(require.resolve('ml-cart')).href
)

const made = madeTable()
const features = ['a', 'b', 'c']
const rows = toRows(made) as any[]
const data = rows.map((row) => features.map((name) => row[name] as number))

it('ml-cart loads our trees and predicts what they do', () => {
  const classes = fitTree(made, { target: 'binary', features, minLeaf: 9 })
  const said = DecisionTreeClassifier.load(toMlCart(classes)).predict(data)
  // Where both classes are equally likely it takes the first, and this library the second.
  const expected = toRows(classes.predict(made)).map((row: any) => Number(row.probability > 0.5))
  expect(said).toEqual(expected)
  const number = fitTree(made, { target: 'number', features, minLeaf: 9 })
  const means = DecisionTreeRegression.load(toMlCart(number)).predict(data)
  expect(means).toEqual(toRows(number.predict(made)).map((row: any) => row.predicted))
})

it('its trees predict here what they do there', () => {
  const labels = rows.map((row) => ['a', 'low', 'high'].indexOf(row.three))
  const tree = new DecisionTreeClassifier({ maxDepth: 5 })
  tree.train(data, labels)
  const model = fromMlCart(tree, { features, target: 'three', classes: ['a', 'low', 'high'], data })
  const predicted = toRows(model.predict(made)).map((row: any) => ['a', 'low', 'high'].indexOf(row.predicted))
  expect(predicted).toEqual(tree.predict(data))
  const regression = new DecisionTreeRegression({ maxDepth: 5 })
  regression.train(
    data,
    rows.map((row) => row.number),
  )
  const means = fromMlCart(regression, { features, target: 'number', data })
  expect(toRows(means.predict(made)).map((row: any) => row.predicted)).toEqual(regression.predict(data))
})
