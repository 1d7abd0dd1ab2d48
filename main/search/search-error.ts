/** What a caller of search/ can act on. */
export type SearchErrorCode =
  'space-invalid' | 'relation-syntax' | 'unknown-sampler' | 'unknown-pruner' | 'bad-option' | 'single-objective-only'

/** The message says what happened, to what, and what to do: it is shown to the user as it is. */
export class SearchError extends Error {
  override readonly name = 'SearchError'
  readonly code: SearchErrorCode
  constructor(code: SearchErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
