import { ClienteleError } from '../../error.js'
import { describe } from '../../table/adopt.js'
import type { NaiveBayesModel } from '../bayes/model.js'
import type { CalibratedModel } from '../calibration/model.js'
import type { BoostModel } from '../boost/model.js'
import type { FeatureInfo } from '../../learn/features.js'
import { thresholdOf } from '../../learn/predictions.js'
import type { TargetInfo } from '../../learn/target.js'
import type { LogisticModel } from '../logistic/model.js'
import type { NetworkModel } from '../network/model.js'
import type { ForestModel } from '../forest/model.js'
import type { TreeModel } from '../tree/model.js'
import type { Ensemble } from '../tree/nodes.js'
import { bayesScores, logisticScores } from './linearCode.js'
import { networkScores } from './networkCode.js'
import { type Link, predictionProgram, type Program, type Scores } from './program.js'
import { ensembleCode } from './treeCode.js'

/** The models that can be written as SQL or TypeScript; a calibrated one must hold one of the others. */
export type CodeModel =
  | LogisticModel
  | NaiveBayesModel
  | NetworkModel
  | TreeModel
  | ForestModel
  | BoostModel
  | CalibratedModel

/** What trees, forests and boosted models have. */
interface TreesModel {
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  readonly ensemble: Ensemble
  readonly loss?: BoostModel['loss']
}

/** How each kind of model scores. */
const scores: { readonly [kind: string]: (model: any) => Scores } = {
  tree: treesScores,
  forest: treesScores,
  boost: treesScores,
  logistic: logisticScores,
  naiveBayes: bayesScores,
  network: networkScores,
}

function treesScores({ target, features, ensemble, loss }: TreesModel): Scores {
  return { ...ensembleCode(ensemble, features), link: linkOf(loss, target) }
}

function linkOf(loss: BoostModel['loss'] | undefined, { task }: TargetInfo): Link {
  if (loss === undefined) return task === 'number' ? 'number' : 'probability'
  if (loss === 'logistic') return 'logistic'
  if (loss === 'classes') return 'softmax'
  return loss === 'squared' ? 'number' : 'log'
}

/** A model as steps from a row to its prediction. */
export function programOf(who: string, model: CodeModel, threshold: number | undefined): Program {
  const isCalibrated = kindOf(model) === 'calibrated'
  const calibrators = isCalibrated ? (model as CalibratedModel).calibrators : undefined
  const within = (isCalibrated ? (model as CalibratedModel).base : model) as Exclude<
    CodeModel,
    CalibratedModel
  >
  const kind = kindOf(within)
  if (typeof kind !== 'string' || !Object.hasOwn(scores, kind)) throw unknownKind(who, within)
  const found = scores[kind]!(within)
  // Costs are those of the model within, which calibration leaves to the threshold.
  const costs = !isCalibrated && 'costs' in within ? within.costs : null
  return predictionProgram(
    isCalibrated ? 'calibrated' : kind,
    within.features,
    within.target,
    { ...found, calibrators },
    { threshold: threshold ?? thresholdOf(costs), costs },
  )
}

function kindOf(model: unknown): unknown {
  return (model as { kind?: unknown } | null | undefined)?.kind
}

function unknownKind(who: string, model: unknown): ClienteleError {
  const kind = kindOf(model)
  const got = typeof kind === 'string' ? `a model of kind '${kind.slice(0, 40)}'` : describe(model)
  return new ClienteleError(
    'unsupported',
    `${who}: got ${got}, but can write models of these kinds: ${Object.keys(scores).join(', ')}, and calibrated ones; give one of them, as it was fitted or loaded.`,
  )
}
