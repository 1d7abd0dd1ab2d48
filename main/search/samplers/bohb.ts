import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import { atHighestFidelity } from './at-fidelity.ts'
import { gaussianProcessSampler } from './gaussian-process.ts'
import { randomSampler } from './random.ts'
import { oneDirection } from './one-direction.ts'
import { tpeSampler } from './tpe.ts'

export interface BohbOptions {
  readonly model: 'tpe' | 'gp'
  /** Share of suggestions that are random, whatever is known. */
  readonly randomShare: number
}

/**
 * BOHB, for use with the pruner hyperband: brackets start with configurations from a model, which is fitted to the trials at
 * the highest fidelity that enough of them have reached, parameters + 3; before that, and for a third of the suggestions,
 * which keeps Hyperband's guarantee, configurations are random.
 *
 * @see Falkner et al. 2018, arXiv 1807.01774, section 3 and algorithm 2. There: a kernel density pair with the good 15 %,
 *      64 candidates and kernels three times as wide. Here: this library's TPE, or its Gaussian process.
 */
export function bohbSampler(options: Partial<BohbOptions> = {}): Sampler {
  const { model = 'tpe', randomShare = 1 / 3 } = options
  const random = randomSampler()
  const modelled = model === 'gp' ? gaussianProcessSampler({ startupTrials: 0 }) : tpeSampler({ startupTrials: 0 })
  return {
    name: 'bohb',
    suggest(problem, history, ask) {
      const direction = oneDirection(problem.directions, 'BOHB')
      const enough = layoutOf(compileSpace(problem.space)).axes.length + 3
      const known = atHighestFidelity(history, direction, enough)
      if (!known || randomStream(ask.seed, ask.number, 'bohb').uniform() < randomShare) {
        const suggestion = random.suggest(problem, history, ask)
        if (suggestion.kind === 'exhausted' || !known) return suggestion
        return { ...suggestion, because: 'Drawn at random, as a third of all: the model may be wrong.' }
      }
      const suggestion = modelled.suggest(problem, known.history, ask)
      if (suggestion.kind === 'exhausted') return suggestion
      const where = known.resource === undefined ? 'at the end of their training' : `after ${known.resource}`
      return { ...suggestion, because: `${suggestion.because} The model is of trials ${where}.` }
    },
  }
}
