/** The template cannot make a network for these data or settings; the message says which and what would do. */
export class TemplateMismatch extends Error {
  override readonly name = 'TemplateMismatch'
  readonly code = 'template-mismatch'
}
