import type { Objective } from '../../preload/contract/types.ts'

/** The scores that an axis shows; those beyond its worse end are drawn at the edge, or counted in words. */
export interface ScoreRange {
  readonly low: number
  readonly high: number
  /** Scores beyond the worse end. */
  readonly outside: number
}

/** The range of complete trials' scores where there are enough of them: pruned ones stopped on the way up. */
export function trialsRange(complete: readonly number[], others: readonly number[], objective: Objective): ScoreRange {
  const all = [...complete, ...others]
  if (complete.length < 4) return scoreRange(all, objective)
  const range = scoreRange(complete, objective)
  return { ...range, outside: all.filter((score) => score < range.low || score > range.high).length }
}

/**
 * From the best score to where the worse quarter begins and as far again, so that a few hopeless trials do not squeeze
 * the good ones into a hair. All scores where they are close together anyway.
 */
export function scoreRange(scores: readonly number[], objective: Objective): ScoreRange {
  const finite = scores.filter(Number.isFinite).toSorted((a, b) => a - b)
  const [first, last] = [finite[0], finite.at(-1)]
  if (first === undefined || last === undefined) return { low: 0, high: 1, outside: 0 }
  const maximise = objective.direction === 'maximise'
  const quartile = finite[Math.floor((finite.length - 1) * (maximise ? 0.25 : 0.75))] ?? first
  const span = Math.max(2 * Math.abs((maximise ? last : first) - quartile), 1e-9 * Math.max(1, Math.abs(last)))
  const low = maximise ? Math.max(first, last - span) : first
  const high = maximise ? last : Math.min(last, first + span)
  const margin = high > low ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.01, 0.001)
  return {
    low: low - margin,
    high: high + margin,
    outside: finite.filter((score) => score < low - margin || score > high + margin).length,
  }
}

/** 0 at the worse end, 1 at the better. */
export function goodness(range: ScoreRange, objective: Objective, score: number): number {
  const at = (score - range.low) / (range.high - range.low)
  return Math.min(1, Math.max(0, objective.direction === 'maximise' ? at : 1 - at))
}
