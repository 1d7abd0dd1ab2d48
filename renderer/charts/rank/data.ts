import type { Objective, TrialRow } from '../../../preload/contract/types.ts'

/** By trial number: its rank among complete trials, 0 the worst to 1 the best; NaN without one. Ties share the middle. */
export function ranksOf(rows: readonly TrialRow[], objective: Objective): Float32Array {
  const scored = rows.filter((row) => row.state === 'complete' && row.value !== undefined)
  const sign = objective.direction === 'maximise' ? 1 : -1
  const sorted = scored.toSorted((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)))
  const ranks = new Float32Array(Math.max(0, ...[(rows.at(-1)?.number ?? -1) + 1])).fill(Number.NaN)
  for (let from = 0; from < sorted.length;) {
    let to = from
    while (to + 1 < sorted.length && sorted[to + 1]?.value === sorted[from]?.value) to += 1
    const rank = sorted.length < 2 ? 1 : (from + to) / 2 / (sorted.length - 1)
    for (let at = from; at <= to; at += 1) ranks[sorted[at]?.number ?? 0] = rank
    from = to + 1
  }
  return ranks
}
