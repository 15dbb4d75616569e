import type { NamePart } from './words.js'

/**
 * Of segments that share a name, the one that has most of something gets it said: 'Very frequent big spenders' beside 'Frequent big
 * spenders'. Of the things that all of them say, that one in which they differ most. Gives the parts of each, one of them changed; undefined where they share
 * nothing that could be said more strongly.
 */
export function intensify(alike: readonly (readonly NamePart[])[]): NamePart[][] | undefined {
  const sizes = (about: string) =>
    alike.map((parts) => parts.find((part) => part.about === about && part.size !== undefined)?.size ?? NaN)
  const shared = alike[0]!
    .map(({ about }) => ({ about, sizes: sizes(about) }))
    .filter(({ sizes }) => Math.max(...sizes) > Math.min(...sizes))
  if (shared.length === 0) return undefined
  const { about, sizes: all } = shared.reduce((a, b) => (spread(b.sizes) > spread(a.sizes) ? b : a))
  const most = all.indexOf(Math.max(...all))
  return alike.map((parts, i) =>
    parts.map((part) => (i === most && part.about === about ? strongly(part) : part)),
  )
}

function spread(all: readonly number[]): number {
  return Math.max(...all) - Math.min(...all)
}

function strongly({ about, adjective, noun, addition }: NamePart): NamePart {
  return {
    about,
    ...(adjective !== undefined && { adjective: `very ${adjective}` }),
    ...(noun !== undefined && { noun: `very ${noun}` }),
    ...(addition !== undefined && { addition: `very ${addition}` }),
  }
}
