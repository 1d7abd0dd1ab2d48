import { SearchError } from './search-error.ts'
import type { Direction, SearchTrial } from './trial.ts'

/** With `rung` it does not end: it waits after so many epochs, and may be promoted later. */
export type Decision =
  { readonly stop: false } | { readonly stop: true; readonly because: string; readonly rung?: number }

/** What a trial is given more and more of. */
export interface Resource {
  /** What a whole evaluation takes. */
  readonly full: number
  /** rows: in multiples of the least share of them. */
  readonly unit: 'epochs' | 'folds' | 'rows'
}

/** A trial that waits at a rung and goes on from there. */
export interface Promotion {
  readonly trial: number
  readonly because: string
}

/** Stops poor trials early. Asked after every reported epoch; a pure function of its arguments. */
export interface Pruner {
  readonly name: string
  /** @param trial the running trial, its newest intermediate value last */
  decide(trial: SearchTrial, history: readonly SearchTrial[], direction: Direction): Decision
  /**
   * With several objectives, by dominance; absent where a pruner knows one objective only. A trial's report is its value in
   * `intermediate` followed by those in `others` at the same place.
   */
  decideByDominance?(trial: SearchTrial, history: readonly SearchTrial[], directions: readonly Direction[]): Decision
  /** Asked when a fold or repeat has ended and others are to come, about `trial.folds`. Absent where folds do not matter. */
  decideByFolds?(trial: SearchTrial, history: readonly SearchTrial[], directions: readonly Direction[]): Decision
  /**
   * Of the trials that wait at a rung, the one to go on first now that there is room; undefined where none may.
   * Absent where whoever stops has ended.
   * @param last whether no further trial will be suggested, so that there is nobody to wait for
   */
  promote?(history: readonly SearchTrial[], directions: readonly Direction[], last: boolean): Promotion | undefined
  /** Epochs after which a trial of this number may be made to wait, ascending. */
  rungs?(number: number): readonly number[]
}

/** @throws SearchError 'single-objective-only' if there are several and the pruner knows one only */
export function checkPrunerFor(pruner: Pruner, objectives: number): void {
  if (objectives > 1 && !pruner.decideByDominance)
    throw new SearchError(
      'single-objective-only',
      `The ${pruner.name} pruner works on one objective. Choose asha, hyperband, successiveHalving or none for several.`,
    )
}

/**
 * A decision in a study with any number of objectives.
 * @throws SearchError 'single-objective-only' if there are several and the pruner knows one only
 */
export function decideWith(
  pruner: Pruner,
  trial: SearchTrial,
  history: readonly SearchTrial[],
  directions: readonly Direction[],
): Decision {
  const [direction] = directions
  if (direction !== undefined && directions.length === 1) return pruner.decide(trial, history, direction)
  checkPrunerFor(pruner, directions.length)
  return pruner.decideByDominance?.(trial, history, directions) ?? { stop: false }
}
