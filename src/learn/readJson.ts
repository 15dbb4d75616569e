import { listOf, malformed, numberIn, objectOf, type Reader, text, wholeIn, wordOf } from '../modelJson.js'
import type { FeatureInfo } from './features.js'
import type { LearnCounts } from './learn.js'
import type { TargetInfo } from './target.js'

/** Reads what a model predicts, from JSON that is not to be trusted. */
export const readTargetInfo: Reader<TargetInfo> = (value, place) => {
  if ((value as { task?: unknown } | null)?.task === 'number') {
    return objectOf({ name: text(), task: wordOf('number') })(value, place)
  }
  const info = objectOf({
    name: text(),
    task: wordOf('classes'),
    form: wordOf('boolean', 'number', 'text'),
    classes: distinct(listOf(text(10_000), 2, 1000)),
  })(value, place)
  if (info.form === 'number' && info.classes.some((label) => !Number.isFinite(Number(label)))) {
    throw malformed(`${place}.classes`, 'numbers as text')
  }
  return info
}

const readFeatureInfo: Reader<FeatureInfo> = (value, place) => {
  if ((value as { kind?: unknown } | null)?.kind === 'number') {
    return objectOf({ name: text(), kind: wordOf('number') })(value, place)
  }
  const labels = distinct(listOf(text(1e6), 0, 10_000))
  return objectOf({ name: text(), kind: wordOf('category'), labels })(value, place)
}

/** Reads the features of a model, each name once. */
export const readFeatureInfos: Reader<readonly FeatureInfo[]> = (value, place) => {
  const infos = listOf(readFeatureInfo, 1, 100_000)(value, place)
  if (new Set(infos.map(({ name }) => name)).size < infos.length) throw malformed(place, 'of different names')
  return infos
}

/** Reads how many rows a model learned from, and which features gave the answer away. */
export const COUNTS: { readonly [K in keyof LearnCounts]: Reader<LearnCounts[K]> } = {
  rows: wholeIn(0, Number.MAX_SAFE_INTEGER),
  missing: wholeIn(0, Number.MAX_SAFE_INTEGER),
  weightless: wholeIn(0, Number.MAX_SAFE_INTEGER),
  leakage: listOf(objectOf({ feature: text(), score: numberIn(0, 1) }), 0, 100_000),
}

function distinct(reader: Reader<readonly string[]>): Reader<readonly string[]> {
  return (value, place) => {
    const labels = reader(value, place)
    if (new Set(labels).size < labels.length) throw malformed(place, 'a list without repetitions')
    return labels
  }
}
