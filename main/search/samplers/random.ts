import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { coordinates, decode } from '../space/unit-cube.ts'
import { drawUnseen } from './draw-unseen.ts'
import { seenKeys } from './seen.ts'

/**
 * Independent uniform draws, each parameter on its scale: the control that other samplers are measured against.
 * Never repeats a configuration of a finite space, and ends when all have a trial.
 */
export function randomSampler(): Sampler {
  return {
    name: 'random',
    suggest({ space }, history, { seed, number }) {
      const compiled = compileSpace(space)
      const random = randomStream(seed, number, 'random')
      const dimensions = coordinates(compiled).length
      return drawUnseen(
        compiled,
        seenKeys(compiled, history),
        random,
        () => decode(compiled, Float64Array.from({ length: dimensions }, random.uniform)),
        'Drawn at random.',
      )
    },
  }
}
