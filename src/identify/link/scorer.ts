import { type Mixture, strangersPrior } from './mixture.js'
import { patternTerms } from './terms.js'

/** The log-odds (natural) that a pair of that pattern is one person; `offsets` is what rarity adds, as `RarityOffsets` gives it. */
export type Scorer = (pattern: number, offsets: Float64Array) => number

/**
 * What scores pairs under a mixture: ln λ Πm/u · rarity, less the logarithm of what speaks for strangers, a household or a namesake
 * together (Fellegi and Sunter 1969, with more than one alternative). What depends on the pattern alone is computed once for each.
 */
export function scorer(mixture: Mixture): Scorer {
  const { ofPattern } = patternTerms(mixture)
  const count = mixture.classes.length
  const width = count + 2
  const priors = [mixture.prior, ...mixture.classes.map(({ prior }) => prior), strangersPrior(mixture)]
  const own = new Float64Array(width)
  const known = patternTable(width, (pattern, out, at) => {
    ofPattern(pattern, own)
    for (let part = 0; part < width; part++) out[at + part] = Math.log(priors[part]! * own[part]!)
  })
  return (pattern, offsets) => {
    const at = known.place(pattern)
    const { logs } = known
    const odds = logs[at]! + offsets[0]!
    let against = logs[at + count + 1]!
    for (let c = 1; c <= count; c++) {
      const part = logs[at + c]! + offsets[c]!
      const less = part < against ? part - against : against - part
      if (part > against) against = part
      if (less > -40) against += Math.log1p(Math.exp(less))
    }
    return odds - against
  }
}

/** Numbers by pattern, made when first asked for. */
function patternTable(
  width: number,
  make: (pattern: number, out: Float64Array, at: number) => void,
): { readonly logs: Float64Array; readonly place: (pattern: number) => number } {
  let capacity = 1 << 10
  let keys = new Int32Array(capacity).fill(-1)
  let places = new Int32Array(capacity)
  let size = 0
  const table = { logs: new Float64Array(width * capacity), place }
  return table

  function place(pattern: number): number {
    let slot = slotOf(pattern)
    if (keys[slot] === pattern) return places[slot]!
    if (2 * (size + 1) > capacity) {
      grow()
      slot = slotOf(pattern)
    }
    keys[slot] = pattern
    places[slot] = width * size
    make(pattern, table.logs, width * size++)
    return places[slot]!
  }

  function slotOf(pattern: number): number {
    let slot = (Math.imul(pattern, 0x9e3779b1) >>> 12) & (capacity - 1)
    while (keys[slot] !== -1 && keys[slot] !== pattern) slot = (slot + 1) & (capacity - 1)
    return slot
  }

  function grow(): void {
    const [oldKeys, oldPlaces] = [keys, places]
    capacity *= 2
    keys = new Int32Array(capacity).fill(-1)
    places = new Int32Array(capacity)
    const logs = new Float64Array(width * capacity)
    logs.set(table.logs)
    table.logs = logs
    oldKeys.forEach((key, i) => {
      if (key === -1) return
      const slot = slotOf(key)
      keys[slot] = key
      places[slot] = oldPlaces[i]!
    })
  }
}

/** The probability that belongs to log-odds. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
