import type { Random } from '../random/stream.ts'
import type { Ask, Suggestion } from '../sampler.ts'
import type { BeliefDensity } from '../belief/density.ts'
import type { Layout } from '../space/layout.ts'
import { drawUnseen } from './draw-unseen.ts'
import { believedPoint, sobolPoint } from './sobol.ts'

/**
 * A point of the scrambled Sobol sequence of a study, as samplers start with before they have learnt anything.
 *
 * @param belief every other point follows it
 * @param because a sentence on why nothing better is known
 */
export function evenlySpread(
  layout: Layout,
  seen: ReadonlySet<string>,
  { seed, number }: Ask,
  random: Random,
  because: string,
  belief?: BeliefDensity,
): Suggestion {
  return drawUnseen(
    layout.compiled,
    seen,
    random,
    (attempt) => {
      const point = sobolPoint(seed, number, attempt, layout.axes.length, random.uniform)
      return layout.configuration(believedPoint(belief, number, point))
    },
    because,
  )
}
