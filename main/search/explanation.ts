import type { Estimate } from './explain/surrogate.ts'
import type { Neighbour } from './explain/neighbours.ts'

/** Why a sampler suggested what it did, as far as it has reasons: numbers beside the sentence. */
export interface Explanation {
  /** By its name in the registry; 'auto' names the one that it chose. 'portfolio', 'earlier study': tried before any sampler. */
  readonly sampler: string
  /**
   * What the sampler's model expected, by objective, in their units; the deviation is that of one training's result, noise
   * included. Absent where it has no model of values.
   */
  readonly expected?: readonly Estimate[]
  /**
   * The part, 0 to 1, of the improvement that was expected which is due to the model's uncertainty: 0 where it is sure of an
   * improvement, 1 where what it expects is no better than what there is. Absent where it expects no improvement in numbers.
   */
  readonly exploration?: number
  /** How many times as likely it is among the good trials as among the others, by their densities. */
  readonly likelihoodRatio?: number
  /** Trials that it was made from, by number. */
  readonly parents?: readonly number[]
  /** Complete trials that come nearest, nearest first. Absent where nobody looked. */
  readonly nearest?: readonly Neighbour[]
}
