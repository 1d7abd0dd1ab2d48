/** Where a configuration came from. */
export type TrialOrigin = 'default' | 'sampler' | 'user'

/**
 * What a suggestion was computed from: with the trials of lower numbers, it names one moment of the journal, so that the
 * suggestion can be computed again (`study/basis.ts`).
 */
export interface SuggestionBasis {
  /** Trials that had ended (complete, pruned, failed or cancelled). */
  readonly results: number
  /** Times that an end had been taken back: by a retry, or a result that came late. Absent: never. */
  readonly revised?: number
  /** Trials that had not ended, by number; the last ones may have been suggested, but not queued yet. */
  readonly running: readonly number[]
  /** Seconds that the search may take in all, where it ends by time. */
  readonly seconds?: number
}
