import { beliefOf } from '../belief/density.ts'
import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import { drawUnseen } from './draw-unseen.ts'
import { seenKeys } from './seen.ts'
import { believedPoint } from './sobol.ts'

/**
 * Independent uniform draws, each parameter on its scale: the control that other samplers are measured against.
 * Where the user believes something of the best values, every other draw is from that.
 * Never repeats a configuration of a finite space, and ends when all have a trial.
 */
export function randomSampler(): Sampler {
  return {
    name: 'random',
    suggest({ space }, history, { seed, number }) {
      const compiled = compileSpace(space)
      const random = randomStream(seed, number, 'random')
      const layout = layoutOf(compiled)
      const belief = beliefOf(layout)
      return drawUnseen(
        compiled,
        seenKeys(compiled, history),
        random,
        () => layout.configuration(believedPoint(belief, number, Float64Array.from(layout.axes, random.uniform))),
        'Drawn at random.',
      )
    },
  }
}
