import { surrogateOf } from '../explain/surrogate.ts'
import { logExpectedImprovement } from '../gaussian-process/log-expected-improvement.ts'
import { knowledgeOf } from '../observations.ts'
import { probePoint } from '../random/sobol.ts'
import { relationsHold } from '../space/compiled.ts'
import type { SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { shown, type StoppingAdvice } from './advice.ts'

const leastTrials = 20
const probes = 512
/** Around each of the best so many, at each of these distances along every axis. */
const leaders = 5
const reaches = [0.2, 0.05, 0.01]
const nearProbes = 64

/** An improvement that is a smaller part than this of what trainings scatter by is not worth a trial. */
const share = 0.1

/**
 * What one more trial may be expected to gain at most, by a Gaussian process on all results: the largest expected
 * improvement over a Sobol set of the whole space and denser ones around the best trials. Once it is below a tenth of the
 * noise between trainings, a gain would go unnoticed.
 *
 * @param noise standard deviation of a score between trainings of one configuration; the model's own where it is not known
 * @returns undefined with fewer than twenty complete trials, or nothing to vary
 * @see Nguyen et al. 2017, "Regret for expected improvement over the best-observed value and stopping condition", ACML
 */
export function expectedImprovement(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
  noise?: number,
): StoppingAdvice | undefined {
  const complete = knowledgeOf(history, direction).observations.filter(({ kind }) => kind === 'complete')
  if (complete.length < leastTrials) return undefined
  const surrogate = surrogateOf(space, history, direction)
  if (surrogate === undefined) return undefined
  const { layout, predict } = surrogate
  const dimensions = layout.axes.length
  const sign = direction === 'minimise' ? 1 : -1
  const sorted = [...complete].sort((a, b) => a.loss - b.loss).map(({ trial }) => trial.configuration)
  const best = sorted.reduce((least, each) => Math.min(least, sign * predict(each).mean), Number.POSITIVE_INFINITY)
  let highest = Number.NEGATIVE_INFINITY
  const look = (at: (k: number, u: number) => number, index: number): void => {
    const point = probePoint(index, dimensions, 31).map((u, k) => Math.min(1, Math.max(0, at(k, u))))
    const configuration = layout.configuration(point)
    if (!relationsHold(layout.compiled, configuration)) return
    const { mean, deviation } = predict(configuration)
    highest = Math.max(highest, logExpectedImprovement(sign * mean, Math.max(deviation ** 2, 1e-300), best))
  }
  for (let index = 0; index < probes; index++) look((_, u) => u, index)
  for (const leader of sorted.slice(0, leaders)) {
    const centre = layout.point(leader)
    for (const reach of reaches)
      for (let index = 0; index < nearProbes; index++)
        look((k, u) => (centre[k] as number) + reach * (2 * u - 1), index)
  }
  const gain = Math.exp(highest)
  const known = noise ?? surrogate.noise
  return {
    criterion: 'expected-improvement',
    stop: gain < share * known,
    because: `One more trial may be expected to gain ${shown(gain)} at most; trainings of one configuration scatter by ${shown(known)}.`,
  }
}
