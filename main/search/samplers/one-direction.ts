import { SearchError } from '../search-error.ts'
import type { Direction } from '../trial.ts'

/** The direction of a study with one objective. @throws SearchError 'single-objective-only' naming what takes several */
export function oneDirection(directions: readonly Direction[], sampler: string): Direction {
  const [direction] = directions
  if (direction !== undefined && directions.length === 1) return direction
  throw new SearchError(
    'single-objective-only',
    `${sampler} works on one objective. Choose gp, tpe or nsga2 for several.`,
  )
}
