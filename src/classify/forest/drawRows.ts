import type { Random } from '../../numeric/random.js'

/** How often each row is drawn, by lot: `size` draws, with or without putting rows back. */
export function drawRows(random: Random, size: number, replacement: boolean, times: Uint16Array): void {
  const rows = times.length
  times.fill(0)
  if (replacement) {
    for (let i = 0; i < size; i++) times[Math.floor((random.uint32() / 4294967296) * rows)]!++
    return
  }
  // Each row in turn with the chance that leaves as many as are still wanted (Knuth, volume 2, algorithm S).
  let wanted = size
  for (let i = 0; i < rows; i++) {
    if (random.uniform() * (rows - i) >= wanted) continue
    times[i] = 1
    wanted--
  }
}
