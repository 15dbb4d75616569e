import { checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import { type Feature, type FeatureInfo, readFeaturesAgain } from './features.js'
import { addPredictions, PREDICT_OPTIONS, type PredictionExtras, type PredictOptions } from './predictions.js'
import type { TargetInfo } from './target.js'

/** What a model knows that predicts from features: all that `predictor` needs. */
export interface Predicting<Options extends PredictOptions> {
  /** The model's kind, for messages. */
  readonly kind: string
  readonly target: TargetInfo
  readonly features: readonly FeatureInfo[]
  /** The names of options that not every model has. */
  readonly more?: readonly string[]
  /** Of each row the number, the probability of the second class, or one list a class. */
  readonly score: (rows: FeatureRows, options: Options, who: string) => readonly Float64Array[]
  /** What else the model adds. */
  readonly extras?: (rows: FeatureRows, options: Options, who: string) => PredictionExtras
}

/** The features of the rows that are predicted. */
export interface FeatureRows {
  readonly features: readonly Feature[]
  readonly rows: number
}

/** The `predict` of a model: reads the features again, scores the rows and adds what is predicted. */
export function predictor<Options extends PredictOptions = PredictOptions>({
  kind,
  target,
  features,
  more = [],
  score,
  extras,
}: Predicting<Options>): (given: TableLike, options?: Options) => any {
  const who = `${kind}.predict`
  const names = [...PREDICT_OPTIONS, ...more]
  return (given, options = {} as Options) => {
    checkOptions(who, options, names)
    const table = adopt(given, who)
    const read = { features: readFeaturesAgain(who, table, features), rows: table.numRows }
    const scores = score(read, options, who)
    return addPredictions(who, table, target, scores, options, extras?.(read, options, who))
  }
}
