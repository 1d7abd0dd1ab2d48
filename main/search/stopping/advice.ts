import { surrogateOf } from '../explain/surrogate.ts'
import { knowledgeOf } from '../observations.ts'
import { probePoint } from '../random/sobol.ts'
import type { SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** stagnation: no improvement for long; regret-bound and expected-improvement: by a model of the results. */
export type StoppingCriterion = 'stagnation' | 'regret-bound' | 'expected-improvement'

/** Whether going on is worth it, as far as one criterion can tell: advice to a person, who decides. */
export interface StoppingAdvice {
  readonly criterion: StoppingCriterion
  readonly stop: boolean
  /** A sentence with the figures. */
  readonly because: string
}

export const shown = (value: number): string => String(Number(value.toPrecision(3)))

/** No better result for a number of finished trials. @param patience finished trials without improvement */
export function stagnation(history: readonly SearchTrial[], direction: Direction, patience = 30): StoppingAdvice {
  const { observations } = knowledgeOf(history, direction)
  let best = Number.POSITIVE_INFINITY
  let since = 0
  for (const { loss, kind } of observations) {
    since = kind === 'complete' && loss < best ? 0 : since + 1
    if (kind === 'complete') best = Math.min(best, loss)
  }
  return {
    criterion: 'stagnation',
    stop: Number.isFinite(best) && since >= patience,
    because: `${since} finished trials since the best one; ${patience} would be a reason to stop.`,
  }
}

const leastTrials = 20
const probes = 512
const confidence = 0.1

/**
 * A bound on what is still to be gained, from a Gaussian process on the complete trials: the best that is
 * plausible anywhere minus the worst that is plausible of the best so far. Once it is below the noise with which a trial's
 * score is known, further trials cannot tell a better configuration from a luckier one.
 *
 * @param noise standard deviation of a score between trainings of the same configuration, in the objective's unit; the
 *   model's own where it is not known
 * @returns undefined with fewer than twenty complete trials, or nothing to vary
 * @see Makarova et al. 2022, "Automatic termination for hyperparameter optimization", AutoML-Conf, equations 3 and 4. There: of
 *      the better half of the trials, by a model whose level is theirs; here the level is estimated, which takes all of them
 */
export function regretBound(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
  noise?: number,
): StoppingAdvice | undefined {
  const complete = knowledgeOf(history, direction).observations.filter(({ kind }) => kind === 'complete')
  if (complete.length < leastTrials) return undefined
  const surrogate = surrogateOf(
    space,
    complete.map(({ trial }) => trial),
    direction,
  )
  if (surrogate === undefined) return undefined
  const { layout } = surrogate
  const dimensions = layout.axes.length
  const n = complete.length
  const width = Math.sqrt(0.4 * Math.log((dimensions * n * n * Math.PI ** 2) / (6 * confidence)))
  const sign = direction === 'minimise' ? 1 : -1
  let [plausible, certain] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const look = (point: Float64Array, tried: boolean): void => {
    const { mean, deviation } = surrogate.predict(layout.configuration(point))
    plausible = Math.min(plausible, sign * mean - width * deviation)
    if (tried) certain = Math.min(certain, sign * mean + width * deviation)
  }
  for (const { trial } of complete) look(layout.point(trial.configuration), true)
  for (let index = 0; index < probes; index++) look(probePoint(index, dimensions, 29), false)
  const bound = certain - plausible
  const known = noise ?? surrogate.noise
  return {
    criterion: 'regret-bound',
    stop: bound < known,
    because:
      `At most ${shown(bound)} is still to be gained, as far as ${n} trials tell; ` +
      `scores are known to within ${shown(known)}.`,
  }
}
