/** The caller has misused the pool. */
export class PoolError extends Error {
  override readonly name = 'PoolError'
  readonly code: 'closed' | 'duplicate'
  constructor(code: PoolError['code'], message: string) {
    super(message)
    this.code = code
  }
}
