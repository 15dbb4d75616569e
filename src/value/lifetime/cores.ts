import { bgBbCore } from './bgBbCore.js'
import { bgCore } from './bgCore.js'
import type { BuyingKind } from './buyingModel.js'
import type { BuyingCore, Learnable } from './core.js'
import { gammaGammaCore } from './gammaGammaKernel.js'
import { nbdCore } from './nbdCore.js'
import { paretoCore } from './paretoCore.js'
import { retentionCore } from './retentionKernel.js'

/** The kinds of models that customers can be made up by. */
export type SimulatedKind = BuyingKind | 'gammaGamma' | 'sbg' | 'bdw'

/** The arithmetic of each kind of model of buying. */
export const BUYING_CORES: { readonly [kind in BuyingKind]: (k: number, modified: boolean) => BuyingCore } = {
  nbd: () => nbdCore,
  bgNbd: () => bgCore('fitBgNbd', 'bgNbd', 0, 1),
  mbgNbd: () => bgCore('fitMbgNbd', 'mbgNbd', 1, 1),
  bgCnbd: (k, modified) => bgCore('fitBgCnbd', 'bgCnbd', modified ? 1 : 0, k),
  paretoNbd: () => paretoCore,
  bgBb: () => bgBbCore,
}

/** Their names. */
export const SIMULATED_KINDS: readonly SimulatedKind[] = [
  ...(Object.keys(BUYING_CORES) as BuyingKind[]),
  'gammaGamma',
  'sbg',
  'bdw',
]

/** What a kind of model learns, whatever k. */
export function learnableOf(kind: SimulatedKind): Learnable {
  if (kind === 'gammaGamma') return gammaGammaCore
  return kind === 'sbg' || kind === 'bdw' ? retentionCore(kind) : BUYING_CORES[kind](1, false)
}
