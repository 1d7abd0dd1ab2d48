import { beliefOf, type BeliefDensity } from '../belief/density.ts'
import { scrambledSobol, sobolDimensions } from '../random/sobol.ts'
import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import { drawUnseen } from './draw-unseen.ts'
import { seenKeys } from './seen.ts'

/**
 * An Owen-scrambled Sobol sequence: covers the space more evenly than random draws. Trial n gets point n, so that trials
 * started in parallel, enqueued or imported do not disturb each other. A point that breaks a relation or repeats a trial is
 * replaced by the same point of another scrambling. Where the user believes something of the best values, every other point
 * is bent towards it. Spaces with more than 360 coordinates: the rest is drawn at random.
 */
export function sobolSampler(): Sampler {
  return {
    name: 'sobol',
    suggest({ space }, history, { seed, number }) {
      const compiled = compileSpace(space)
      const random = randomStream(seed, number, 'sobol')
      const layout = layoutOf(compiled)
      const belief = beliefOf(layout)
      return drawUnseen(
        compiled,
        seenKeys(compiled, history),
        random,
        (attempt) => {
          const point = sobolPoint(seed, number, attempt, layout.axes.length, random.uniform)
          return layout.configuration(believedPoint(belief, number, point))
        },
        `Point ${number} of a scrambled Sobol sequence.`,
      )
    },
  }
}

/**
 * A point of the sequence that belongs to a seed; `attempt` above 0 gives it under another scrambling.
 *
 * @param beyond draws coordinates past the sequence's last one
 */
export function sobolPoint(
  seed: number,
  index: number,
  attempt: number,
  dimensions: number,
  beyond: () => number,
): Float64Array {
  const scrambling = attempt === 0 ? seed : randomStream(seed, attempt, 'sobol scrambling').bits()
  const point = scrambledSobol(index, Math.min(dimensions, sobolDimensions), scrambling)
  if (dimensions <= sobolDimensions) return point
  return Float64Array.from({ length: dimensions }, (_, coordinate) => point[coordinate] ?? beyond())
}

/** Every other point follows what the user believes, so that the space is covered all the same. */
export function believedPoint(belief: BeliefDensity | undefined, number: number, point: Float64Array): Float64Array {
  return belief && number % 2 === 1 ? belief.bend(point) : point
}
