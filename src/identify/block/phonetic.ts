import { hashUnits } from './hash.js'

// Classes of consonants that are mistaken for one another (Soundex, Russell 1918), for a to z; h and w are passed over.
const CLASSES = Uint8Array.from('01230120022455012623010202', Number)
const A = 97
const code = new Uint16Array(4)

/** The Soundex of a name as a hash; 0 where it does not begin with a Latin letter. */
export function soundex(units: Uint16Array, from: number, to: number): number {
  const first = units[from]! - A
  if (from >= to || first < 0 || first > 25) return 0
  code[0] = units[from]!
  let length = 1
  let last = CLASSES[first]!
  for (let i = from + 1; i < to && length < 4; i++) {
    const letter = units[i]! - A
    if (letter === 7 || letter === 22) continue
    const sound = letter >= 0 && letter < 26 ? CLASSES[letter]! : 0
    if (sound !== 0 && sound !== last) code[length++] = 48 + sound
    last = sound
  }
  return hashUnits(code, 0, length)
}
