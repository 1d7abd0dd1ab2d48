import { bestUpTo, lastEpoch } from '../pruners/reports.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** What is known at one fidelity. */
export interface AtFidelity {
  /** Epochs (folds, ...) after which trials are compared; undefined: at their end. */
  readonly resource: number | undefined
  /** Those that have got there as complete trials with their value there; others say nothing, but have been tried. */
  readonly history: readonly SearchTrial[]
}

/**
 * A history as seen at the highest fidelity at which enough trials have a result: at the end if enough have completed,
 * else at the highest rung that enough have reached.
 *
 * @returns undefined where there is no such fidelity
 * @see Falkner et al. 2018, arXiv 1807.01774, algorithm 2: the model is that of the largest budget with enough observations
 */
export function atHighestFidelity(
  history: readonly SearchTrial[],
  direction: Direction,
  enough: number,
): AtFidelity | undefined {
  const rungs = [...new Set(history.flatMap((trial) => (trial.state === 'pruned' ? lastEpoch(trial) : [])))]
  const isKnown = ({ state, values }: SearchTrial): boolean => state === 'complete' && Number.isFinite(values?.[0])
  if (history.filter(isKnown).length >= enough) return { resource: undefined, history: history.map(atTheEnd) }
  for (const rung of rungs.sort((a, b) => b - a)) {
    const seen = history.map((trial) => atRung(trial, rung, direction))
    if (seen.filter(isKnown).length >= enough) return { resource: rung, history: seen }
  }
  return undefined
}

function atTheEnd(trial: SearchTrial): SearchTrial {
  return trial.state === 'pruned' ? silent(trial) : trial
}

function atRung(trial: SearchTrial, rung: number, direction: Direction): SearchTrial {
  const { state } = trial
  if (state === 'failed' || state === 'cancelled' || state === 'queued') return trial
  const value = lastEpoch(trial) >= rung || state === 'complete' ? bestUpTo(trial, rung, direction) : undefined
  if (value === undefined) return state === 'running' ? trial : silent(trial)
  return { ...trial, state: 'complete', values: [value] }
}

/** Cancelled trials say nothing of their configuration but that it has been tried. */
function silent({ number, configuration, intermediate }: SearchTrial): SearchTrial {
  return { number, configuration, intermediate, state: 'cancelled' }
}
