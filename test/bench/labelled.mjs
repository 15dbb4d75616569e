/** Generated rows with an outcome that depends on them in curves, steps and pairs; the same on every machine. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromColumns } from 'clientele/interop'
import { hash } from './orders.mjs'
import { cache } from './python.mjs'

/**
 * Columns of doubles, one after the other, the last one the outcome 0 or 1: as a file and as a table.
 * @param {number} rows @param {number} width
 */
export function labelledFile(rows, width) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `labelled-${rows}-${width}.bin`)
  if (!existsSync(path)) writeFileSync(path, makeColumns(rows, width))
  const bytes = readFileSync(path)
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, rows * (width + 1))
  const names = [...Array.from({ length: width }, (_, j) => `x${j}`), 'y']
  const columns = names.map((name, j) => [name, values.slice(j * rows, (j + 1) * rows)])
  return { path, table: fromColumns(/** @type {any} */ (Object.fromEntries(columns))) }
}

/** Roughly normal. @param {number} i @param {number} j */
function feature(i, j) {
  const uniform = (/** @type {number} */ k) => hash(i, 3 * j + k) / 2 ** 32
  return 2 * (uniform(0) + uniform(1) + uniform(2) - 1.5)
}

/** @param {number} rows @param {number} width */
function makeColumns(rows, width) {
  const values = new Float64Array(rows * (width + 1))
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) values[j * rows + i] = feature(i, j)
    const x = (/** @type {number} */ j) => values[j * rows + i] ?? 0
    const steps = (x(2) > 0.5 ? 2 * x(3) : 0) + (x(9) > 0 ? x(8) : 0)
    const curves = 1.5 * Math.sin(2 * x(1)) + x(4) * x(5) - 0.5 * x(6) ** 2
    const score = 1.2 * x(0) + curves + steps + 0.3 * x(7) - 0.6
    values[width * rows + i] = hash(i, 1000) / 2 ** 32 < 1 / (1 + Math.exp(-1.5 * score)) ? 1 : 0
  }
  return values
}
