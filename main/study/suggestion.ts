/** Where a configuration came from. */
export type TrialOrigin = 'default' | 'sampler' | 'user'

/** What a suggestion was computed from: it can be computed again, in the journal's order of events. */
export interface SuggestionBasis {
  /** Trials that had ended (complete, pruned, failed or cancelled). */
  readonly results: number
  /** Trials that had not, by number. */
  readonly running: readonly number[]
}
