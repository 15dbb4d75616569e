import { type FittedScale, undoScale } from './scaling.js'

/** A cluster's centre by feature, each in its own unit. */
export type Center = { readonly [feature: string]: number }

/** Scaled centres in the features' own units. */
export function centersOf(
  features: readonly string[],
  scaling: readonly FittedScale[],
  scaled: readonly (readonly number[])[],
): readonly Center[] {
  return Object.freeze(
    scaled.map((center) =>
      Object.freeze(
        Object.fromEntries(features.map((name, j) => [name, undoScale(scaling[j]!, center[j]!)])),
      ),
    ),
  )
}

/** Centres as plain frozen lists, for a model's JSON; −0 becomes 0, as it does in JSON. */
export function plainCenters(centers: readonly ArrayLike<number>[]): readonly (readonly number[])[] {
  return Object.freeze(centers.map((center) => Object.freeze(Array.from(center, (x) => x + 0))))
}
