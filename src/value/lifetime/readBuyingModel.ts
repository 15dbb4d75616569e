import {
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
import { coefficientsOf } from './profiles.js'
import { readFit } from './readFit.js'

const CORES: { readonly [kind in BuyingKind]: (k: number, modified: boolean) => BuyingCore } = {
  nbd: () => nbdCore,
  bgNbd: () => bgCore('fitBgNbd', 'bgNbd', 0, 1),
  mbgNbd: () => bgCore('fitMbgNbd', 'mbgNbd', 1, 1),
  bgCnbd: (k, modified) => bgCore('fitBgCnbd', 'bgCnbd', modified ? 1 : 0, k),
  paretoNbd: () => paretoCore,
  bgBb: () => bgBbCore,
}

const names = listOf(text(), 0, 1000)
const square = (size: number) => listOf(listOf(numberIn(), size, size), size, size)
const flag: Reader<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value
  throw malformed(place, 'true or false')
}

/** Restores a model of buying from JSON that is not to be trusted. */
export function readBuyingModel(json: unknown, place: string): BuyingModel {
  const given = (json ?? {}) as Record<string, unknown>
  const covariates = objectOf({ purchase: names, dropout: names })(given.covariates, 'covariates')
  const kind = wordOf(...(Object.keys(CORES) as BuyingKind[]))(given.kind, 'kind')
  const k = wholeIn(1, 12)(given.k, 'k')
  const core = CORES[kind](k, flag(given.modified, 'modified'))
  const coefficients = coefficientsOf(core, covariates)
  const size = core.names.length + coefficients.length
  const parameters = objectOf({
    ...Object.fromEntries(core.names.map((name) => [name, numberIn(1e-300, 1e300)])),
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
    covariates: objectOf({ purchase: names, dropout: names }),
    logCovariance: nullOr(square(size)),
    draws: nullOr(listOf(listOf(numberIn(), size, size), 1, 100_000)),
    fit: readFit([...core.names, ...coefficients.map(({ name }) => name)]),
  })(json, place)
  return buyingModel(core, state as BuyingState)
}
