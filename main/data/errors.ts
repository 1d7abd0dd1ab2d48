/** Everything that can be wrong with a user's data or with what is asked of it. One code for each thing a caller can act on. */
export type DataErrorCode =
  | 'dataset-missing'
  | 'dataset-changed'
  | 'dataset-damaged'
  | 'description-invalid'
  | 'not-trainable'
  | 'missing-file'
  | 'disk-full'
  | 'read-only'
  | 'empty-file'
  | 'no-rows'
  | 'not-a-table'
  | 'no-media'
  | 'too-large'
  | 'malformed-row'
  | 'malformed-header'
  | 'unknown-column'
  | 'unsuitable-column'
  | 'no-target'
  | 'no-features'
  | 'one-class'
  | 'class-too-small'
  | 'too-few-rows'
  | 'too-few-groups'
  | 'impossible-split'
  | 'impossible-preprocessing'

/** The message says what happened, to what, and what to do: it is shown to the user as it is. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly code: DataErrorCode
  constructor(code: DataErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
