/** Rows that are equal in every column, as one cell with a weight. Cells are sorted, so that the order of rows does not matter. */
export interface Cells {
  readonly size: number
  /** The distinct values of each column, ascending. */
  readonly values: readonly Float64Array[]
  /** For each column, the place of each cell's value in `values`. */
  readonly codes: readonly Int32Array[]
  /** How many rows each cell stands for, or the sum of their weights. */
  readonly weights: Float64Array
  /** The cell of each row, −1 where a column is missing. */
  readonly rowCell: Int32Array
}

/** Collapses equal rows. Missing values are NaN. Linear time; three passes a column. */
export function collapseRows(columns: readonly Float64Array[], rowWeights?: Float64Array): Cells {
  const coded = columns.map(codeValues)
  let { codes, count } = { codes: coded[0]!.codes, count: coded[0]!.values.length }
  let representatives: Int32Array | undefined
  for (const other of coded.slice(1)) {
    const pairs = codePairs(codes, count, other.codes, other.values.length)
    codes = pairs.codes
    count = pairs.firstRows.length
    representatives = pairs.firstRows
  }
  const firstRows = representatives ?? firstOfEach(codes, count)
  const perCell = coded.map(({ codes: c }) => gather(c, firstRows))
  const order = sortCells(
    perCell,
    coded.map(({ values }) => values.length),
    count,
  )
  const rank = new Int32Array(count)
  for (let i = 0; i < count; i++) rank[order[i]!] = i
  const rowCell = new Int32Array(codes.length)
  const weights = new Float64Array(count)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    const cell = code < 0 ? -1 : rank[code]!
    rowCell[row] = cell
    if (cell >= 0) weights[cell]! += rowWeights === undefined ? 1 : rowWeights[row]!
  }
  return {
    size: count,
    values: coded.map(({ values }) => values),
    codes: perCell.map((c) => gather(c, order)),
    weights,
    rowCell,
  }
}

/** What `values` has at each place. */
function gather(values: Int32Array, places: Int32Array): Int32Array {
  const out = new Int32Array(places.length)
  for (let i = 0; i < out.length; i++) out[i] = values[places[i]!]!
  return out
}

/** Each row as a cell of its own: what collapsing is measured against. */
export function keepRows(columns: readonly Float64Array[]): Cells {
  const size = columns[0]!.length
  const each = Int32Array.from({ length: size }, (_, i) => i)
  return {
    size,
    values: columns,
    codes: columns.map(() => each),
    weights: new Float64Array(size).fill(1),
    rowCell: each,
  }
}

interface Coded {
  readonly codes: Int32Array
  readonly values: Float64Array
}

function codeValues(column: Float64Array): Coded {
  return codeSmallIntegers(column) ?? codeDoubles(column)
}

/** Whole numbers below 65,536 by a table; undefined where there are others. */
function codeSmallIntegers(column: Float64Array): Coded | undefined {
  let most = -1
  for (let i = 0; i < column.length; i++) {
    const v = column[i]!
    const whole = v & 0xffff
    if (whole === v) most = whole > most ? whole : most
    // NaN differs from itself.
    else if (v === v) return undefined
  }
  const code = new Int32Array(most + 1)
  for (let i = 0; i < column.length; i++) {
    const v = column[i]!
    if (v === v) code[v] = 1
  }
  let count = 0
  for (let v = 0; v <= most; v++) code[v] = code[v] === 1 ? count++ : -1
  const values = new Float64Array(count)
  for (let v = 0; v <= most; v++) if (code[v]! >= 0) values[code[v]!] = v
  const codes = new Int32Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const v = column[i]!
    codes[i] = v === v ? code[v]! : -1
  }
  return { codes, values }
}

/** Any doubles, by hashing their bits. */
function codeDoubles(column: Float64Array): Coded {
  const bits = new Float64Array(1)
  const halves = new Int32Array(bits.buffer)
  let mask = 1023
  let slots = new Int32Array(mask + 1).fill(-1)
  let known = new Float64Array(512)
  let count = 0
  const slotOf = (v: number): number => {
    bits[0] = v
    let h = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x85ebca6b), 0x9e3779b1)
    h ^= h >>> 15
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot]!
      if (at < 0 || known[at] === v) return slot
    }
  }
  const codes = new Int32Array(column.length)
  for (let i = 0; i < column.length; i++) {
    // Adding 0 turns −0 into 0.
    const v = column[i]! + 0
    if (v !== v) {
      codes[i] = -1
      continue
    }
    const slot = slotOf(v)
    let code = slots[slot]!
    if (code < 0) {
      code = count++
      slots[slot] = code
      if (code === known.length) {
        const wider = new Float64Array(2 * code)
        wider.set(known)
        known = wider
      }
      known[code] = v
      if (2 * count > mask) {
        mask = 4 * mask + 3
        slots = new Int32Array(mask + 1).fill(-1)
        for (let c = 0; c < count; c++) slots[slotOf(known[c]!)] = c
      }
    }
    codes[i] = code
  }
  return sortValues(codes, known.subarray(0, count))
}

function sortValues(codes: Int32Array, known: Float64Array): Coded {
  const values = known.slice().sort()
  const rank = new Int32Array(known.length)
  for (let code = 0; code < rank.length; code++) rank[code] = placeOf(values, known[code]!)
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) codes[i] = rank[codes[i]!]!
  return { codes, values }
}

/** The place of a value among sorted ones. */
function placeOf(sorted: Float64Array, v: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < v) low = middle + 1
    else high = middle
  }
  return low
}

/** Distinct pairs of two codes, numbered by first appearance, and the first row of each. */
export function codePairs(
  a: Int32Array,
  sizeA: number,
  b: Int32Array,
  sizeB: number,
): { codes: Int32Array; firstRows: Int32Array } {
  const rows = a.length
  const codes = new Int32Array(rows)
  let firstRows = new Int32Array(1024)
  let count = 0
  const remember = (row: number): number => {
    if (count === firstRows.length) {
      const wider = new Int32Array(2 * count)
      wider.set(firstRows)
      firstRows = wider
    }
    firstRows[count] = row
    return count++
  }
  if (sizeA * sizeB <= Math.max(1 << 16, 4 * rows)) {
    const table = new Int32Array(sizeA * sizeB)
    for (let i = 0; i < rows; i++) {
      if (a[i]! < 0 || b[i]! < 0) {
        codes[i] = -1
        continue
      }
      const key = a[i]! * sizeB + b[i]!
      if (table[key] === 0) table[key] = remember(i) + 1
      codes[i] = table[key]! - 1
    }
    return { codes, firstRows: firstRows.subarray(0, count) }
  }
  let mask = 4095
  let slots = new Int32Array(mask + 1).fill(-1)
  const slotOf = (first: number, second: number): number => {
    let h = Math.imul(Math.imul(first, 0x85ebca6b) ^ second, 0x9e3779b1)
    h ^= h >>> 15
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot]!
      if (at < 0 || (a[firstRows[at]!] === first && b[firstRows[at]!] === second)) return slot
    }
  }
  for (let i = 0; i < rows; i++) {
    const first = a[i]!
    const second = b[i]!
    if (first < 0 || second < 0) {
      codes[i] = -1
      continue
    }
    const slot = slotOf(first, second)
    let code = slots[slot]!
    if (code < 0) {
      code = remember(i)
      slots[slot] = code
      if (2 * count > mask) {
        mask = 4 * mask + 3
        slots = new Int32Array(mask + 1).fill(-1)
        for (let c = 0; c < count; c++) slots[slotOf(a[firstRows[c]!]!, b[firstRows[c]!]!)] = c
      }
    }
    codes[i] = code
  }
  return { codes, firstRows: firstRows.subarray(0, count) }
}

function firstOfEach(codes: Int32Array, count: number): Int32Array {
  const first = new Int32Array(count).fill(-1)
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0 && first[codes[i]!]! < 0) first[codes[i]!] = i
  return first
}

/** The cells in ascending order of their first column, then their second, and so on: counting sorts from the last. */
function sortCells(columns: readonly Int32Array[], sizes: readonly number[], count: number): Int32Array {
  let order = new Int32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  for (let c = columns.length - 1; c >= 0; c--) {
    const codes = columns[c]!
    const starts = new Int32Array(sizes[c]! + 1)
    for (let i = 0; i < count; i++) starts[codes[i]! + 1]!++
    for (let v = 0; v < sizes[c]!; v++) starts[v + 1]! += starts[v]!
    const next = new Int32Array(count)
    for (let i = 0; i < count; i++) {
      const cell = order[i]!
      const at = codes[cell]!
      next[starts[at]!] = cell
      starts[at]!++
    }
    order = next
  }
  return order
}
