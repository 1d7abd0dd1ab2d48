/** Time, passed in: a supervisor is tested in no time at all. */
export interface Clock {
  /** Milliseconds from any origin; never set back. */
  now(): number
  /** Calls `run` once, `ms` from now, unless the returned function was called before. */
  after(ms: number, run: () => void): () => void
}
