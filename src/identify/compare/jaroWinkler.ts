/** What is longer is compared by its beginning: the cost grows with the square of the length. */
export const LONGEST = 256

/** Up to here the matched characters of both fit into one integer each. */
const FITS_INTEGER = 31

/**
 * The similarity of Jaro (1989) with Winkler's (1990) bonus of a tenth a character for up to four common first ones, given where
 * Jaro's own is above .7: 1 for equal strings, 0 where nothing matches. `units` holds both strings as UTF-16 units, from
 * `aFrom` to before `aTo` and from `bFrom` to before `bTo`; of longer strings the first 256 units count.
 *
 * MARTHA and MARHTA have .9611, DWAYNE and DUANE .84, DIXON and DICKSONX .8133 (Winkler's examples).
 */
export function jaroWinkler(
  units: Uint16Array,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
): number {
  const similarity = jaro(units, aFrom, aTo, bFrom, bTo)
  if (similarity <= 0.7) return similarity
  const most = Math.min(4, aTo - aFrom, bTo - bFrom)
  let common = 0
  while (common < most && units[aFrom + common] === units[bFrom + common]) common++
  return similarity + common * 0.1 * (1 - similarity)
}

/** The similarity of Jaro without the bonus for a common beginning. */
export function jaro(units: Uint16Array, aFrom: number, aTo: number, bFrom: number, bTo: number): number {
  const a = Math.min(aTo - aFrom, LONGEST)
  const b = Math.min(bTo - bFrom, LONGEST)
  if (a === 0 || b === 0) return 0
  const window = Math.max(0, (Math.max(a, b) >> 1) - 1)
  const isShort = a <= FITS_INTEGER && b <= FITS_INTEGER
  return (isShort ? shortJaro : longJaro)(units, aFrom, a, bFrom, b, window)
}

function shortJaro(
  units: Uint16Array,
  aFrom: number,
  a: number,
  bFrom: number,
  b: number,
  window: number,
): number {
  let inA = 0
  let inB = 0
  let matches = 0
  for (let i = 0; i < a; i++) {
    const unit = units[aFrom + i]
    const end = Math.min(b, i + window + 1)
    for (let j = Math.max(0, i - window); j < end; j++) {
      if (units[bFrom + j] !== unit || (inB >>> j) & 1) continue
      inA |= 1 << i
      inB |= 1 << j
      matches++
      break
    }
  }
  if (matches === 0) return 0
  let outOfOrder = 0
  let j = 0
  for (let i = 0; i < a; i++) {
    if (!((inA >>> i) & 1)) continue
    while (!((inB >>> j) & 1)) j++
    if (units[aFrom + i] !== units[bFrom + j]) outOfOrder++
    j++
  }
  return mean(matches, a, b, outOfOrder)
}

const markedA = new Uint8Array(LONGEST)
const markedB = new Uint8Array(LONGEST)

function longJaro(
  units: Uint16Array,
  aFrom: number,
  a: number,
  bFrom: number,
  b: number,
  window: number,
): number {
  markedA.fill(0)
  markedB.fill(0)
  let matches = 0
  for (let i = 0; i < a; i++) {
    const unit = units[aFrom + i]
    const end = Math.min(b, i + window + 1)
    for (let j = Math.max(0, i - window); j < end; j++) {
      if (units[bFrom + j] !== unit || markedB[j] === 1) continue
      markedA[i] = 1
      markedB[j] = 1
      matches++
      break
    }
  }
  if (matches === 0) return 0
  let outOfOrder = 0
  let j = 0
  for (let i = 0; i < a; i++) {
    if (markedA[i] === 0) continue
    while (markedB[j] === 0) j++
    if (units[aFrom + i] !== units[bFrom + j]) outOfOrder++
    j++
  }
  return mean(matches, a, b, outOfOrder)
}

function mean(matches: number, a: number, b: number, outOfOrder: number): number {
  const transpositions = outOfOrder >> 1
  return (matches / a + matches / b + (matches - transpositions) / matches) / 3
}
