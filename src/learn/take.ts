import type { Feature } from './features.js'
import type { ClassTarget, NumberTarget } from './target.js'

/** The values of some rows. */
export function takeRows<A extends Float64Array | Int32Array>(values: A, rows: Int32Array): A {
  const taken = new (values.constructor as new (length: number) => A)(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!
  return taken
}

/** Some rows of a feature. */
export function takeFeature(feature: Feature, rows: Int32Array): Feature {
  return 'values' in feature
    ? { info: feature.info, values: takeRows(feature.values, rows) }
    : { info: feature.info, codes: takeRows(feature.codes, rows) }
}

/** Some rows of a target. */
export function takeTarget(target: ClassTarget | NumberTarget, rows: Int32Array): ClassTarget | NumberTarget {
  return 'codes' in target
    ? seenClasses(target.info, takeRows(target.codes, rows))
    : { info: target.info, values: takeRows(target.values, rows) }
}

/** Classes that no row has which is learned from are none. */
function seenClasses(info: ClassTarget['info'], codes: Int32Array): ClassTarget {
  const isSeen = info.classes.map(() => false)
  for (let i = 0; i < codes.length; i++) isSeen[codes[i]!] = true
  if (!isSeen.includes(false)) return { info, codes }
  const classes = Object.freeze(info.classes.filter((_, c) => isSeen[c]))
  const place = Int32Array.from(info.classes, (label) => classes.indexOf(label))
  return { info: Object.freeze({ ...info, classes }), codes: codes.map((code) => place[code]!) }
}
