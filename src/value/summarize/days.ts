/**
 * The days on which each customer bought: a bit a day over the window that most rows lie in, a set of
 * numbers for the few days outside of it, so that one date of 1900 does not cost memory for each customer.
 */
export interface DaySets {
  bits: Int32Array
  /** Words of bits that each customer has. */
  stride: number
  /** The day of the first bit. */
  low: number
  far: Set<number> | undefined
}

/** The widest window, in words of 32 days: 45 years. */
const WIDEST = 512

export function makeDaySets(): DaySets {
  return { bits: new Int32Array(0), stride: 0, low: 0, far: undefined }
}

/**
 * Makes room for that many customers, and for those days as far as the window may grow. Sets that are empty
 * use the memory `reuse`, if it is large enough.
 */
export function growDaySets(
  sets: DaySets,
  groups: number,
  lowDay: number,
  highDay: number,
  reuse?: Int32Array,
): void {
  let { low, stride } = sets
  if (stride === 0) low = lowDay & -32
  const high = low + 32 * stride - 1
  const before = lowDay < low ? (low - (lowDay & -32)) / 32 : 0
  let after = highDay > high ? Math.ceil((highDay - high) / 32) : 0
  // Streams usually go on in time: some room spares moving all bits each time.
  if (sets.stride > 0 && after > 0) after += 1 + (sets.stride >> 3)
  if (stride + after <= WIDEST) stride += after
  if (stride + before <= WIDEST) {
    stride += before
    low -= 32 * before
  }
  if (stride === 0) stride = 1
  if (stride === sets.stride && groups * stride <= sets.bits.length) return
  const words = groups * stride
  const fits = sets.stride === 0 && reuse !== undefined && reuse.length >= words
  const bits = fits ? reuse.fill(0, 0, words) : new Int32Array(words)
  const shift = sets.stride === 0 ? 0 : (sets.low - low) / 32
  const known = sets.stride === 0 ? 0 : sets.bits.length / sets.stride
  if (stride === sets.stride) bits.set(sets.bits)
  else {
    for (let g = 0; g < known; g++) {
      for (let w = 0; w < sets.stride; w++) bits[g * stride + shift + w] = sets.bits[g * sets.stride + w]!
    }
  }
  const isWider = stride !== sets.stride
  sets.bits = bits
  sets.stride = stride
  sets.low = low
  if (isWider) takeIn(sets)
}

/** Sets the bit of a customer whose bits start at word `start`; 1 where it was not set, else 0. */
export function addBit(bits: Int32Array, start: number, bit: number): number {
  const word = start + (bit >>> 5)
  const known = bits[word]!
  bits[word] = known | (1 << (bit & 31))
  return 1 - ((known >>> (bit & 31)) & 1)
}

/** Days that a calendar can have: 273,790 years around 1970. */
const DAYS_IN_RANGE = 1e8

/** Adds any day; 1 where the customer has not bought on it, 0 where so, −1 where no calendar has it. */
export function addDay(sets: DaySets, group: number, day: number): number {
  const { bits, stride, low } = sets
  if (day >= low && day < low + 32 * stride) return addBit(bits, group * stride, day - low)
  if (Math.abs(day) > DAYS_IN_RANGE) return -1
  sets.far ??= new Set()
  const before = sets.far.size
  return sets.far.add(group * FAR_DAYS + (day + FAR_DAYS / 2)).size - before
}

const FAR_DAYS = 268_435_456

/** Gives far days that the window has come to a bit. */
function takeIn({ bits, stride, low, far }: DaySets): void {
  for (const key of far ?? []) {
    const group = Math.floor(key / FAR_DAYS)
    const day = key - group * FAR_DAYS - FAR_DAYS / 2
    if (day < low || day >= low + 32 * stride) continue
    addBit(bits, group * stride, day - low)
    far!.delete(key)
  }
}

/**
 * The days between which nearly all rows lie, from a sample, with some room at both ends.
 */
export function dayWindow(dayAt: (row: number) => number, rows: number): { lowDay: number; highDay: number } {
  const sample = new Float64Array(Math.min(rows, 1000))
  for (let i = 0; i < sample.length; i++) sample[i] = dayAt(Math.floor((i * rows) / sample.length))
  sample.sort()
  const low = sample[Math.floor(0.005 * sample.length)] ?? 0
  const high = sample[Math.ceil(0.995 * sample.length) - 1] ?? low
  const room = 8 + Math.ceil((high - low) / 16)
  return { lowDay: Math.max(-1e8, low - room), highDay: Math.min(1e8, high + room) }
}
