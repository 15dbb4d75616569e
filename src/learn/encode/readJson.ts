import { flag, listOf, malformed, numberIn, objectOf, type Reader, wholeIn, wordOf } from '../../modelJson.js'
import type { FeatureInfo } from '../features.js'
import type { Encoding } from './encoding.js'

/** Reads how a model encodes its features, from JSON that is not to be trusted. */
export function readEncodings(features: readonly FeatureInfo[]): Reader<readonly Encoding[]> {
  return (value, place) => {
    const encodings = listOf(readEncoding, features.length, features.length)(value, place)
    encodings.forEach((encoding, f) => {
      const info = features[f]!
      const here = `${place}[${f}]`
      if (encoding.kind !== info.kind) throw malformed(`${here}.kind`, `'${info.kind}', as the feature is`)
      if (encoding.kind === 'number' || info.kind === 'number') return
      const { levels, shares, dropFirst } = encoding
      if (dropFirst && levels.length === 0) throw malformed(`${here}.dropFirst`, 'false without levels')
      if (levels.some((label, l) => label >= info.labels.length || (l > 0 && label <= levels[l - 1]!))) {
        throw malformed(`${here}.levels`, 'numbers of labels, ascending')
      }
      if (shares.length !== levels.length) throw malformed(`${here}.shares`, `a list of ${levels.length}`)
    })
    return encodings
  }
}

const readEncoding: Reader<Encoding> = (value, place) => {
  if ((value as { kind?: unknown } | null)?.kind === 'number') {
    return objectOf({
      kind: wordOf('number'),
      center: numberIn(-1e100, 1e100),
      scale: numberIn(0, 1e100),
      missing: flag,
    })(value, place)
  }
  return objectOf({
    kind: wordOf('category'),
    levels: listOf(wholeIn(0, 10_000), 0, 10_000),
    dropFirst: flag,
    shares: listOf(numberIn(0, 1), 0, 10_000),
    missing: flag,
  })(value, place)
}
