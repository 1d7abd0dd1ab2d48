import type { Sampler, SearchProblem } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { countConfigurations } from '../space/count.ts'
import { layoutOf } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import { cmaEsSampler } from './cma-es.ts'
import { gaussianProcessSampler } from './gaussian-process.ts'
import { geneticSampler } from './genetic.ts'
import { gridSampler } from './grid.ts'
import { tpeSampler } from './tpe.ts'

export interface AutoOptions {
  /** The same configuration always gives the same value. */
  readonly deterministic: boolean
}

/** Finite spaces up to this size are tried completely. */
const GRID_UP_TO = 20

/** Trials with a result up to which a Gaussian process is worth its time. */
const GP_UP_TO = 1000

/** Axes beyond which distances say too little for a Gaussian process. */
const GP_AXES = 100

/**
 * Chooses a sampler for what is asked and known, and says which and why with every suggestion. The choice depends on the
 * space, the objectives and the number of results alone, so that a replayed study makes the same choices.
 */
export function autoSampler(options: Partial<AutoOptions> = {}): Sampler {
  const { deterministic = false } = options
  return {
    name: 'auto',
    suggest(problem, history, ask) {
      const { sampler, because } = choose(problem, history, deterministic)
      const suggestion = sampler.suggest(problem, history, ask)
      if (suggestion.kind === 'exhausted') return suggestion
      return {
        ...suggestion,
        because: `${suggestion.because} ${because}`,
        explanation: { sampler: sampler.name, ...suggestion.explanation },
      }
    },
  }
}

function choose(
  { space, directions }: SearchProblem,
  history: readonly SearchTrial[],
  deterministic: boolean,
): { sampler: Sampler; because: string } {
  const { count } = countConfigurations(space, 1000)
  if (count !== null && count <= BigInt(GRID_UP_TO))
    return { sampler: gridSampler(), because: `A grid, since there are only ${count} configurations.` }
  const layout = layoutOf(compileSpace(space))
  const results = history.filter(({ state }) => state === 'complete' || state === 'pruned').length
  if (results <= GP_UP_TO && layout.axes.length <= GP_AXES)
    return {
      sampler: gaussianProcessSampler({ deterministic }),
      because:
        directions.length > 1
          ? `A Gaussian process, which needs the fewest trials, here to widen the front of ${directions.length} objectives.`
          : 'A Gaussian process, which needs the fewest trials.',
    }
  if (directions.length > 1)
    return results > GP_UP_TO
      ? { sampler: geneticSampler('nsga2'), because: `NSGA-II, since there are more than ${GP_UP_TO} results.` }
      : { sampler: tpeSampler(), because: `TPE, since there are ${layout.axes.length} parameters.` }
  const numeric = !layout.conditional && layout.axes.every(({ kind }) => kind === 'continuous')
  if (results > GP_UP_TO && numeric && space.relations.length === 0)
    return { sampler: cmaEsSampler(), because: `CMA-ES, since there are more than ${GP_UP_TO} results, all numeric.` }
  const reason = results > GP_UP_TO ? `more than ${GP_UP_TO} results` : `${layout.axes.length} parameters`
  return { sampler: tpeSampler(), because: `TPE, since there are ${reason}.` }
}
