import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClienteleError, fitRfm, loadModel } from 'clientele'
import { rowsToTable } from './value/orderLines.js'

const customers = rowsToTable([
  { days_since_last: 1, orders: 5, revenue: 50 },
  { days_since_last: 9, orders: 1, revenue: 5 },
])
const model = fitRfm(customers, { bins: 3 })
const json = (): any => JSON.parse(JSON.stringify(model))

test('restores what was kept, from text or from an object', () => {
  for (const given of [JSON.stringify(model), model.toJSON(), json()]) {
    expect(JSON.stringify(loadModel(given))).toBe(JSON.stringify(model))
  }
})

describe('what is no model is refused, naming the part', () => {
  const spoilt: [string, (m: any) => unknown][] = [
    ['kind', (m) => (m.kind = 'rfn')],
    ['kind', (m) => (m.kind = 'constructor')],
    ['kind', (m) => delete m.kind],
    ['version', (m) => (m.version = 2)],
    ['bins', (m) => (m.bins = 1e9)],
    ['bins', (m) => (m.bins = '3')],
    ['cuts.f', (m) => (m.cuts.f = [])],
    ['cuts.f[0]', (m) => m.cuts.f[0].push(1)],
    ['cuts.f[0][0]', (m) => (m.cuts.f[0][0] = NaN)],
    ['cuts.f[0][0]', (m) => (m.cuts.f[0][0] = null)],
    ['cuts.m[0]', (m) => m.cuts.m[0].reverse()],
    ['ties', (m) => (m.ties = 'lower')],
    ['method', (m) => (m.method = ['nested'])],
    ['columns.recency', (m) => (m.columns.recency = 7)],
    ['segments', (m) => (m.segments = Array.from({ length: 1001 }, () => ({ name: 'a' })))],
    ['segments[0].r.from', (m) => (m.segments[0].r.from = 1.5)],
    ['fit', (m) => delete m.fit],
    ['fit.r.sizes', (m) => (m.fit.r.sizes = [1])],
    ["'extra'", (m) => (m.extra = 1)],
  ]
  test.each(spoilt)('%s (%s)', (place, spoil) => {
    const given = json()
    spoil(given)
    expect(() => loadModel(given)).toThrow(ClienteleError)
    expect(() => loadModel(given)).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: expect.stringContaining(place) }),
    )
  })

  test.each(['', '{', 'null', '[]', '3', '"rfm"'])('%j', (text) => {
    expect(() => loadModel(text)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  test('another kind than was asked for', () => {
    expect(() => loadModel(model, { kind: 'oracle' as any })).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    )
  })
})

test('a key __proto__ reaches no prototype', () => {
  const text = JSON.stringify(model).replace('{', '{"__proto__":{"polluted":1},')
  expect(() => loadModel(text)).toThrow(/__proto__/)
  expect(({} as any).polluted).toBeUndefined()
})

test('whatever JSON is given, a model or a ClienteleError comes back', () => {
  const paths = ['bins', 'cuts', 'segments', 'fit', 'columns', 'method', 'kind', 'segmentBins']
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const given = { ...json(), [path]: value }
      try {
        loadModel(given, { kind: 'rfm' }).predict(customers)
      } catch (error) {
        expect(error).toBeInstanceOf(ClienteleError)
      }
    }),
  )
})
