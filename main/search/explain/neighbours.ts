import type { Layout } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'
import type { SearchTrial } from '../trial.ts'

export interface Neighbour {
  readonly trial: number
  /** Root of the mean squared difference of coordinates, 0 to 1; different choices differ by 1. */
  readonly distance: number
}

/**
 * The complete trials whose configurations come nearest to one, nearest first, whatever a model thinks of the axes: each
 * counts with its place in its range, on its scale; of two choices that differ the distance is 1. O(trials axes).
 */
export function nearestTrials(
  layout: Layout,
  configuration: Configuration,
  history: readonly SearchTrial[],
  count = 3,
): Neighbour[] {
  const point = layout.point(configuration)
  return history
    .filter(({ state, values }) => state === 'complete' && Number.isFinite(values?.[0]))
    .map(({ number, configuration: other }) => ({ trial: number, distance: apart(layout, point, layout.point(other)) }))
    .sort((a, b) => a.distance - b.distance || a.trial - b.trial)
    .slice(0, count)
}

function apart({ axes }: Layout, a: Float64Array, b: Float64Array): number {
  let squares = 0
  for (const [k, axis] of axes.entries()) {
    const difference = (a[k] as number) - (b[k] as number)
    squares += axis.kind === 'categorical' ? Number(difference !== 0) : difference * difference
  }
  return Math.sqrt(squares / Math.max(1, axes.length))
}
