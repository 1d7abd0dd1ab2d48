/** A sentence for the user: what happened, to what, what to do. Callers act on the code. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
