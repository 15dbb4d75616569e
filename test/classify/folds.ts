import type { Table } from 'apache-arrow'
import { takeRows } from '#src/table/take'

/** The mean area under the ROC curve of five folds of Telco, every class dealt out in turn. */
export function meanAuc(table: any, fit: (train: Table) => { predict(table: any): any }): number {
  const churned: boolean[] = Array.from(table.getChild('Churn'), (v) => v === 'Yes')
  const seen = [0, 0]
  const fold = churned.map((v) => seen[Number(v)]!++ % 5)
  const rows = (wanted: (i: number) => boolean) => Int32Array.from(churned.keys()).filter(wanted)
  const scores = [0, 1, 2, 3, 4].map((f) => {
    const model = fit(
      takeRows(
        table,
        rows((i) => fold[i] !== f),
      ),
    )
    const test = rows((i) => fold[i] === f)
    const probability = model.predict(takeRows(table, test)).getChild('probability')!.toArray()
    return auc(
      probability,
      Array.from(test, (i) => churned[i]!),
    )
  })
  return scores.reduce((a, b) => a + b, 0) / 5
}

/** The chance that a positive row has the larger score, ties counting half. */
function auc(scores: Float64Array, positive: readonly boolean[]): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)
  let rankSum = 0
  for (let i = 0; i < order.length;) {
    let j = i
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) j++
    for (let k = i; k < j; k++) if (positive[order[k]!]) rankSum += (i + j + 1) / 2
    i = j
  }
  const p = positive.filter(Boolean).length
  return (rankSum - (p * (p + 1)) / 2) / (p * (positive.length - p))
}
