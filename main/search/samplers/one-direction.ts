import { SearchError } from '../search-error.ts'
import type { Direction } from '../trial.ts'

/** The direction of a study with one objective. @throws SearchError 'single-objective-only' naming what takes several */
export function oneDirection(directions: readonly Direction[], sampler: string): Direction {
  const [direction] = directions
  if (direction !== undefined && directions.length === 1) return direction
  return singleObjectiveOnly(sampler)
}

/** @throws SearchError 'single-objective-only', naming what takes several objectives */
export function singleObjectiveOnly(sampler: string): never {
  throw new SearchError(
    'single-objective-only',
    `${sampler} works on one objective. Choose auto, gp, tpe or nsga2 for several.`,
  )
}
