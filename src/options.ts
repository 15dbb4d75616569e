import { ClienteleError } from './error.js'
import { type ProgressOptions, stopIfAsked } from './progress.js'
import { describe } from './table/adopt.js'

/**
 * An error for options that are not an object or hold a name that the function does not know; `name` is that of an
 * option that has parts. Where `onProgress` and `signal` are among them, these are checked too, and a signal that has
 * fired stops the call before it begins.
 */
export function checkOptions(who: string, options: unknown, known: readonly string[], name?: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const parts = name === undefined ? '' : ` of ${known.join(', ')}`
    throw invalid(who, `${name ?? 'options'} must be one object${parts}, but got ${printed(options)}`)
  }
  const stray = Object.keys(options).find((part) => !known.includes(part))
  if (stray === undefined) {
    if (known.includes('onProgress')) checkProgress(who, options)
    return
  }
  const where = name === undefined ? '' : ` in ${name}`
  throw invalid(who, `there is no option '${stray}'${where}; the options are ${known.join(', ')}`)
}

function checkProgress(who: string, { onProgress, signal }: ProgressOptions): void {
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalid(who, `onProgress must be a function, but got ${printed(onProgress)}`)
  }
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') {
    throw invalid(
      who,
      `signal must be an AbortSignal, as new AbortController().signal is, but got ${printed(signal)}`,
    )
  }
  stopIfAsked(who, signal)
}

/** A whole number within bounds. */
export function checkInteger(who: string, name: string, value: unknown, from: number, to: number): void {
  if (!Number.isInteger(value) || (value as number) < from || (value as number) > to) {
    throw invalid(who, `${name} must be a whole number from ${from} to ${to}, but got ${printed(value)}`)
  }
}

/** A number within bounds. */
export function checkNumber(who: string, name: string, value: unknown, from: number, to: number): void {
  if (typeof value !== 'number' || !(value >= from && value <= to)) {
    throw invalid(who, `${name} must be a number from ${from} to ${to}, but got ${printed(value)}`)
  }
}

/** One of a few words. */
export function checkChoice(who: string, name: string, value: unknown, choices: readonly string[]): void {
  if (!choices.includes(value as string)) {
    throw invalid(who, `${name} must be one of ${choices.join(', ')}, but got ${printed(value)}`)
  }
}

/** true or false. */
export function checkBoolean(who: string, name: string, value: unknown): void {
  if (typeof value !== 'boolean')
    throw invalid(who, `${name} must be true or false, but got ${printed(value)}`)
}

/** The code of a currency in the form of ISO 4217, if given. */
export function checkCurrency(who: string, value: unknown): void {
  if (value === undefined || (typeof value === 'string' && /^[A-Z]{3}$/.test(value))) return
  throw invalid(who, `currency must be an ISO 4217 code such as 'EUR', but got ${printed(value)}`)
}

/** The error for an option's value. */
export function invalid(who: string, sentence: string): ClienteleError {
  return new ClienteleError('option-invalid', `${who}: ${sentence}.`)
}

function printed(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describe(value)
}
