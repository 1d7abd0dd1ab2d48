import { randomStream } from '../random/stream.ts'
import type { Sampler, SearchProblem } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf, type Layout } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import { memoryModelOf } from './memory-model.ts'

/** A trial that is likelier than this to fail for want of memory is not worth its time. */
const TOO_LIKELY = 0.25

/** Other draws that are looked at before a sampler's word is taken. */
const PATIENCE = 24

/** Whether the configuration at a canonical point probably fits into memory; undefined where nothing speaks against any. */
export function fitsOf(
  problem: SearchProblem,
  layout: Layout,
  history: readonly SearchTrial[],
): ((point: Float64Array) => boolean) | undefined {
  const model = memoryModelOf(problem, layout, history)
  if (!model) return undefined
  const active = new Uint8Array(layout.axes.length)
  return (point) => {
    layout.canonicalise(point, active)
    return model.chance(point, active) <= TOO_LIKELY
  }
}

/**
 * A sampler that does not suggest what will probably fail for want of memory: it is asked again, as if with another seed,
 * until something fits. If nothing does, it is taken at its word: the machine decides.
 */
export function withinMemory(sampler: Sampler): Sampler {
  return {
    name: sampler.name,
    suggest(problem, history, ask) {
      const first = sampler.suggest(problem, history, ask)
      if (first.kind === 'exhausted') return first
      const layout = layoutOf(compileSpace(problem.space))
      const fits = fitsOf(problem, layout, history)
      if (!fits || fits(layout.point(first.configuration))) return first
      const random = randomStream(ask.seed, ask.number, 'within memory')
      for (let attempt = 0; attempt < PATIENCE; attempt++) {
        const other = sampler.suggest(problem, history, { ...ask, seed: random.integer(2 ** 31) })
        if (other.kind === 'exhausted') break
        if (fits(layout.point(other.configuration)))
          return { ...other, because: `${other.because} Something larger would probably have run out of memory.` }
      }
      return first
    },
  }
}
