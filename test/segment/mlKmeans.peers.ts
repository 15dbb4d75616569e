import { createRequire } from 'node:module'
import { fitKMeans, toRows } from 'clientele'
import { fromMlKMeans, toMlKMeans } from 'clientele/interop'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { blobs, canonical, rowsTable } from './plain.js'

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const { kmeans } = await import(pathToFileURL(require.resolve('ml-kmeans')).href)

it('finds the groups that ml-kmeans finds in well-separated data, from the same centres', () => {
  for (const [width, k] of [
    [2, 3],
    [5, 8],
    [12, 6],
  ] as const) {
    const data = blobs(2000, width, k, 300, width)
    const start = data.slice(0, k)
    const { table, features } = rowsTable(data)
    const model = fitKMeans(table, { features, k, start, scale: 'none' })
    const other = kmeans(data, k, { initialization: start })
    const labels = toRows(model.predict(table)).map((row: any) => row.cluster as number)
    expect(canonical(labels)).toEqual(canonical(other.clusters))
    // The same centres, whose numbers are ours by size and theirs by start.
    for (const center of model.centers) {
      const gaps = other.centroids.map((c: number[]) => Math.hypot(...c.map((x, j) => x - center[`x${j}`]!)))
      expect(Math.min(...gaps)).toBeLessThan(1e-9)
    }
  }
})

const errors = (all: { error: number; size: number }[]) => all.map(({ error }) => error).sort((a, b) => a - b)

it('takes what ml-kmeans gives: the same clusters for rows old and new, the same errors', () => {
  const data = blobs(500, 3, 4, 90, 3)
  const other = kmeans(data, 4, { initialization: data.slice(0, 4) })
  const { table, features } = rowsTable(data)
  const model = fromMlKMeans(other, { features, data })
  const labels = toRows(model.predict(table)).map((row: any) => row.cluster as number)
  expect(canonical(labels)).toEqual(canonical(other.clusters))
  const information: { error: number; size: number }[] = other.computeInformation(data)
  expect(model.fit.inertia).toBeCloseTo(
    information.reduce((sum, { error, size }) => sum + error * size, 0),
    6,
  )
  const back = toMlKMeans(model, { table })
  expect(Object.keys(back)).toEqual(expect.arrayContaining(Object.keys(other)))
  expect(canonical(back.nearest(data))).toEqual(canonical(other.nearest(data)))
  errors(back.computeInformation(data)).forEach((error, i) =>
    expect(error).toBeCloseTo(errors(information)[i]!, 9),
  )
})
