import type { Losses } from '../search/pareto/dominance.ts'
import { hypervolume } from '../search/pareto/hypervolume.ts'
import { referenceOf } from '../search/pareto/subset.ts'
import { frontHistory, frontOf, lossesOf } from './front.ts'
import { directionsOf } from './objectives.ts'
import type { StudyState } from './state.ts'

/** How much the trials of a study dominate together, by trial. */
export interface HypervolumeHistory {
  /** What is measured up to, a value of each objective: a tenth of their extent worse than the worst of the front and the defaults. */
  readonly reference: readonly number[]
  /** Where it grew: trial number, and the share of the box between the best values and the reference. Ascending. */
  readonly steps: readonly (readonly [trial: number, share: number])[]
}

/** With three objectives a volume takes time: so many are worked out at most. */
const mostSteps = { two: 400, more: 50 } as const

const known = new WeakMap<StudyState, { readonly completed: number; readonly history: HypervolumeHistory }>()

/**
 * The hypervolume so far, in the order of trial numbers, all of it in the box that is known now; undefined before a trial is
 * complete. Worked out anew once a fiftieth more trials have completed, and at the end.
 *
 * @see Zitzler and Thiele 1998, multiobjective optimization using evolutionary algorithms (size of the space covered)
 */
export function hypervolumeOf(state: StudyState): HypervolumeHistory | undefined {
  const before = known.get(state)
  const fresh = before && state.completed - before.completed
  if (before && (fresh === 0 || (state.stage === 'search' && fresh! * 50 < state.completed))) return before.history
  const history = state.completed === 0 ? undefined : workOut(state)
  if (history) known.set(state, { completed: state.completed, history })
  return history
}

function workOut(state: StudyState): HypervolumeHistory {
  const directions = directionsOf(state.definition)
  const front = frontOf(state).map(({ values }) => lossesOf(directions, values!))
  const defaults = state.trials[0]!
  const reference = referenceOf(
    defaults.state === 'complete' ? [...front, lossesOf(directions, defaults.values!)] : front,
  )
  const best = directions.map((_, k) => Math.min(...front.map((losses) => losses[k]!)))
  const inBox = (losses: Losses): Losses => losses.map((loss, k) => (loss - best[k]!) / (reference[k]! - best[k]!))
  const corner = directions.map(() => 1)
  return {
    reference: reference.map((loss, k) => (directions[k] === 'maximise' ? -loss : loss)),
    steps: thinned(frontHistory(state), directions.length === 2 ? mostSteps.two : mostSteps.more).map(
      ({ trial, front: then }) =>
        [
          trial.number,
          hypervolume(
            then.map(({ losses }) => inBox(losses)),
            corner,
          ),
        ] as const,
    ),
  }
}

/** At most `most` of a list, evenly spread, the last one always. */
function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, place) => items[Math.round(((place + 1) * items.length) / most) - 1]!)
}
