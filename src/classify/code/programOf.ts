import { ClienteleError } from '../../error.js'
import { describe } from '../../table/adopt.js'
import type { NaiveBayesModel } from '../bayes/model.js'
import type { LogisticModel } from '../logistic/model.js'
import { bayesScores, logisticScores } from './linearCode.js'
import { predictionProgram, type Program, type Scores } from './program.js'

/** The models that can be written as SQL or TypeScript. */
export type CodeModel = LogisticModel | NaiveBayesModel

/** How each kind of model scores. */
const scores: { readonly [K in CodeModel['kind']]: (model: any) => Scores } = {
  logistic: logisticScores,
  naiveBayes: bayesScores,
}

/** A model as steps from a row to its prediction. */
export function programOf(who: string, model: CodeModel, threshold: number): Program {
  const kind: unknown = (model as { kind?: unknown } | null | undefined)?.kind
  if (typeof kind !== 'string' || !Object.hasOwn(scores, kind)) {
    const got = typeof kind === 'string' ? `a model of kind '${kind.slice(0, 40)}'` : describe(model)
    throw new ClienteleError(
      'unsupported',
      `${who}: got ${got}, but can write models of these kinds: ${Object.keys(scores).join(', ')}; give one of them, as it was fitted or loaded.`,
    )
  }
  const { features, target } = model
  return predictionProgram(kind, features, target, scores[kind as CodeModel['kind']](model), threshold)
}
