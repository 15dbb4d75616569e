import { type ClienteleError, crossValidate, fitTree, fromRows, loadModel, toRows } from 'clientele'
import { readTable } from 'clientele/io'
import { describe, expect, it } from 'vitest'
import { sharedFile } from '../shared.js'
import { madeTable } from './tree/made.js'

const made = madeTable()
const plain = ['a', 'b', 'c', 'd']
const rowsOf = (table: any) => toRows(table) as any[]

describe('pruning by cross-validation', () => {
  const noisy: any = fromRows(
    rowsOf(made).map((row, i) => ({ x: row.a, noise: row.d, y: row.a > 0.5 !== (i * 7) % 10 < 2 })),
  )
  const grown = { target: 'y', maxDepth: Infinity, minLeaf: 1 }

  it('finds the one split that holds on other rows', () => {
    const full = fitTree(noisy, grown)
    expect(full.fit.leaves).toBeGreaterThan(50)
    for (const prune of ['crossValidated', 'oneStandardError'] as const) {
      const model = fitTree(noisy, { ...grown, prune })
      expect(model.fit.leaves).toBe(2)
      expect(model.fit.pruneSteps![0]!.leaves).toBe(full.fit.leaves)
    }
  })

  it('the cost that was chosen gives the same tree when it is given', () => {
    const chosen = fitTree(made, { target: 'number', features: plain, prune: 'crossValidated', minLeaf: 2 })
    const again = fitTree(made, { target: 'number', features: plain, prune: chosen.fit.prune, minLeaf: 2 })
    expect(again.ensemble).toEqual(chosen.ensemble)
  })

  it('one standard error never gives the larger tree; the loss of a single leaf is that of the mean', () => {
    const options = { target: 'number', features: plain, minLeaf: 2, maxDepth: Infinity }
    const best = fitTree(made, { ...options, prune: 'crossValidated' })
    const simple = fitTree(made, { ...options, prune: 'oneStandardError' })
    expect(simple.fit.leaves).toBeLessThan(best.fit.leaves)
    const last = best.fit.pruneSteps!.at(-1)!
    expect(last.leaves).toBe(1)
    expect(last.loss / best.fit.impurity).toBeCloseTo(1, 1)
  })
})

describe('as JSON', () => {
  const model = fitTree(made, {
    target: 'three',
    features: ['holedA', 'c'],
    prune: 'crossValidated',
    folds: 3,
  })

  it('predicts the same when it is restored', () => {
    const again = loadModel(JSON.stringify(model), { kind: 'tree' })
    expect(rowsOf(again.predict(made))).toEqual(rowsOf(model.predict(made)))
    expect(again.toText()).toBe(model.toText())
    expect(JSON.stringify(again)).toBe(JSON.stringify(model))
  })

  it.each([
    ['no trees', (json: any) => (json.ensemble.trees = [])],
    ['probabilities beyond 1', (json: any) => (json.ensemble.trees[0].value[0] = 2)],
    ['too few outputs', (json: any) => (json.ensemble.base = [0])],
    ['rows of other nodes', (json: any) => json.rows.pop()],
    ['gains of other features', (json: any) => json.gains.pop()],
    ['costs of other classes', (json: any) => (json.costs = [[0, 1]])],
    ['another target', (json: any) => (json.target = { name: 'y', task: 'number' })],
  ])('hostile JSON is refused: %s', (_, spoil) => {
    const json = JSON.parse(JSON.stringify(model))
    spoil(json)
    expect(() => loadModel(json)).toThrow(
      expect.objectContaining({ code: 'model-invalid' } satisfies Partial<ClienteleError>),
    )
  })
})

describe('options', () => {
  it.each([
    [{ target: 'y', maxDepth: 0 }, 'maxDepth must be'],
    [{ target: 'y', minLeaf: 0.5 }, 'minLeaf must be'],
    [{ target: 'y', minGain: -1 }, 'minGain must be'],
    [{ target: 'y', prune: 'best' }, 'prune must be'],
    [{ target: 'y', prune: 2 }, 'prune must be'],
    [{ target: 'y', criterion: 'variance' }, 'criterion must be'],
    [{ target: 'y', prune: 'crossValidated', folds: 50 }, 'prune needs a row for each of the 50 folds'],
  ])('refuses %o', (options: any, message) => {
    const table = fromRows([0, 1, 0, 1].map((y, i) => ({ x: i, y })))
    expect(() => fitTree(table, options)).toThrow(`fitTree: ${message}`)
  })
})

const telco = sharedFile('telco/Telco-Customer-Churn.csv')

describe.skipIf(!telco)('Telco customers, stratified five folds', async () => {
  const table = telco && ((await readTable(telco)) as any)
  const features = table
    ? table.schema.fields
        .map((field: any) => field.name as string)
        .filter((name: string) => !['customerID', 'Churn'].includes(name))
    : []
  const validate = (more: object) =>
    crossValidate(table, {
      target: 'Churn',
      folds: 5,
      fit: (train: any) => fitTree(train, { target: 'Churn', features, maxDepth: 6, minLeaf: 50, ...more }),
    }).mean as any

  it('depth 6, leaves of 50: AUC at least .827 (scikit-learn .8288)', () => {
    const { auc } = validate({})
    expect(auc).toBeGreaterThan(0.827)
    // More would be leakage.
    expect(auc).toBeLessThan(0.847)
  })

  it('weighing churners as much as the others leaves the Brier score, which weighted shares would ruin', () => {
    const plain = validate({}).brier
    expect(validate({ classWeights: 'balanced' }).brier).toBeLessThan(plain + 0.001)
    expect(validate({ priors: { Yes: 0.5, No: 0.5 } }).brier).toBeGreaterThan(plain + 0.02)
  })
})
