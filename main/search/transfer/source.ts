import type { Configuration } from '../space/types.ts'
import type { Direction } from '../trial.ts'

/** What an earlier study found, as a search on other data or with another space may learn from it. Plain data. */
export interface Source {
  /** As a sentence names it. */
  readonly name: string
  readonly direction: Direction
  /** Complete trials with a finite value; thinned where there are many. */
  readonly trials: readonly SourceTrial[]
}

export interface SourceTrial {
  readonly configuration: Configuration
  /** First objective, in the source's own unit and direction. */
  readonly value: number
}

/** Best first. Ties keep their order. */
export function bestFirst({ direction, trials }: Source): SourceTrial[] {
  const sign = direction === 'minimise' ? 1 : -1
  return [...trials].sort((a, b) => sign * (a.value - b.value))
}

/**
 * At most `most` trials, evenly by rank, the best one included: what is kept has the ranks of all.
 * @returns best first
 */
export function thinned(source: Source, most: number): readonly SourceTrial[] {
  const sorted = bestFirst(source)
  if (sorted.length <= most) return sorted
  return Array.from({ length: most }, (_, i) => sorted[Math.floor((i * sorted.length) / most)] as SourceTrial)
}
