/** What a pool grants a worker before it steps in. All in milliseconds. */
export interface PoolLimits {
  /** Silence after which a worker counts as hung: longer than the longest slice and the first session's creation. */
  readonly heartbeatTimeoutMs: number
  /** From fork to ready. */
  readonly startTimeoutMs: number
  /** From a cancellation to SIGKILL, if the worker has not obeyed by then. */
  readonly cancelGraceMs: number
  /** From a request to leave to SIGKILL. */
  readonly shutdownGraceMs: number
  /** From SIGKILL to doing without the process, if not even that ends it. */
  readonly giveUpMs: number
  /** How often workers are looked at. */
  readonly watchEveryMs: number
  /** A worker without work leaves after this, and gives its memory back. */
  readonly idleMs: number
  /** Wait before a worker that died by itself is replaced; doubles with every death in a row. */
  readonly firstBackOffMs: number
  readonly longestBackOffMs: number
  /** Starts that may fail in a row, over the whole pool, before it says that it cannot start workers. */
  readonly failedStarts: number
}

export const defaultLimits: PoolLimits = {
  heartbeatTimeoutMs: 30_000,
  startTimeoutMs: 60_000,
  cancelGraceMs: 600,
  shutdownGraceMs: 500,
  giveUpMs: 5_000,
  watchEveryMs: 200,
  idleMs: 120_000,
  firstBackOffMs: 100,
  longestBackOffMs: 30_000,
  failedStarts: 3,
}

/** What one training may use; absent: no limit. */
export interface TrialLimits {
  /** From the assignment to its end, data and compilation included. */
  readonly timeMs?: number
  /** Of the worker's resident memory. */
  readonly memoryBytes?: number
}

/** The wait before the next start after so many deaths in a row: 0, first, 2 first, 4 first, ... */
export function backOffMs(deaths: number, limits: Pick<PoolLimits, 'firstBackOffMs' | 'longestBackOffMs'>): number {
  if (deaths <= 0) return 0
  return Math.min(limits.longestBackOffMs, limits.firstBackOffMs * 2 ** (deaths - 1))
}
