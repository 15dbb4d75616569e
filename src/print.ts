const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Freezes a result or model and lets it print as a summary: in the console, in a notebook and as text. */
export function printable<T extends object>(value: T, summary: () => string): Readonly<T> {
  for (const key of ['toString', INSPECT]) {
    Object.defineProperty(value, key, { value: summary, enumerable: false })
  }
  return Object.freeze(value)
}

/** A number as it stands in a summary: whole ones with separators, others with a few digits. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 1000 ? 2 : 4
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
