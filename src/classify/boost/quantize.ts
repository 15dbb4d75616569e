/**
 * Gradients as whole numbers, packed with their hessians into one double: gradient · shift + hessian. Sums of whole numbers below
 * 2⁵³ are exact, so histograms are the same in whatever order rows are added, by any number of threads, and one addition does both.
 * (Shi et al., Quantized Training of Gradient Boosting Decision Trees, 2022, for why few bits are enough.)
 */
export interface Packing {
  /** Where gradients begin: one more than the sum of hessians may be. */
  readonly shift: number
  /** Steps a unit of gradient, and of hessian. */
  readonly gradientSteps: number
  readonly hessianSteps: number
}

/** Bits that both sums have together. */
const BITS = 52

/**
 * The finest packing such that sums cannot overflow: `gradients` is the sum of their absolute values and `hessians` that of the
 * hessians; where all hessians are 1 these are counted, and the gradients have the bits that are left.
 */
export function choosePacking(rows: number, gradients: number, hessians: number, isCount: boolean): Packing {
  const hessianBits = isCount ? Math.ceil(Math.log2(rows + 2)) : BITS / 2
  const steps = (bits: number, sum: number) => (sum > 0 ? (2 ** bits - 2 - rows) / sum : 1)
  return {
    shift: 2 ** hessianBits,
    gradientSteps: steps(BITS - hessianBits, gradients),
    hessianSteps: isCount ? 1 : steps(hessianBits, hessians),
  }
}

/** Whether sums in steps, of absolute gradients and of hessians, are within what the packing has room for. */
export function fits({ shift }: Packing, gradients: number, hessians: number): boolean {
  return gradients < 2 ** BITS / shift && hessians < shift
}

/** The odd number nearest to 2³² divided by the golden ratio: its multiples modulo 2³² are spread evenly. */
const GOLDEN = 0x9e3779b1 | 0
const UNIT = 1 / 4294967296

/**
 * Packs the gradients of a block of rows into their records. They are rounded up or down by a fraction that is spread evenly over rows and
 * trees, so that small ones are not all lost; `salt` differs by tree. The sums in steps are put down in `sums` from `slot`.
 */
export function packBlock(
  { shift, gradientSteps, hessianSteps }: Packing,
  gradients: Float64Array,
  hessians: Float64Array,
  doubles: Float64Array,
  stride: number,
  from: number,
  to: number,
  salt: number,
  sums: Float64Array,
  slot: number,
): void {
  from |= 0
  to |= 0
  const step = GOLDEN
  const unit = UNIT
  let at = (from + 1) * stride - 1
  let phase = (Math.imul(from, GOLDEN) + salt) | 0
  let absolute = 0
  let hessianSum = 0
  for (let i = from, k = 0; i < to; i++, k++) {
    const up = phase * unit + 0.5
    const gradient = Math.floor(gradients[k]! * gradientSteps + up)
    const hessian = Math.floor(hessians[k]! * hessianSteps + up)
    doubles[at] = gradient * shift + hessian
    absolute += Math.abs(gradient)
    hessianSum += hessian
    at += stride
    phase = (phase + step) | 0
  }
  sums[slot] = absolute
  sums[slot + 1] = hessianSum
}
