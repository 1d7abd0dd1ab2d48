import type { TrialRow } from '../../../preload/contract/types.ts'
import type { PlotTable } from '../frame/plot-table.ts'

/** Share of complete trials with at most this score, in steps; by score, ascending. */
export interface Distribution {
  readonly name: string
  readonly trials: number
  readonly steps: readonly (readonly [score: number, share: number])[]
}

/** Most steps that are drawn; the ends are always among them. */
const most = 500

/** The empirical distribution function of the scores of complete trials that pass. O(n log n). */
export function distributionOf(
  name: string,
  rows: readonly TrialRow[],
  passes: (row: TrialRow) => boolean,
): Distribution {
  const scores = rows
    .flatMap((row) => (row.state === 'complete' && row.value !== undefined && passes(row) ? [row.value] : []))
    .sort((a, b) => a - b)
  const stride = Math.max(1, Math.ceil(scores.length / most))
  const steps = scores.flatMap((score, at): [number, number][] => {
    const isLast = at === scores.length - 1
    // Equal scores are one step, at the share of all of them.
    if (!isLast && scores[at + 1] === score) return []
    return at % stride === 0 || isLast || at < stride ? [[score, (at + 1) / scores.length]] : []
  })
  return { name, trials: scores.length, steps }
}

export function distributionTable(distributions: readonly Distribution[]): PlotTable {
  return {
    columns: ['of', 'score', 'share of trials at or below'],
    rows: distributions.flatMap(({ name, steps }) => steps.map(([score, share]) => [name, score, share])),
  }
}
