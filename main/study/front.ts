import { dominates, frontsOf, type Losses } from '../search/pareto/dominance.ts'
import { bestByDominance } from '../search/pareto/subset.ts'
import type { Direction } from '../search/trial.ts'
import { directionsOf } from './objectives.ts'
import type { StudyState } from './state.ts'
import type { Trial } from './trial.ts'

/** Values as losses, all to be minimised. */
export function lossesOf(directions: readonly Direction[], values: readonly number[]): Losses {
  return values.map((value, k) => (directions[k] === 'maximise' ? -value : value))
}

/**
 * Complete trials by front, those of one front by the first objective, then by number: the first is best in the first
 * objective among those that nothing dominates. With two objectives O(n log n), with more O(n^2).
 */
export function rankedByFront(trials: readonly Trial[], directions: readonly Direction[]): readonly Trial[] {
  const losses = trials.map(({ values }) => lossesOf(directions, values!))
  const fronts = frontsOf(losses)
  return [...trials.keys()]
    .sort((a, b) => fronts[a]! - fronts[b]! || losses[a]![0]! - losses[b]![0]! || trials[a]!.number - trials[b]!.number)
    .map((index) => trials[index]!)
}

/** A trial of a front, with its values as losses. */
interface Member {
  readonly trial: Trial
  readonly losses: Losses
}

/** A trial that joined the front, and the front from then on. */
export interface Joining {
  readonly trial: Trial
  readonly front: readonly Member[]
}

const histories = new WeakMap<StudyState, { readonly completed: number; readonly joinings: readonly Joining[] }>()

/**
 * How the front grew, by trial number; of trials with the same values the earliest joins. Computed once until another trial
 * completes, O(n x front).
 */
export function frontHistory(state: StudyState): readonly Joining[] {
  const known = histories.get(state)
  if (known?.completed === state.completed) return known.joinings
  const directions = directionsOf(state.definition)
  const joinings: Joining[] = []
  let front: readonly Member[] = []
  for (const trial of state.trials) {
    if (trial.state !== 'complete') continue
    const losses = lossesOf(directions, trial.values!)
    if (front.some((other) => dominates(other.losses, losses) || isSame(other.losses, losses))) continue
    front = [...front.filter((other) => !dominates(losses, other.losses)), { trial, losses }]
    joinings.push({ trial, front })
  }
  histories.set(state, { completed: state.completed, joinings })
  return joinings
}

/** Complete trials that none dominates, as the search saw them, best in the first objective first. */
export function frontOf(state: StudyState): readonly Trial[] {
  const { front = [] } = frontHistory(state).at(-1) ?? {}
  return front.toSorted((a, b) => a.losses[0]! - b.losses[0]!).map(({ trial }) => trial)
}

/** Of the front, the `most` trials that together dominate most, by the first objective. @see bestByDominance */
export function thinnedFront(state: StudyState, most: number): readonly Trial[] {
  const front = frontOf(state)
  if (front.length <= most) return front
  const directions = directionsOf(state.definition)
  const losses = front.map(({ values }) => lossesOf(directions, values!))
  return bestByDominance(losses, most).map((place) => front[place]!)
}

const isSame = (a: Losses, b: Losses): boolean => a.every((value, k) => value === b[k])
