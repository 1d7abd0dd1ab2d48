import { rankedObservations } from '../evolution/ranking.ts'
import { randomStream, type Random } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf, type Layout } from '../space/layout.ts'
import { drawUnseen } from './draw-unseen.ts'
import { evenlySpread } from './evenly-spread.ts'
import { Parentage } from './explained.ts'
import { oneDirection } from './one-direction.ts'
import { seenKeys } from './seen.ts'

export interface DifferentialEvolutionOptions {
  readonly population: number
  /** Chance of each coordinate to be taken from the mutant. */
  readonly crossover: number
}

/** Share of the population that a mutant may be drawn towards. */
const BEST_SHARE = 0.2

/**
 * Differential evolution, one child at a time: trial n belongs to place n mod `population`, which the best of its trials
 * holds. A child starts at the holder of its place, moves towards one of the best and by a scaled difference of two others
 * (current-to-pbest/1), and is crossed with the holder. No generations, so workers never wait. The scale is drawn anew from
 * 0.4 to 0.9 each time (dither); unordered choices, which have no difference, come from one of the four.
 *
 * @throws SearchError 'single-objective-only' if the study has several
 * @see Storn and Price 1997; Zhang and Sanderson 2009 (JADE) for current-to-pbest; Das et al. 2005 for dither
 */
export function differentialEvolutionSampler(options: Partial<DifferentialEvolutionOptions> = {}): Sampler {
  const { population = 15, crossover = 0.7 } = options
  return {
    name: 'de',
    suggest({ space, directions, constraints }, history, { seed, number }) {
      const direction = oneDirection(directions, 'Differential evolution')
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const random = randomStream(seed, number, 'differential evolution')
      const seen = seenKeys(compiled, history)
      const holders = new Map<number, Float64Array>()
      const numbers = new Map<Float64Array, number>()
      for (const { trial } of rankedObservations(history, direction, constraints)) {
        const place = trial.number % population
        if (holders.has(place)) continue
        const point = layout.point(trial.configuration)
        holders.set(place, point)
        numbers.set(point, trial.number)
      }
      const points = [...holders.values()]
      if (history.length < population || points.length < 4 || layout.axes.length === 0)
        return evenlySpread(layout, seen, { seed, number }, random, 'Of the first population, evenly spread.')
      const own = holders.get(number % population) ?? random.pick(points)
      const parentage = new Parentage()
      const suggestion = drawUnseen(
        compiled,
        seen,
        random,
        () => {
          const { child, parents } = childOf(layout, own, points, crossover, random)
          layout.canonicalise(child, new Uint8Array(layout.axes.length))
          return parentage.from(
            parents.map((point) => numbers.get(point) as number),
            layout.configuration(child),
          )
        },
        `Child of place ${number % population}: drawn towards one of the best, and by the difference of two others.`,
      )
      return parentage.of(suggestion, 'de')
    },
  }
}

/** @param points best first, at least 4 */
function childOf(
  layout: Layout,
  own: Float64Array,
  points: readonly Float64Array[],
  crossover: number,
  random: Random,
): { child: Float64Array; parents: readonly Float64Array[] } {
  const best = points[random.integer(Math.max(1, Math.ceil(BEST_SHARE * points.length)))] as Float64Array
  const [first, second] = random.shuffle(points.filter((point) => point !== own)) as [Float64Array, Float64Array]
  const scale = 0.4 + 0.5 * random.uniform()
  const certain = random.integer(layout.axes.length)
  const child = Float64Array.from(own, (u, k) => {
    const taken = random.uniform() < crossover || k === certain
    const source = random.pick([own, best, first, second])
    if (!taken) return u
    if (layout.axes[k]?.kind === 'categorical') return source[k] as number
    return within(u, u + scale * ((best[k] as number) - u) + scale * ((first[k] as number) - (second[k] as number)))
  })
  return { child, parents: [own, best, first, second] }
}

/** Half way to the edge instead of beyond it (Zhang and Sanderson 2009, section 3): the edge itself would collect points. */
const within = (from: number, to: number): number => (to < 0 ? from / 2 : to > 1 ? (1 + from) / 2 : to)
