import { flag, malformed, nullOr, objectOf, text, wholeIn, wordOf } from '../../modelJson.js'
import { type BuyingKind, type BuyingModel, buyingModel, type BuyingState } from './buyingModel.js'
import type { BuyingCore } from './core.js'
import { BUYING_CORES } from './cores.js'
import { UNITS } from './horizon.js'
import { coefficientsOf } from './profiles.js'
import { covarianceOf, covariatesReader, drawsOf, parametersReader, readFit } from './readFit.js'

const readCovariates = covariatesReader('purchase', 'dropout')

/** Only BG/CNBD has other k than 1, and a choice of when customers may leave. */
function readShape({ k, modified }: Record<string, unknown>, kind: BuyingKind): BuyingCore {
  const shape = wholeIn(1, kind === 'bgCnbd' ? 12 : 1)(k, 'k')
  const early = flag(modified, 'modified')
  const always = kind === 'mbgNbd'
  if (early !== always && kind !== 'bgCnbd')
    throw malformed('modified', `${always} for a model of kind ${kind}`)
  return BUYING_CORES[kind](shape, early)
}

/** Restores a model of buying from JSON that is not to be trusted. */
export function readBuyingModel<K extends BuyingKind>(json: unknown, place: string): BuyingModel<K> {
  const given = (json ?? {}) as Record<string, unknown>
  const covariates = readCovariates(given.covariates, 'covariates')
  const kind = wordOf(...(Object.keys(BUYING_CORES) as BuyingKind[]))(given.kind, 'kind')
  const core = readShape(given, kind)
  const coefficients = coefficientsOf(core, covariates)
  const size = core.names.length + coefficients.length
  const state = objectOf({
    kind: wordOf(kind),
    version: wordOf(1),
    parameters: parametersReader(core, coefficients),
    k: wholeIn(1, 12),
    modified: flag,
    unit: nullOr(wordOf(...UNITS)),
    columns: objectOf({ frequency: text(), recency: text(), T: text() }),
    covariates: readCovariates,
    logCovariance: covarianceOf(size),
    draws: drawsOf(core.names.length, size),
    fit: readFit([...core.names, ...coefficients.map(({ name }) => name)]),
  })(json, place)
  return buyingModel(core, state as BuyingState<any>)
}
