import { violationOf, type OutcomeLimit } from './constraints/outcome-limit.ts'
import type { Direction, SearchTrial } from './trial.ts'

/** A trial that says something about its configuration. */
export interface Observation {
  readonly trial: SearchTrial
  /** To be minimised; finite. */
  readonly loss: number
  /** complete: as measured. bound: it is probably at least as bad (pruned). penalty: it has no finite value. */
  readonly kind: 'complete' | 'bound' | 'penalty'
  /** By how much it breaks limits on what was measured (`constraints/outcome-limit.ts`); 0: it keeps them. */
  readonly violation: number
}

/** What a single-objective study has learnt, in the order of trial numbers, and what is still under way. */
export interface Knowledge {
  readonly observations: readonly Observation[]
  readonly pending: readonly SearchTrial[]
}

/**
 * Turns a history into losses to be minimised.
 * Complete trials count with their value. A pruned trial counts with its last value, but as no better than the median of
 * the complete ones, which it was judged against after fewer epochs. Failed trials, NaN and infinities get the worst
 * finite loss plus the spread of the better half: bad, without flattening what is known about the rest.
 * Cancelled trials say nothing; running and queued ones are pending. Losses are what they are, whether limits on other
 * outcomes hold or not.
 */
export function knowledgeOf(
  history: readonly SearchTrial[],
  direction: Direction,
  limits: readonly OutcomeLimit[] = [],
): Knowledge {
  const sign = direction === 'minimise' ? 1 : -1
  const seen = history.map((trial) => {
    const value = trial.values?.[0] ?? (trial.state === 'pruned' ? trial.intermediate.at(-1)?.[1] : undefined)
    return { trial, value: value === undefined || !Number.isFinite(value) ? undefined : clamp(sign * value) }
  })
  const complete = ascending(seen.flatMap(({ trial, value }) => (trial.state === 'complete' ? (value ?? []) : [])))
  const middle = complete[Math.floor((complete.length - 1) / 2)] ?? Number.NEGATIVE_INFINITY
  const losses = seen.map(({ trial, value }) =>
    value === undefined ? undefined : trial.state === 'pruned' ? Math.max(value, middle) : value,
  )
  const finite = ascending(losses.flatMap((loss, index) => (tells(seen[index]?.trial) ? (loss ?? []) : [])))
  const worst = finite.at(-1) ?? 0
  const penalty = clamp(worst + spreadOfBetterHalf(finite))
  const observations: Observation[] = []
  const pending: SearchTrial[] = []
  for (const [index, { trial }] of seen.entries()) {
    if (trial.state === 'running' || trial.state === 'queued') pending.push(trial)
    if (!tells(trial)) continue
    const loss = losses[index]
    const violation = violationOf(limits, trial)
    if (trial.state === 'failed' || loss === undefined)
      observations.push({ trial, loss: penalty, kind: 'penalty', violation })
    else observations.push({ trial, loss, kind: trial.state === 'pruned' ? 'bound' : 'complete', violation })
  }
  return { observations, pending }
}

function tells(trial: SearchTrial | undefined): boolean {
  return trial?.state === 'complete' || trial?.state === 'pruned' || trial?.state === 'failed'
}

/** Beyond this, squares overflow. */
function clamp(value: number): number {
  return Math.min(1e150, Math.max(-1e150, value))
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

function spreadOfBetterHalf(sorted: readonly number[]): number {
  const half = sorted.slice(0, Math.ceil(sorted.length / 2))
  const mean = half.reduce((sum, value) => sum + value / half.length, 0)
  const spread = Math.sqrt(half.reduce((sum, value) => sum + (value - mean) ** 2 / half.length, 0))
  return spread > 0 ? spread : Math.max(1e-3 * Math.abs(sorted.at(-1) ?? 0), 1e-9)
}
