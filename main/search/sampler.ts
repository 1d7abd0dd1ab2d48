import type { OutcomeLimit } from './constraints/outcome-limit.ts'
import type { Course } from './start-from.ts'
import type { Configuration, SearchSpace } from './space/types.ts'
import type { Explanation } from './explanation.ts'
import type { Source } from './transfer/source.ts'
import type { Direction, SearchTrial } from './trial.ts'

export interface SearchProblem {
  readonly space: SearchSpace
  readonly directions: readonly Direction[]
  /** Good on other data, best first: tried before anything else. */
  readonly portfolio?: readonly Configuration[]
  /** Earlier studies to learn from. */
  readonly sources?: readonly Source[]
  /** Limits on what trials measure: whatever breaks one is never the best. */
  readonly constraints?: readonly OutcomeLimit[]
  /** Parameters whose larger values take more memory. */
  readonly growing?: readonly string[]
  /** Parameters that may change in the middle of a training. */
  readonly changeable?: readonly string[]
  /** Parameters that say how large a network is: layers one after the other, and units beside each other. */
  readonly sizes?: { readonly depth: readonly string[]; readonly width: readonly string[] }
}

/** Identifies one suggestion: with the same problem, history and ask, a sampler gives the same answer, in any process. */
export interface Ask {
  readonly seed: number
  /** The number that the suggested trial will get. */
  readonly number: number
  /** Where the search ends by time: seconds that it may take in all, in the time in which trials tell their cost. */
  readonly seconds?: number
}

export type Suggestion =
  | ({
      readonly kind: 'configuration'
      readonly configuration: Configuration
      readonly because: string
      /** The numbers behind it. */
      readonly explanation?: Explanation
    } & Course)
  /** forNow: something can be suggested again when the next trial has ended. */
  | { readonly kind: 'exhausted'; readonly because: string; readonly forNow?: true }

/** Suggests configurations. A pure function of its arguments: no clock, no global randomness, no memory between calls. */
export interface Sampler {
  readonly name: string
  /** @param history trials in the order of their numbers, running and enqueued ones included; never mutated */
  suggest(problem: SearchProblem, history: readonly SearchTrial[], ask: Ask): Suggestion
}
