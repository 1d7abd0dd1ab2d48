/** How far a study is and how long it may still take. */
export interface Progress {
  /** 0 to 1, by the limit of the budget that is nearest to being spent; confirmation included when it runs. */
  readonly fraction: number
  /** Trials ended per minute of running, over the last ten; absent before the third. */
  readonly trialsPerMinute?: number
  /** Seconds left: the middle and the 80 % interval; absent while it cannot be told ("estimating"). */
  readonly secondsLeft?: { readonly expected: number; readonly low: number; readonly high: number }
}
