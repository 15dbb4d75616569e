/** What kind of thing went wrong, for code that wants to react to it. */
export type ErrorCode =
  | 'column-missing'
  | 'column-type'
  | 'column-exists'
  | 'option-invalid'
  | 'value-invalid'
  | 'rows-too-few'
  | 'role-missing'
  | 'unit-missing'
  | 'contradiction'
  | 'file-missing'
  | 'file-malformed'
  | 'model-invalid'
  | 'peer-missing'
  | 'query-failed'
  | 'unsupported'
  | 'aborted'

/**
 * The one class of error that clientele throws. Its message is one sentence: what the function got, what it
 * needs, how to mend it; its `code` is for programs.
 *
 * @example
 * ```ts
 * try {
 *   summarize(fromRows([{ a: 1 }]), { customer: 'client', time: 'a', amount: 'b' })
 * } catch (error) {
 *   console.log(error instanceof ClienteleError, (error as ClienteleError).code) // true 'column-missing'
 * }
 * ```
 */
export class ClienteleError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ClienteleError'
    this.code = code
  }
}
