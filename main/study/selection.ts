import type { StudyState } from './state.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

/** Negative when `a` is the better objective value. */
export function compareValues(direction: 'minimise' | 'maximise', a: number, b: number): number {
  return direction === 'minimise' ? a - b : b - a
}

const rankings = new WeakMap<StudyState, { completed: number; trials: readonly Trial[] }>()

/**
 * Complete trials, best first by the objective that the search saw; ties by number. O(n log n) after a trial has
 * completed, O(1) until the next one does.
 */
export function ranking(state: StudyState): readonly Trial[] {
  const known = rankings.get(state)
  if (known?.completed === state.completed) return known.trials
  const { direction } = state.definition.objective
  const trials = state.trials
    .filter((trial) => trial.state === 'complete')
    .sort((a, b) => compareValues(direction, a.values![0]!, b.values![0]!) || a.number - b.number)
  rankings.set(state, { completed: state.completed, trials })
  return trials
}

/** The best complete trial by the objective that the search saw: optimistic, the more so the more trials there are. */
export function bestTrial(state: StudyState): Trial | undefined {
  return ranking(state)[0]
}

/** Trials whose networks stay on disk, the most wanted first: the chosen one, the best, the default, the finalists. */
export function modelsToKeep(state: StudyState): number[] {
  const { keepModels } = state.definition
  if (keepModels === 0) return []
  const best = ranking(state).slice(0, keepModels)
  const keep = new Set(state.chosen === undefined ? [] : [state.chosen])
  for (const trial of best) keep.add(trial.number)
  if (state.trials[0]?.state === 'complete') keep.add(0)
  for (const finalist of state.finalists) keep.add(finalist)
  return [...keep]
}

/** Whether the network of a trial that scores `value` would be kept: trial 0 always, others among the best. */
export function wouldKeep(state: StudyState, trial: number, value: number): boolean {
  const { keepModels, objective } = state.definition
  if (keepModels === 0) return false
  const worst = ranking(state)[keepModels - 1]
  return trial === 0 || !worst || compareValues(objective.direction, value, worst.values![0]!) <= 0
}

/** Seconds that a trial's first search run trained; undefined before it has finished. */
export function trainingSeconds(trial: Trial): number | undefined {
  return findRun(trial, 'search/0')?.result?.seconds
}
