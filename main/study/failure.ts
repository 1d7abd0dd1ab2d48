/** Why a training ended without a result. The pool reports the same reasons. */
export type FailureReason =
  | 'crash'
  | 'hang'
  | 'out-of-memory'
  | 'time-limit'
  | 'nan-loss'
  | 'exception'
  | 'engine-unavailable'
  | 'dataset-missing'
  | 'dataset-changed'

/** Why a training was broken off through no fault of its own. */
export type InterruptionReason = 'pause' | 'stop' | 'budget' | 'crash'
