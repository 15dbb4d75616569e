/**
 * Runs are rows with an equal value (or in one bin) in the order in which they may be cut. A run is several numbers in a row: how many rows,
 * their weight, and the sum of weight × value, or, for three and more classes, the weight of each class.
 */
export interface Cut {
  /** The sum of both sides' `purity`; −Infinity where nothing can be cut. */
  score: number
  /** The last run on the left. */
  run: number
  missingLeft: boolean
}

/** How a side is judged: more is purer. The gain of a cut is the purity of its sides less that of all. */
export function purity(sums: Float64Array, from: number, width: number, entropy: boolean): number {
  return width === 3
    ? purity1(sums[from + 1]!, sums[from + 2]!, entropy)
    : purityK(sums, from, width, entropy)
}

const xLogX = (x: number): number => (x > 0 ? x * Math.log(x) : 0)

/** Weight and sum: −Σ(x − mean)², or −entropy × weight, but for what does not depend on the cut. */
function purity1(w: number, s: number, entropy: boolean): number {
  if (!entropy) return (s * s) / w
  return xLogX(s) + xLogX(w - s) - xLogX(w)
}

function purityK(sums: Float64Array, from: number, width: number, entropy: boolean): number {
  const w = sums[from + 1]!
  let sum = 0
  if (entropy) {
    for (let k = from + 2; k < from + width; k++) sum += xLogX(sums[k]!)
    return sum - xLogX(w)
  }
  for (let k = from + 2; k < from + width; k++) sum += sums[k]! * sums[k]!
  return sum / w
}

/**
 * The cut after which both sides are purest and hold `minLeaf` rows; missing rows, which are among `total` but in no run, are tried on
 * either side. Into `cut`, only where it beats the score there.
 */
export function bestCut(
  runs: Float64Array,
  count: number,
  width: number,
  total: Float64Array,
  missing: Float64Array,
  minLeaf: number,
  entropy: boolean,
  cut: Cut,
): boolean {
  const before = cut.score
  if (width === 3) cut1(runs, count, total, missing, minLeaf, entropy, cut)
  else cutK(runs, count, width, total, missing, minLeaf, entropy, cut)
  return cut.score > before
}

function cut1(
  runs: Float64Array,
  count: number,
  total: Float64Array,
  missing: Float64Array,
  minLeaf: number,
  entropy: boolean,
  cut: Cut,
): void {
  const [N, W, S] = [total[0]!, total[1]!, total[2]!]
  const [mn, mw, ms] = [missing[0]!, missing[1]!, missing[2]!]
  const last = mn > 0 ? count : count - 1
  let [n, w, s] = [0, 0, 0]
  let best = cut.score
  for (let r = 0; r < last; r++) {
    n += runs[3 * r]!
    w += runs[3 * r + 1]!
    s += runs[3 * r + 2]!
    if (N - n < minLeaf) break
    if (n >= minLeaf && W > w) {
      const score = entropy
        ? purity1(w, s, true) + purity1(W - w, S - s, true)
        : (s * s) / w + ((S - s) * (S - s)) / (W - w)
      if (score > best) {
        best = score
        cut.run = r
        cut.missingLeft = false
      }
    }
    if (mn > 0 && n + mn >= minLeaf && N - n - mn >= minLeaf && W - w > mw) {
      const score = purity1(w + mw, s + ms, entropy) + purity1(W - w - mw, S - s - ms, entropy)
      if (score > best) {
        best = score
        cut.run = r
        cut.missingLeft = true
      }
    }
  }
  cut.score = best
}

/** Both sides of a cut with three and more classes. */
const sides = { left: new Float64Array(0), right: new Float64Array(0) }

function cutK(
  runs: Float64Array,
  count: number,
  width: number,
  total: Float64Array,
  missing: Float64Array,
  minLeaf: number,
  entropy: boolean,
  cut: Cut,
): void {
  if (sides.left.length < width) {
    sides.left = new Float64Array(width)
    sides.right = new Float64Array(width)
  }
  const { left, right } = sides
  const mn = missing[0]!
  const last = mn > 0 ? count : count - 1
  for (let missingLeft = 0; missingLeft < (mn > 0 ? 2 : 1); missingLeft++) {
    for (let c = 0; c < width; c++) {
      left[c] = missingLeft * missing[c]!
      right[c] = total[c]! - left[c]!
    }
    for (let r = 0; r < last; r++) {
      for (let c = 0; c < width; c++) {
        const v = runs[width * r + c]!
        left[c]! += v
        right[c]! -= v
      }
      if (right[0]! < minLeaf) break
      if (left[0]! < minLeaf || right[1]! <= 0) continue
      const score = purityK(left, 0, width, entropy) + purityK(right, 0, width, entropy)
      if (score > cut.score) {
        cut.score = score
        cut.run = r
        cut.missingLeft = missingLeft === 1
      }
    }
  }
}
