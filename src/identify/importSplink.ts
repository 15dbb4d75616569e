import { ClienteleError } from '../error.js'
import { checkOptions } from '../options.js'
import { adopt } from '../table/adopt.js'
import type { TableLike } from '../table/types.js'
import { type LinkageModel, linkageModel } from './link/model.js'
import type { LinkageField, LinkageState } from './link/state.js'
import { keepShares } from './link/valueShares.js'
import { mapComparison } from './splink/mapComparison.js'
import { prepareAsIs } from './splink/prepareAsIs.js'
import { readSettings, type SplinkSettings } from './splink/readSettings.js'

/** What `importSplink` can be told. */
export interface ImportSplinkOptions {
  /** The records that say how common values are; the model keeps it. Default: those that are scored, as Splink has it. */
  readonly records?: TableLike | undefined
}

const WHO = 'importSplink'
const MOST_FIELDS = 10
const MOST_VALUES = 100_000

/**
 * A model trained with Splink, as a model here: its m and u by level, the share of matches and its term frequency adjustments, from the JSON that
 * `linker.misc.save_model_to_json()` writes (Splink 3 to 5).
 *
 * A pair's weight is Splink's: log2 of the prior odds, and of m/u of each comparison's first level whose condition holds, with log2(u/f) of
 * the values' share for term frequency. Columns are compared as they are written, as Splink does; clean them as before.
 * Conditions may use columns, `=`, `<` and so on, AND, OR, NOT, IS NULL, CASE, arithmetic, casts, `jaro_winkler_similarity`, `jaro_similarity`,
 * `levenshtein`, `damerau_levenshtein`, `jaccard`, `abs`, `length`, `lower`, `substr`, `nullif`, `coalesce`, `regexp_extract` with a plain
 * pattern, `try_strptime`, `epoch`, `datediff`, and what a distance on the globe takes. They are read, not run. Texts are
 * compared by character where DuckDB counts bytes, the first 256.
 *
 * What cannot be taken over is named in `fit.notes`, in a sentence each: levels with functions of arrays (their pairs fall to the next level), levels
 * that were not trained (they weigh nothing), more than 6 levels beside all other, blocking rules.
 *
 * @param settings - the JSON as text, or the object
 * @param options - `records`, to keep how common values are in the model
 * @returns a model of kind `linkage`, for `predict`, `explainPair`, `clusterPairs`; `recipe` is null, `classes` and `crowds` are empty, `movers` and `calibration` are null
 * @throws ClienteleError `model-invalid` where it is not what Splink writes, or nothing of it is known here; `unsupported` for more than 10 comparisons
 *
 * Cost: none to speak of.
 *
 * @example
 * ```ts
 * const settings = {
 *   link_type: 'dedupe_only',
 *   probability_two_random_records_match: 0.01,
 *   comparisons: [{
 *     output_column_name: 'surname',
 *     comparison_levels: [
 *       { sql_condition: '"surname_l" IS NULL OR "surname_r" IS NULL', is_null_level: true },
 *       { sql_condition: '"surname_l" = "surname_r"', m_probability: 0.8, u_probability: 0.025 },
 *       { sql_condition: 'ELSE', m_probability: 0.2, u_probability: 0.975 },
 *     ],
 *   }],
 * }
 * const model = importSplink(settings)
 * const records = fromRows([{ surname: 'Lee' }, { surname: 'Lee' }])
 * const scored = model.predict(fromRows([{ row_a: 0, row_b: 1 }]), { records })
 * console.log(toRows(scored)[0].match_weight.toFixed(4), (Math.log2(0.01 / 0.99) + Math.log2(0.8 / 0.025)).toFixed(4)) // -1.6294 -1.6294
 * ```
 */
export function importSplink(settings: string | object, options: ImportSplinkOptions = {}): LinkageModel {
  checkOptions(WHO, options, ['records'])
  const read = readSettings(settings)
  const notes: string[] = []
  const fields = read.comparisons.flatMap(
    (one) => mapComparison(one, (sentence) => notes.push(sentence)) ?? [],
  )
  if (fields.length === 0) {
    throw new ClienteleError(
      'model-invalid',
      `${WHO}: no comparison of these settings is known here: ${notes.join(' ')}`,
    )
  }
  if (fields.length > MOST_FIELDS) {
    throw new ClienteleError(
      'unsupported',
      `${WHO}: got ${fields.length} comparisons, but a model has room for ${MOST_FIELDS}; leave out those that say least.`,
    )
  }
  notes.push(...otherNotes(read))
  const { records } = options
  const kept = records === undefined ? fields : withShares(fields, records)
  return linkageModel(stateOf(read, kept, notes))
}

const USUAL_PRIOR = 0.0001

function otherNotes({ prior, linkType, blockingRules }: SplinkSettings): string[] {
  const notes: string[] = []
  if (prior === undefined) {
    notes.push(`The share of matches is not in the settings; ${USUAL_PRIOR} is taken, Splink's own default.`)
  }
  if (linkType !== undefined && linkType !== 'dedupe_only') {
    notes.push(
      `The link type ${linkType} is not part of a model: give source where pairs are proposed and clustered.`,
    )
  }
  if (blockingRules > 0)
    notes.push('Blocking rules are not taken over: candidatePairs proposes pairs by itself.')
  return notes
}

function withShares(fields: readonly LinkageField[], records: TableLike): LinkageField[] {
  const table = adopt(records, WHO)
  const { rows, fields: coded } = prepareAsIs(WHO, table, fields)
  return fields.map((field, f) => {
    if (field.rarity === null) return field
    return { ...field, rarity: { ...field.rarity, known: keepShares(coded[f]!, rows, MOST_VALUES) } }
  })
}

function stateOf({ prior }: SplinkSettings, fields: readonly LinkageField[], notes: string[]): LinkageState {
  return {
    kind: 'linkage',
    version: 1,
    recipe: null,
    prior: Math.min(Math.max(prior ?? USUAL_PRIOR, 1e-300), 1 - 1e-9),
    fields,
    movers: null,
    classes: [],
    crowds: [],
    calibration: null,
    fit: {
      records: 0,
      pairs: 0,
      space: 0,
      matches: 0,
      iterations: 0,
      converged: true,
      change: 0,
      logLikelihood: 0,
      labels: { matches: 0, others: 0 },
      passes: [],
      dependence: [],
      notes,
    },
  }
}
