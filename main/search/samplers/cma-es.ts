import { drawChoice, equalChoices, updateChoices, type Choices } from '../cma/choices.ts'
import {
  defaultLambda,
  deviationsOf,
  finishedBecause,
  startCma,
  stepOf,
  updateCma,
  type CmaState,
} from '../cma/strategy.ts'
import { normalQuantile } from '../numerics/normal.ts'
import { rankingLoss } from '../evolution/ranking.ts'
import { knowledgeOf } from '../observations.ts'
import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf, type Layout } from '../space/layout.ts'
import type { SearchSpace } from '../space/types.ts'
import type { SearchTrial } from '../trial.ts'
import { drawUnseen } from './draw-unseen.ts'
import { Parentage } from './explained.ts'
import { oneDirection } from './one-direction.ts'
import { seenKeys } from './seen.ts'

export interface CmaEsOptions {
  /** Initial standard deviation, as a share of each range. */
  readonly sigma: number
  /** Trials of a generation; 0: 4 + 3 ln(axes). */
  readonly population: number
}

/** Learning rate of choices. */
const CHOICE_RATE = 0.2

interface Told {
  readonly trial: SearchTrial
  readonly loss: number
}

/**
 * Saves a long study from replaying every generation at every ask. Give the same one to the sampler of one study; results
 * are the same with and without. Recalls a generation only after exactly the same trials, object by object.
 */
export class CmaMemo {
  private space: SearchSpace | undefined
  private seed = 0
  private readonly generations = new Map<number, { readonly told: readonly Told[]; readonly after: Distribution }>()

  recall(space: SearchSpace, seed: number, from: number, told: readonly Told[]): Distribution | undefined {
    const kept = space === this.space && seed === this.seed ? this.generations.get(from) : undefined
    const same = kept?.told.every(({ trial, loss }, i) => trial === told[i]?.trial && loss === told[i].loss)
    if (kept && same === true && kept.told.length === told.length) return kept.after
    // What came after another generation is void.
    for (const later of [...this.generations.keys()]) if (later >= from) this.generations.delete(later)
    return undefined
  }

  keep(space: SearchSpace, seed: number, from: number, told: readonly Told[], after: Distribution): void {
    if (space !== this.space || seed !== this.seed) this.generations.clear()
    this.space = space
    this.seed = seed
    this.generations.set(from, { told, after })
  }
}

/** The whole search distribution: numbers and choices. */
interface Distribution {
  readonly cma: CmaState
  readonly choices: readonly Choices[]
  readonly restarts: number
}

/**
 * CMA-ES over the numeric axes in the unit cube, with a margin for whole numbers and steps, and a distribution of its own
 * for every choice.
 *
 * A generation is the next `population` trials in the order of their numbers, of whatever origin (enqueued ones are
 * injected); trials asked for before their predecessors' generation is complete come from the distribution before it, so
 * parallel workers never wait. The state is derived from the history at each call. Inactive parameters stay where the
 * distribution has them. When a run has converged, another begins with twice the population. O(trials axes^2) a call, or
 * O(axes^3) once in a generation with a memo.
 *
 * @see Hansen, arXiv 1604.00772; Hamano et al. 2022, CMA-ES with margin, arXiv 2205.13482; Auger and Hansen 2005 (IPOP)
 */
export function cmaEsSampler(options: Partial<CmaEsOptions> = {}, memo?: CmaMemo): Sampler {
  const { sigma = 1 / 6, population = 0 } = options
  return {
    name: 'cma',
    suggest({ space, directions, constraints }, history, { seed, number }) {
      const direction = oneDirection(directions, 'CMA-ES')
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const numeric = [...layout.axes.keys()].filter((k) => layout.axes[k]?.kind !== 'categorical')
      const lambda = population > 1 ? population : defaultLambda(Math.max(1, layout.axes.length))
      const { observations } = knowledgeOf(history, direction, constraints)
      const losses = new Map(
        observations.map((observation) => [
          observation.trial.number,
          constraints ? rankingLoss(observation) : observation.loss,
        ]),
      )
      const relevant = history.filter((trial) => trial.state !== 'cancelled')

      let distribution: Distribution = {
        cma: startCma(new Float64Array(Math.max(1, numeric.length)).fill(0.5), sigma, lambda),
        choices: layout.axes.map((axis) => equalChoices(axis.kind === 'categorical' ? axis.count : 1)),
        restarts: 0,
      }
      let teachers: readonly number[] = []
      for (let from = 0; ;) {
        const size = distribution.cma.settings.lambda
        const block = relevant.slice(from, from + size)
        if (block.length < size || block.some((trial) => !losses.has(trial.number))) break
        const told = block.map((trial) => ({ trial, loss: losses.get(trial.number) as number }))
        const known = memo?.recall(space, seed, from, told)
        distribution = known ?? learn(layout, numeric, distribution, told, seed, sigma)
        if (!known) memo?.keep(space, seed, from, told, distribution)
        teachers = [...told]
          .sort((a, b) => a.loss - b.loss || a.trial.number - b.trial.number)
          .slice(0, size >> 1)
          .map(({ trial }) => trial.number)
        from += size
      }
      const random = randomStream(seed, number, 'cma fallback')
      const parentage = new Parentage()
      const suggestion = drawUnseen(
        compiled,
        seenKeys(compiled, history),
        random,
        (attempt) =>
          parentage.from(
            teachers,
            layout.configuration(draw(layout, numeric, distribution, seed, number, attempt).point),
          ),
        `Drawn from generation ${distribution.cma.generation + 1} of CMA-ES.`,
      )
      return parentage.of(suggestion, 'cma')
    },
  }
}

/** A draw for a trial: the canonical point, and where the numeric axes were before rounding. */
function draw(
  layout: Layout,
  numeric: readonly number[],
  { cma, choices }: Distribution,
  seed: number,
  number: number,
  attempt: number,
) {
  const d = cma.mean.length
  const random = randomStream(seed, number, attempt === 0 ? 'cma' : `cma ${attempt}`)
  const point = new Float64Array(layout.axes.length)
  const widened = margins(layout, numeric, cma)
  let raw = new Float64Array(d)
  for (let resample = 0; resample <= 10 * d; resample++) {
    const step = stepOf(cma, Float64Array.from({ length: d }, random.normal))
    raw = Float64Array.from(step, (value, i) => (cma.mean[i] as number) + cma.sigma * value)
    // Draws out of bounds are drawn again, at last clipped by the layout.
    if (raw.every((value) => value >= 0 && value <= 1)) break
  }
  for (const [i, k] of numeric.entries()) {
    const centre = cma.mean[i] as number
    point[k] = centre + (widened[i] as number) * ((raw[i] as number) - centre)
  }
  for (const [k, axis] of layout.axes.entries())
    if (axis.kind === 'categorical') point[k] = axis.centre(drawChoice(choices[k] as Choices, random.uniform()))
  layout.canonicalise(point, new Uint8Array(layout.axes.length))
  return { point, raw: raw.map((value) => Math.min(1, Math.max(0, value))) }
}

/**
 * Factors on the deviations of discrete axes, so that the chance to leave the cell of the mean by its nearer edge stays at
 * least 1 / (population * axes); 1 for continuous ones.
 */
function margins(layout: Layout, numeric: readonly number[], cma: CmaState): Float64Array {
  const deviations = deviationsOf(cma)
  const reach = -normalQuantile(Math.min(0.4, 1 / (cma.settings.lambda * Math.max(1, numeric.length))))
  return Float64Array.from(cma.mean, (mean, i) => {
    const axis = layout.axes[numeric[i] ?? -1]
    if (!axis || axis.kind === 'continuous') return 1
    const [low, high] = axis.edges(axis.index(mean))
    const distances = [low > 1e-12 ? mean - low : Infinity, high < 1 - 1e-12 ? high - mean : Infinity]
    const least = Math.max(0, Math.min(...distances)) / reach
    const deviation = deviations[i] as number
    return least > deviation && Number.isFinite(least) ? least / deviation : 1
  })
}

function learn(
  layout: Layout,
  numeric: readonly number[],
  distribution: Distribution,
  block: readonly Told[],
  seed: number,
  initialSigma: number,
): Distribution {
  const { cma, choices, restarts } = distribution
  const ranked = [...block].sort((a, b) => a.loss - b.loss || a.trial.number - b.trial.number)
  const active = new Uint8Array(layout.axes.length)
  const points: Float64Array[] = []
  const chosen: number[][] = layout.axes.map(() => [])
  for (const { trial } of ranked) {
    const point = layout.point(trial.configuration)
    layout.canonicalise(point, active)
    const own = draw(layout, numeric, distribution, seed, trial.number, 0)
    const isOwn = own.point.every((value, k) => value === point[k])
    // An own draw counts where it was before rounding; what was inactive in another's is not known.
    points.push(
      Float64Array.from(cma.mean, (mean, i) => {
        const k = numeric[i] ?? -1
        return isOwn ? (own.raw[i] as number) : active[k] === 1 ? (point[k] as number) : mean
      }),
    )
    for (const [k, axis] of layout.axes.entries())
      if (axis.kind === 'categorical' && active[k] === 1) (chosen[k] as number[]).push(axis.index(point[k] as number))
  }
  const next = updateCma(cma, points, ranked[0]?.loss ?? 0)
  const margin = 1 / (cma.settings.lambda * Math.max(1, layout.axes.length))
  const moved = choices.map((probabilities, k) => {
    const picks = chosen[k] as number[]
    if (picks.length === 0) return probabilities
    return updateChoices(probabilities, picks, renormalised(cma.settings.weights, picks.length), CHOICE_RATE, margin)
  })
  if (numeric.length === 0 || finishedBecause(next, initialSigma) === undefined)
    return { cma: next, choices: moved, restarts }
  const random = randomStream(seed, restarts, 'cma restart')
  return {
    cma: startCma(Float64Array.from(next.mean, random.uniform), initialSigma, 2 * cma.settings.lambda),
    choices: choices.map((probabilities) => equalChoices(probabilities.length)),
    restarts: restarts + 1,
  }
}

/** The positive weights of the first ranks, summing to 1 again where an axis was not active in every trial. */
function renormalised(weights: Float64Array, count: number): Float64Array {
  const part = weights.slice(0, count).map((weight) => Math.max(0, weight))
  const sum = part.reduce((total, weight) => total + weight, 0)
  return part.map((weight) => (sum > 0 ? weight / sum : 1 / count))
}
