import { violationOf, type OutcomeLimit } from '../constraints/outcome-limit.ts'
import { rankedObservations } from '../evolution/ranking.ts'
import { crossed, mutated } from '../evolution/variation.ts'
import { crowding, frontsOf, type Losses } from '../pareto/dominance.ts'
import { randomStream, type Random } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { drawUnseen } from './draw-unseen.ts'
import { evenlySpread } from './evenly-spread.ts'
import { Parentage } from './explained.ts'
import { seenKeys } from './seen.ts'

export interface GeneticOptions {
  /** The best so many trials are the parents; as many Sobol points begin. */
  readonly population: number
  /** Parents that compete for each place; the best wins. */
  readonly tournament: number
  /** Expected number of parameters that mutate. */
  readonly mutation: number
}

/**
 * A steady-state genetic algorithm: every suggestion is the mutated child of two winners of tournaments among the best
 * trials so far. No generations, so workers never wait; the best trial is never lost; no configuration comes twice.
 *
 * With one objective trials rank by loss; with several by dominance, ties by crowding (NSGA-II). Failed trials and those
 * without a finite value rank last and are parents only while there is nothing else. Pruned trials count as in
 * `observations.ts` with one objective, and not at all with several. What breaks a limit ranks behind all that does not, by
 * how much (Deb's rule).
 *
 * A pure function of its arguments. O(trials log trials) with one objective, O(trials^2) with several.
 *
 * @see Deb et al. 2002 (NSGA-II). There: generations of whole populations. Here: one child at a time, as in Durillo et al.
 *      2008 (steady-state NSGA-II).
 */
export function geneticSampler(name: 'ga' | 'nsga2', options: Partial<GeneticOptions> = {}): Sampler {
  const { population = name === 'ga' ? 12 : 50, tournament = 3, mutation = 1 } = options
  return {
    name,
    suggest({ space, directions, constraints = [] }, history, { seed, number }) {
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const seen = seenKeys(compiled, history)
      const random = randomStream(seed, number, name)
      const spread = (because: string) => evenlySpread(layout, seen, { seed, number }, random, because)
      const parents = ranked(history, directions, constraints).slice(0, population)
      if (history.length < population || parents.length < 2 || layout.axes.length === 0)
        return spread('Of the first population, evenly spread.')
      const points = parents.map(({ configuration }) => layout.point(configuration))
      const winner = (): number => tournamentWinner(points.length, tournament, random)
      const parentage = new Parentage()
      const suggestion = drawUnseen(
        compiled,
        seen,
        random,
        (attempt) => {
          const [one, other] = [winner(), winner()]
          const child = crossed(layout, points[one] as Float64Array, points[other] as Float64Array, random)
          // Every repeat or broken relation loosens the next attempt.
          const varied = mutated(layout, child, mutation + attempt / 10, random)
          layout.canonicalise(varied, new Uint8Array(layout.axes.length))
          const numbers = [one, other].map((place) => (parents[place] as SearchTrial).number)
          return parentage.from(numbers, layout.configuration(varied))
        },
        `Child of two of the best ${parents.length} trials.`,
      )
      return parentage.of(suggestion, name)
    },
  }
}

/** The best of some random places; places are in order of rank, so it is the lowest. */
function tournamentWinner(count: number, size: number, random: Random): number {
  let best = count
  for (let k = 0; k < size; k++) best = Math.min(best, random.integer(count))
  return best
}

/** Finished trials, best first. */
function ranked(
  history: readonly SearchTrial[],
  directions: readonly Direction[],
  limits: readonly OutcomeLimit[],
): SearchTrial[] {
  const [direction] = directions
  if (direction !== undefined && directions.length === 1)
    return rankedObservations(history, direction, limits).map(({ trial }) => trial)
  const complete = history.filter((trial) => trial.state === 'complete' && trial.values?.length === directions.length)
  const losses = complete.map((trial): Losses =>
    directions.map((direction, k) => {
      const value = trial.values?.[k] ?? Number.NaN
      if (Number.isNaN(value)) return Number.POSITIVE_INFINITY
      return direction === 'minimise' ? value : -value
    }),
  )
  const violations = complete.map((trial) => violationOf(limits, trial))
  return rankedByDominance(losses, violations).map((index) => complete[index] as SearchTrial)
}

/**
 * Indices by front, within a front the least crowded first; what breaks limits after all that do not, by how much.
 * @see Deb et al. 2002, section VI: constrained domination
 */
export function rankedByDominance(losses: readonly Losses[], violations?: readonly number[]): number[] {
  const broken = (index: number): number => violations?.[index] ?? 0
  const kept = [...losses.keys()].filter((index) => broken(index) === 0)
  const rest = [...losses.keys()].filter((index) => broken(index) > 0)
  return [
    ...byFront(kept.map((index) => losses[index] as Losses)).map((place) => kept[place] as number),
    ...rest.sort((a, b) => broken(a) - broken(b) || a - b),
  ]
}

function byFront(losses: readonly Losses[]): number[] {
  const fronts = frontsOf(losses)
  const room = losses.map(() => 0)
  for (let front = 0; fronts.includes(front); front++) {
    const members = [...losses.keys()].filter((index) => fronts[index] === front)
    const rooms = crowding(members.map((index) => (losses[index] as Losses).map(clipped)))
    for (const [place, index] of members.entries()) room[index] = rooms[place] as number
  }
  return [...losses.keys()].sort((a, b) => {
    const [x, y] = [room[a] as number, room[b] as number]
    return (fronts[a] as number) - (fronts[b] as number) || (x === y ? a - b : y > x ? 1 : -1)
  })
}

function clipped(value: number): number {
  return Math.min(1e150, Math.max(-1e150, value))
}
