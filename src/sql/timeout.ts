import { checkOptions, invalid } from '../options.js'

/** What every connection to a server can be told. */
export interface TimeoutOptions {
  /** After what time a query is given up. */
  readonly timeout?: { readonly seconds: number } | undefined
}

/** Seconds after which a query is given up. */
export function readTimeout(who: string, timeout: TimeoutOptions['timeout']): number | undefined {
  if (timeout === undefined) return undefined
  checkOptions(who, timeout, ['seconds'], 'timeout')
  const { seconds } = timeout
  if (seconds > 0 && seconds <= MOST) return seconds
  throw invalid(who, `timeout must be a positive number of seconds, as {seconds: 600}, and at most ${MOST}`)
}

/** Milliseconds in 32 bits. */
const MOST = 2_000_000

/** Refuses an address that is not of that form, without showing it: it may hold a password. */
export function checkAddress(who: string, address: unknown, form: RegExp, example: string): void {
  if (typeof address !== 'string' || !form.test(address)) {
    throw invalid(who, `the address must begin with ${example.replace(/\/\/.*/, '//')}, as ${example}`)
  }
  if (URL.canParse(address.replace(/^\w+:/, 'http:'))) return
  throw invalid(
    who,
    `the address cannot be read; write it as ${example}, with what is special in a password as %2F and the like`,
  )
}
