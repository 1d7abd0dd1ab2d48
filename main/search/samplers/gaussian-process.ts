import { beliefOf } from '../belief/density.ts'
import { beliefWeight } from '../belief/weight.ts'
import { priceOf, startupWithin } from '../cost/price.ts'
import { fitsOf } from '../cost/within-memory.ts'
import { acquire } from '../gaussian-process/acquire.ts'
import { featureMapOf, type FeatureMap } from '../gaussian-process/features.ts'
import { priorOf } from '../gaussian-process/hyperparameters.ts'
import { vectorsOf } from '../gaussian-process/model.ts'
import { aimOfOne } from '../gaussian-process/one-objective.ts'
import type { OutputTransform } from '../gaussian-process/output-transform.ts'
import { aimOf, type Aim } from '../gaussian-process/several-objectives.ts'
import { knowledgeOf } from '../observations.ts'
import { frontsOf } from '../pareto/dominance.ts'
import { outcomesOf, type Outcomes } from '../pareto/outcomes.ts'
import { randomStream, type Random } from '../random/stream.ts'
import type { Sampler, SearchProblem } from '../sampler.ts'
import { compileSpace, relationsHold } from '../space/compiled.ts'
import { configurationKey } from '../space/configuration.ts'
import { layoutOf, type Layout } from '../space/layout.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { JUDGED_FROM } from '../transfer/similarity.ts'
import { evenlySpread } from './evenly-spread.ts'
import { modelled } from './modelled.ts'
import { seenKeys } from './seen.ts'

export interface GaussianProcessOptions {
  /** Points of a Sobol sequence before the first model. */
  readonly startupTrials: number
  /** The same configuration always gives the same value: no noise is modelled. */
  readonly deterministic: boolean
}

/** Most points that a model is built on. */
const MODEL_SIZE = 240

/** Candidates drawn; half as many for models of over 150 points, where each costs more and the local search counts most. */
const DRAWS = 1024

const PRICED = 'Quick configurations come first, as the time is limited.'

/**
 * Bayesian optimisation with a Gaussian process that knows about conditional parameters.
 *
 * Matern 5/2 over the features of `gaussian-process/features.ts`, hyperparameters at the maximum of their posterior density,
 * log expected improvement maximised over the mixed space. Asks take turns: with losses as they are or bent towards a normal
 * distribution, and with single effects beside the joint one or without. Each alone gets stuck where another does not. Running trials count as
 * if they had come out as predicted (kriging believer). Failed ones count as bad, pruned ones as no better than the median.
 * Two asks in three leave the valleys that have been searched to their bottom (`gaussian-process/valleys.ts`). Limits on other
 * outcomes are kept with the chance that models of these give (`gaussian-process/limits.ts`).
 *
 * Where the user believes something of the best values, every other point of the start, and of the uniform candidates, is
 * drawn from it, and its density counts beside the acquisition, less with every result.
 *
 * Where the search ends by time, improvement counts per second, ever less, and what would not end in time hardly at all
 * (`cost/price.ts`).
 *
 * Trials of earlier studies are observations of the same process, of another task (`transfer/`): with values by rank, and a
 * lengthscale that says how alike the studies are.
 *
 * A pure function of its arguments; nothing is kept between calls. About 0.1 s at 100 trials in ten dimensions.
 *
 * @see Ament et al. 2023 (log expected improvement); Ginsbourger et al. 2010 (kriging believer);
 *      Hvarfner et al. 2022 (beliefs); Swersky, Snoek, Adams 2013 (multi-task Bayesian optimisation)
 */
export function gaussianProcessSampler(options: Partial<GaussianProcessOptions> = {}): Sampler {
  const { startupTrials = 10, deterministic = false } = options
  return {
    name: 'gp',
    suggest(problem, history, ask) {
      const { space, directions, sources = [] } = problem
      const { seed, number } = ask
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const seen = seenKeys(compiled, history)
      const random = randomStream(seed, number, 'gp')
      const belief = beliefOf(layout)
      const spread = () =>
        evenlySpread(
          layout,
          seen,
          { seed, number },
          random,
          `Point ${number} of a scrambled Sobol sequence, before the first model.`,
          belief,
        )
      // With earlier studies a model knows enough as soon as they can be told from harmful ones.
      const usual = sources.length > 0 ? Math.min(startupTrials, JUDGED_FROM) : startupTrials
      const startup = startupWithin(usual, history, ask)
      if (layout.axes.length === 0 || history.length < startup) return spread()
      const [direction] = directions
      const aim =
        direction !== undefined && directions.length === 1
          ? forOne(layout, history, direction, number, deterministic, problem)
          : forSeveral(layout, history, problem, number, deterministic, random)
      if (!aim) return spread()
      const price = priceOf(layout, history, ask)
      const fits = fitsOf(problem, layout, history)
      const candidates = acquire(
        {
          features: featureMapOf(layout),
          ...aim,
          layout,
          belief: belief && { density: belief, weight: beliefWeight(aim.results, startup) },
          price,
          allowed: (point) =>
            !(aim.avoids?.(point) ?? false) &&
            (compiled.relations.length === 0 || relationsHold(compiled, layout.configuration(point))) &&
            (fits?.(point) ?? true),
        },
        random,
      )
      for (const { point } of candidates) {
        const configuration = layout.configuration(point)
        if (seen.has(configurationKey(compiled, configuration))) continue
        const reasons = aim.reasons(vectorsOf(layout, aim.features ?? featureMapOf(layout), [point]))
        return {
          kind: 'configuration',
          configuration,
          because: price ? `${aim.because} ${PRICED}` : aim.because,
          explanation: { sampler: 'gp', ...reasons },
        }
      }
      return spread()
    },
  }
}

interface SearchAim extends Aim {
  readonly draws: number
  /** Trials that said something. */
  readonly results: number
  /** Where they are not the layout's alone. */
  readonly features?: FeatureMap
  /** Whether not to look at a canonical point. */
  avoids?(point: Float64Array): boolean
  readonly because: string
}

/** Asks take turns. */
function turn(layout: Layout, number: number, deterministic: boolean) {
  const transform: OutputTransform = number % 2 === 0 ? 'standardise' : 'yeo-johnson'
  return { transform, prior: priorOf(layout, deterministic, Math.floor(number / 2) % 2 === 0 ? 'single' : 'joint') }
}

const drawsFor = (models: number): number => (models > 150 ? DRAWS / 2 : DRAWS)

/** Undefined while too little is known. */
function forOne(
  layout: Layout,
  history: readonly SearchTrial[],
  direction: Direction,
  number: number,
  deterministic: boolean,
  { sources = [], constraints: limits = [] }: SearchProblem,
): SearchAim | undefined {
  const knowledge = knowledgeOf(history, direction, limits)
  const aim = aimOfOne({
    layout,
    knowledge,
    direction,
    ...turn(layout, number, deterministic),
    deterministic,
    sources,
    limits,
    most: MODEL_SIZE,
    bend: number % 4 === 3,
    elsewhere: number % 3 !== 0,
  })
  return aim && { ...aim, draws: drawsFor(aim.models), results: knowledge.observations.length }
}

/** Undefined while too little is known. */
function forSeveral(
  layout: Layout,
  history: readonly SearchTrial[],
  { directions, constraints: limits = [] }: SearchProblem,
  number: number,
  deterministic: boolean,
  random: Random,
): SearchAim | undefined {
  const all = outcomesOf(history, directions)
  if (all.outcomes.length < 2) return undefined
  const known = mostTelling(layout, all)
  const aim = aimOf(
    { layout, features: featureMapOf(layout), known, directions, limits, ...turn(layout, number, deterministic) },
    random,
  )
  const because =
    directions.length === 2
      ? 'Expected to push the front of both objectives most, by Gaussian processes.'
      : 'Expected to improve most on a weighing of the objectives drawn for this trial, by a Gaussian process.'
  const results = all.outcomes.length + all.failures.length
  return { ...aim, draws: drawsFor(known.outcomes.length), results, because }
}

/** As many trials as models can be built on: of each kind some of the best fronts, the newest, and far ones. */
function mostTelling(layout: Layout, { outcomes, failures, pending }: Outcomes): Outcomes {
  const pick = <T>(items: readonly T[], trial: (item: T) => SearchTrial, ranks: readonly number[]): T[] =>
    modelled(
      items.map((item) => layout.point(trial(item).configuration)),
      ranks,
      MODEL_SIZE,
    ).map((index) => items[index] as T)
  const fronts = frontsOf(outcomes.map(({ losses }) => losses))
  return {
    outcomes: pick(outcomes, ({ trial }) => trial, fronts),
    failures: pick(
      failures,
      (trial) => trial,
      failures.map(() => 0),
    ),
    pending,
  }
}
