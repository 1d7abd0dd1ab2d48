import { dominates } from '../search/pareto/dominance.ts'
import { lossesOf, rankedByFront, thinnedFront } from './front.ts'
import { directionsOf, hasSeveral } from './objectives.ts'
import type { StudyState } from './state.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

/** Negative when `a` is the better objective value. */
export function compareValues(direction: 'minimise' | 'maximise', a: number, b: number): number {
  return direction === 'minimise' ? a - b : b - a
}

const rankings = new WeakMap<StudyState, { completed: number; trials: readonly Trial[] }>()

/**
 * Complete trials, best first by the objective that the search saw; ties by number. With several objectives by front, see
 * `rankedByFront`. O(n log n) after a trial has completed, O(1) until the next one does.
 */
export function ranking(state: StudyState): readonly Trial[] {
  const known = rankings.get(state)
  if (known?.completed === state.completed) return known.trials
  const { direction } = state.definition.objective
  const complete = state.trials.filter((trial) => trial.state === 'complete')
  const trials = hasSeveral(state.definition)
    ? rankedByFront(complete, directionsOf(state.definition))
    : complete.sort((a, b) => compareValues(direction, a.values![0]!, b.values![0]!) || a.number - b.number)
  rankings.set(state, { completed: state.completed, trials })
  return trials
}

/**
 * The best complete trial by the objective that the search saw: optimistic, the more so the more trials there are. With
 * several objectives the best in the first.
 */
export function bestTrial(state: StudyState): Trial | undefined {
  return ranking(state)[0]
}

/** Trials whose networks stay on disk, the most wanted first: the chosen one, the best, the default, the finalists. */
export function modelsToKeep(state: StudyState): number[] {
  const { keepModels } = state.definition
  if (keepModels === 0) return []
  // Of a front those that cover it come before the best in the first objective.
  const cover = hasSeveral(state.definition) ? thinnedFront(state, keepModels) : []
  const best = [...new Set([...cover, ...ranking(state).slice(0, keepModels)])].slice(0, keepModels)
  const keep = new Set(state.chosen === undefined ? [] : [state.chosen])
  for (const trial of best) keep.add(trial.number)
  if (state.trials[0]?.state === 'complete') keep.add(0)
  for (const finalist of state.finalists) keep.add(finalist)
  return [...keep]
}

/** Whether the network of a trial that scores `values` would be kept: trial 0 always, others among the best. */
export function wouldKeep(state: StudyState, trial: number, values: readonly number[]): boolean {
  const { keepModels } = state.definition
  if (keepModels === 0) return false
  const worst = ranking(state)[keepModels - 1]
  if (trial === 0 || !worst) return true
  const directions = directionsOf(state.definition)
  const losses = lossesOf(directions, values)
  const known = lossesOf(directions, worst.values!)
  return directions.length === 1 ? losses[0]! <= known[0]! : !dominates(known, losses)
}

/** Seconds that a trial's first search run trained; undefined before it has finished. */
export function trainingSeconds(trial: Trial): number | undefined {
  return findRun(trial, 'search/0')?.result?.seconds
}
