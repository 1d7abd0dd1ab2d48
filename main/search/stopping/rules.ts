import type { SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { regretBound, stagnation, type StoppingAdvice, type StoppingCriterion } from './advice.ts'
import { expectedImprovement } from './expected-improvement.ts'

/** That a study heeds one criterion, and how. */
export interface StoppingRule {
  readonly criterion: StoppingCriterion
  /** stop: ends the search, as a spent budget does; tell: says so, and goes on. */
  readonly action: 'stop' | 'tell'
  /** stagnation: finished trials without improvement; default 30. */
  readonly patience?: number
}

/** What a rule says of a study as it is; undefined while there is too little to go by. */
export function adviceBy(
  { criterion, patience }: StoppingRule,
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
  noise?: number,
): StoppingAdvice | undefined {
  switch (criterion) {
    case 'stagnation':
      return stagnation(history, direction, patience)
    case 'regret-bound':
      return regretBound(space, history, direction, noise)
    case 'expected-improvement':
      return expectedImprovement(space, history, direction, noise)
  }
}
