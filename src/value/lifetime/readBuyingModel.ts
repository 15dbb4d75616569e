import {
  flag,
  listOf,
  malformed,
  nullOr,
  numberIn,
  objectOf,
  type Reader,
  text,
  wholeIn,
  wordOf,
} from '../../modelJson.js'
import { bgBbCore } from './bgBbCore.js'
import { bgCore } from './bgCore.js'
import { type BuyingKind, type BuyingModel, buyingModel, type BuyingState } from './buyingModel.js'
import type { BuyingCore } from './core.js'
import { UNITS } from './horizon.js'
import { nbdCore } from './nbdCore.js'
import { paretoCore } from './paretoCore.js'
import { coefficientsOf, covariateColumns, type Covariates } from './profiles.js'
import { covarianceOf, drawsOf, parameter, readFit } from './readFit.js'

const CORES: { readonly [kind in BuyingKind]: (k: number, modified: boolean) => BuyingCore } = {
  nbd: () => nbdCore,
  bgNbd: () => bgCore('fitBgNbd', 'bgNbd', 0, 1),
  mbgNbd: () => bgCore('fitMbgNbd', 'mbgNbd', 1, 1),
  bgCnbd: (k, modified) => bgCore('fitBgCnbd', 'bgCnbd', modified ? 1 : 0, k),
  paretoNbd: () => paretoCore,
  bgBb: () => bgBbCore,
}

const names = listOf(text(), 0, 1000)
const covariatesReader: Reader<Covariates> = (value, place) => {
  const { purchase, dropout } = objectOf({ purchase: names, dropout: names, scaling: (v) => v })(value, place)
  const count = covariateColumns({ purchase, dropout }).length
  const scale = objectOf({ center: numberIn(-1e300, 1e300), scale: numberIn(1e-300, 1e300) })
  return objectOf({ purchase: names, dropout: names, scaling: listOf(scale, count, count) })(value, place)
}

/** Only BG/CNBD has other k than 1, and a choice of when customers may leave. */
function readShape({ k, modified }: Record<string, unknown>, kind: BuyingKind): BuyingCore {
  const shape = wholeIn(1, kind === 'bgCnbd' ? 12 : 1)(k, 'k')
  const early = flag(modified, 'modified')
  const always = kind === 'mbgNbd'
  if (early !== always && kind !== 'bgCnbd')
    throw malformed('modified', `${always} for a model of kind ${kind}`)
  return CORES[kind](shape, early)
}

/** Restores a model of buying from JSON that is not to be trusted. */
export function readBuyingModel<K extends BuyingKind>(json: unknown, place: string): BuyingModel<K> {
  const given = (json ?? {}) as Record<string, unknown>
  const covariates = covariatesReader(given.covariates, 'covariates')
  const kind = wordOf(...(Object.keys(CORES) as BuyingKind[]))(given.kind, 'kind')
  const core = readShape(given, kind)
  const coefficients = coefficientsOf(core, covariates)
  const size = core.names.length + coefficients.length
  const parameters = objectOf({
    ...Object.fromEntries(core.names.map((name) => [name, parameter])),
    ...Object.fromEntries(coefficients.map(({ name }) => [name, numberIn()])),
  })
  const state = objectOf({
    kind: wordOf(kind),
    version: wordOf(1),
    parameters,
    k: wholeIn(1, 12),
    modified: flag,
    unit: nullOr(wordOf(...UNITS)),
    columns: objectOf({ frequency: text(), recency: text(), T: text() }),
    covariates: covariatesReader,
    logCovariance: covarianceOf(size),
    draws: drawsOf(core.names.length, size),
    fit: readFit([...core.names, ...coefficients.map(({ name }) => name)]),
  })(json, place)
  return buyingModel(core, state as BuyingState<any>)
}
