import { type ForestModel, readForestModel } from './classify/forest/model.js'
import { readTreeModel, type TreeModel } from './classify/tree/model.js'
import { ClienteleError } from './error.js'
import { malformed, type Reader } from './modelJson.js'
import { checkChoice, checkOptions } from './options.js'
import { describe } from './table/adopt.js'
import type { BuyingKind, BuyingModel } from './value/lifetime/buyingModel.js'
import { type NaiveBayesModel, readNaiveBayesModel } from './classify/bayes/model.js'
import { type CalibratedModel, readCalibratedModel } from './classify/calibration/model.js'
import { type NetworkModel, readNetworkModel } from './classify/network/model.js'
import { type LogisticModel, readLogisticModel } from './classify/logistic/model.js'
import { readBuyingModel } from './value/lifetime/readBuyingModel.js'
import { readRetentionModel, type RetentionModel } from './value/lifetime/retentionModel.js'
import { readSpendingModel, type SpendingModel } from './value/lifetime/spendingModel.js'
import { readRfmModel, type RfmModel } from './value/rfm/model.js'
import { readLinkageModel } from './identify/link/readModel.js'
import type { LinkageModel } from './identify/link/model.js'
import { type AftModel, readAftModel } from './churn/aft/model.js'
import type { ChurnModel } from './churn/score/model.js'
import { readChurnModel } from './churn/score/readModel.js'
import { type CoxModel, readCoxModel } from './churn/cox/model.js'
import { type BoostModel, readBoostModel } from './classify/boost/model.js'
import { type HierarchyModel, readHierarchyModel } from './segment/hierarchy/model.js'
import { type KMeansModel, readKMeansModel } from './segment/kmeans/model.js'
import { type KPrototypesModel, readKPrototypesModel } from './segment/kprototypes/model.js'
import { type MixtureModel, readMixtureModel } from './segment/mixture/model.js'

type BuyingModels = { readonly [K in BuyingKind]: BuyingModel<K> }

/** The kinds of model that can be restored; a learner joins by a line here and one in `readers`. */
export interface Models extends BuyingModels {
  readonly rfm: RfmModel
  readonly gammaGamma: SpendingModel
  readonly sbg: RetentionModel
  readonly bdw: RetentionModel
  readonly kmeans: KMeansModel
  readonly mixture: MixtureModel
  readonly kprototypes: KPrototypesModel
  readonly hierarchy: HierarchyModel
  readonly cox: CoxModel
  readonly weibull: AftModel<'weibull'>
  readonly logNormal: AftModel<'logNormal'>
  readonly churn: ChurnModel
  readonly logistic: LogisticModel
  readonly naiveBayes: NaiveBayesModel
  readonly network: NetworkModel
  readonly calibrated: CalibratedModel
  readonly tree: TreeModel
  readonly boost: BoostModel
  readonly forest: ForestModel
  readonly linkage: LinkageModel
}

/** What restores each kind from its JSON, which is not to be trusted. */
const readers: { readonly [K in keyof Models]: Reader<Models[K]> } = {
  rfm: readRfmModel,
  nbd: readBuyingModel,
  bgNbd: readBuyingModel,
  mbgNbd: readBuyingModel,
  bgCnbd: readBuyingModel,
  paretoNbd: readBuyingModel,
  bgBb: readBuyingModel,
  gammaGamma: readSpendingModel,
  sbg: readRetentionModel,
  bdw: readRetentionModel,
  kmeans: readKMeansModel,
  mixture: readMixtureModel,
  kprototypes: readKPrototypesModel,
  hierarchy: readHierarchyModel,
  cox: readCoxModel,
  weibull: readAftModel,
  logNormal: readAftModel,
  churn: (json, place) => readChurnModel(json, place, (part) => loadModel(part)),
  logistic: readLogisticModel,
  naiveBayes: readNaiveBayesModel,
  network: readNetworkModel,
  calibrated: (json, place) => readCalibratedModel(json, place, (base) => loadModel(base)),
  tree: readTreeModel,
  boost: readBoostModel,
  forest: readForestModel,
  linkage: readLinkageModel,
}

/** The name of a kind of model. */
export type ModelKind = keyof Models

/** What `loadModel` can be told. */
export interface LoadModelOptions<K extends ModelKind = ModelKind> {
  /** Which kind of model is expected. Default: whichever it is. */
  readonly kind?: K | undefined
}

const LONGEST = 100_000_000

/**
 * Restores a model from the JSON that it wrote: learn once, keep it in a file or a database, apply it
 * every night. The JSON is not trusted: its kind, version, sizes and numbers are checked, and nothing in it is run.
 *
 * @param json - what `JSON.stringify(model)` gave, or the object that `model.toJSON()` gave
 * @param options - `kind`, which also narrows the type
 * @returns the model, frozen; it predicts exactly what the one that was kept did
 * @throws ClienteleError `model-invalid`, naming the part that is wrong; `option-invalid`
 *
 * Cost: linear in the size of the JSON, at most 100 million characters.
 *
 * @example
 * ```ts
 * const customers = fromRows([
 *   { customer_id: 'ann', days_since_last: 3, orders: 9, revenue: 400 },
 *   { customer_id: 'bob', days_since_last: 90, orders: 1, revenue: 15 },
 * ])
 * const kept = JSON.stringify(fitRfm(customers))
 * const model = loadModel(kept, { kind: 'rfm' })
 * console.log(toRows(model.predict(customers)).map((row) => row.rfm)) // [ '555', '111' ]
 * ```
 */
export function loadModel<K extends ModelKind = ModelKind>(
  json: string | object,
  options: LoadModelOptions<K> = {},
): Models[K] {
  checkOptions('loadModel', options, ['kind'])
  const { kind } = options
  if (kind !== undefined) checkChoice('loadModel', 'kind', kind, Object.keys(readers))
  const model = parse(json)
  const found: unknown = Object.hasOwn(model, 'kind') ? (model as { kind: unknown }).kind : undefined
  if (typeof found !== 'string' || !Object.hasOwn(readers, found)) {
    throw malformed('kind', `one of ${Object.keys(readers).join(', ')}`)
  }
  if (kind !== undefined && found !== kind) {
    throw new ClienteleError(
      'model-invalid',
      `loadModel: got a model of kind '${found}', but '${kind}' was asked for; load it as what it is.`,
    )
  }
  return readers[found as K](model, 'the model') as Models[K]
}

function parse(json: string | object): object {
  let value: unknown = json
  if (typeof json === 'string') {
    if (json.length > LONGEST) throw malformed('the JSON', `at most ${LONGEST} characters long`)
    try {
      value = JSON.parse(json)
    } catch (cause) {
      throw new ClienteleError(
        'model-invalid',
        'loadModel: got text that is not JSON; give it whole, as JSON.stringify(model) wrote it.',
        { cause },
      )
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('the model', `an object, not ${describe(value)}`)
  }
  return value
}
