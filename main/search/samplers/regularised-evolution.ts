import { mutated } from '../evolution/variation.ts'
import { rankedObservations } from '../evolution/ranking.ts'
import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import { drawUnseen } from './draw-unseen.ts'
import { evenlySpread } from './evenly-spread.ts'
import { Parentage } from './explained.ts'
import { oneDirection } from './one-direction.ts'
import { seenKeys } from './seen.ts'

export interface RegularisedEvolutionOptions {
  /** The youngest so many finished trials are alive. */
  readonly population: number
  /** Of which so many, drawn at random, compete to be the parent. */
  readonly sample: number
}

/**
 * Aging evolution: the best of a random sample of the youngest trials gets a mutated child. The oldest die whatever their
 * score, so that a configuration that was merely lucky does not father the whole study. Made for architectures.
 *
 * @throws SearchError 'single-objective-only' if the study has several
 * @see Real et al. 2019, "Regularized evolution for image classifier architecture search", AAAI, algorithm 1
 */
export function regularisedEvolutionSampler(options: Partial<RegularisedEvolutionOptions> = {}): Sampler {
  const { population = 20, sample = 5 } = options
  return {
    name: 'regularisedEvolution',
    suggest({ space, directions, constraints }, history, { seed, number }) {
      const direction = oneDirection(directions, 'Regularised evolution')
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const random = randomStream(seed, number, 'regularised evolution')
      const seen = seenKeys(compiled, history)
      const ranked = rankedObservations(history, direction, constraints)
      if (history.length < population || ranked.length < 2 || layout.axes.length === 0)
        return evenlySpread(layout, seen, { seed, number }, random, 'Of the first population, evenly spread.')
      const youngest = ranked.map(({ trial }) => trial.number).sort((a, b) => b - a)
      const oldest = youngest[Math.min(population, youngest.length) - 1] as number
      const living = ranked.filter(({ trial }) => trial.number >= oldest)
      const rank = Math.min(...Array.from({ length: sample }, () => random.integer(living.length)))
      const parent = (living[rank] as (typeof living)[number]).trial
      const start = layout.point(parent.configuration)
      const parentage = new Parentage()
      const suggestion = drawUnseen(
        compiled,
        seen,
        random,
        (attempt) => {
          const child = mutated(layout, start, 1 + attempt / 10, random)
          layout.canonicalise(child, new Uint8Array(layout.axes.length))
          return parentage.from([parent.number], layout.configuration(child))
        },
        `Mutation of trial ${parent.number}, the best of ${sample} drawn from the ${living.length} youngest.`,
      )
      return parentage.of(suggestion, 'regularisedEvolution')
    },
  }
}
