import { scrambledHalton } from '../random/halton.ts'
import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { coordinates, decode } from '../space/unit-cube.ts'
import { drawUnseen } from './draw-unseen.ts'
import { seenKeys } from './seen.ts'

/** Coordinates up to which the sequence is used; the permutations of larger bases cost more than they even out. */
const haltonDimensions = 100

/**
 * A Halton sequence with permuted digits: covers the space evenly at any number of trials, where Sobol's is best at powers
 * of two. Trial n gets point n. A point that breaks a relation or repeats a trial is replaced by the same point under other
 * permutations. Coordinates past the hundredth are drawn at random.
 */
export function haltonSampler(): Sampler {
  return {
    name: 'halton',
    suggest({ space }, history, { seed, number }) {
      const compiled = compileSpace(space)
      const random = randomStream(seed, number, 'halton')
      const dimensions = coordinates(compiled).length
      return drawUnseen(
        compiled,
        seenKeys(compiled, history),
        random,
        (attempt) => {
          const scrambling = attempt === 0 ? seed : randomStream(seed, attempt, 'halton scrambling').bits()
          const point = scrambledHalton(number, Math.min(dimensions, haltonDimensions), scrambling)
          return decode(
            compiled,
            Float64Array.from({ length: dimensions }, (_, axis) => point[axis] ?? random.uniform()),
          )
        },
        `Point ${number} of a scrambled Halton sequence.`,
      )
    },
  }
}
