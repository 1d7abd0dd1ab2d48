/** The user's input cannot be used: exit status 2 and this one sentence. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
