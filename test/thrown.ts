import { ClienteleError } from 'clientele'

/** The error that a call throws, which must be the library's own. */
export function thrown(call: () => unknown): ClienteleError {
  try {
    call()
  } catch (error) {
    if (error instanceof ClienteleError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Its code and what it says. */
export function said(call: () => unknown): string {
  const { code, message } = thrown(call)
  return `${code}: ${message}`
}
