import { fromRows } from 'clientele'

/** Two hundred customers made by arithmetic, so that any language makes the same. */
export const made = Array.from({ length: 200 }, (_, i) => ({
  region: ['EU', 'US', 'AS'][((i * i) % 7) % 3]!,
  channel: ['web', 'shop', 'phone', 'mail'][((i * i * 3 + i) % 11) % 4]!,
  amount: ((i * 37) % 101) * 0.3,
  segment: i % 10 === 0 ? 'D' : ['A', 'B', 'C'][(((i * i * 3 + i) % 11) + (i % 4 === 0 ? 1 : 0)) % 3]!,
}))

export const madeTable = () => fromRows(made)
