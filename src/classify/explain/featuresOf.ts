import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'
import type { Table } from '../../table/arrow.js'
import { findColumn, list } from '../../table/column.js'
import type { PredictingModel } from '../evaluation/scoreOptions.js'
import { featureNames } from '../../learn/features.js'

/** A model that says what it learned from, as those of this library do. */
export interface ExplainedModel extends PredictingModel {
  readonly features?: readonly (string | { readonly name: string })[] | undefined
}

/** The features to look at: those given, else the model's own, else all that could be. */
export function featuresOf(
  who: string,
  table: Table,
  given: readonly string[] | undefined,
  model: ExplainedModel,
  apart: readonly string[],
): readonly string[] {
  const own = namesOf(model)
  const names = given ?? own ?? featureNames(who, table, undefined, apart)
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    throw invalid(who, `features must be a list of columns, but got ${describe(given)}`)
  }
  const unknown = own && names.find((name) => !own.includes(name))
  if (unknown !== undefined) {
    throw invalid(
      who,
      `features names '${unknown}', but the model learned from ${list(own!)}; choose among these`,
    )
  }
  for (const name of names) findColumn(table, name, who)
  return names
}

/** The features that a model says it has. */
function namesOf({ features, ...model }: ExplainedModel): readonly string[] | undefined {
  // A calibrated model reads what the one within reads.
  if (features === undefined) {
    const { base } = model as { base?: ExplainedModel }
    return base === undefined ? undefined : namesOf(base)
  }
  return features.map((feature) => (typeof feature === 'string' ? feature : feature.name))
}
