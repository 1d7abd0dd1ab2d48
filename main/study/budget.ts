/** What a study may spend; at least one limit. The first one reached ends the search. */
export interface Budget {
  /** Trials, the default configuration and those enqueued by hand included; retries are not counted again. */
  readonly trials?: number
  /** Seconds of running, confirmation included; time paused, stopped or asleep does not count. */
  readonly seconds?: number
  /** Epochs trained by all trials of the search together. */
  readonly epochs?: number
}

/** What has been spent so far, in the units of `Budget`. */
export interface Spending {
  readonly trials: number
  readonly seconds: number
  readonly epochs: number
}
