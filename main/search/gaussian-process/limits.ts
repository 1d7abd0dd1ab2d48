import type { OutcomeLimit } from '../constraints/outcome-limit.ts'
import type { Layout } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import type { Criterion } from './criterion.ts'
import { likelyCriterion, type Wanted } from './feasibility.ts'
import type { FeatureMap } from './features.ts'
import type { Prior } from './hyperparameters.ts'
import { modelOf, vectorsOf } from './model.ts'

export interface LimitedSearch {
  readonly layout: Layout
  readonly features: FeatureMap
  readonly limits: readonly OutcomeLimit[]
  /** Finished trials. */
  readonly trials: readonly SearchTrial[]
  readonly prior: Prior
  /** Whether some trial keeps all limits. */
  readonly feasible: boolean
}

/**
 * A criterion that also wants every limit to be kept: times the chance that each outcome stays on its side, by a process of
 * its own through what trials measured. While no trial has kept all limits, that chance is all that counts.
 *
 * @see Gardner et al. 2014 (ICML), Bayesian optimization with inequality constraints; Gelbart, Snoek, Adams 2014 (UAI),
 *      section 3.2: no expected improvement before there is a feasible point
 */
export function limitedCriterion(criterion: Criterion, problem: LimitedSearch): Criterion {
  const wanted = problem.limits.flatMap((limit, k) => wantedOf(problem, limit, k) ?? [])
  if (wanted.length === 0) return criterion
  const all = wanted.reduce(
    (sum: Criterion | undefined, one) => likelyCriterion(sum, one),
    problem.feasible ? criterion : undefined,
  )
  return all ?? criterion
}

/** Undefined while nothing is known of an outcome, or it does not differ between trials. */
function wantedOf(
  { layout, features, trials, prior }: LimitedSearch,
  limit: OutcomeLimit,
  k: number,
): Wanted | undefined {
  const measured = trials.flatMap(({ configuration, constraints }) => {
    const value = constraints?.[k]
    return value === undefined || Number.isNaN(value) ? [] : [{ value, configuration }]
  })
  if (measured.length < 2) return undefined
  const slack = slackOf(
    measured.map(({ value }) => value),
    limit,
  )
  const mean = slack.reduce((sum, value) => sum + value / slack.length, 0)
  const deviation = Math.sqrt(slack.reduce((sum, value) => sum + (value - mean) ** 2 / slack.length, 0))
  if (!(deviation > 0)) return undefined
  const x = vectorsOf(
    layout,
    features,
    measured.map(({ configuration }) => layout.point(configuration)),
  )
  const y = Float64Array.from(slack, (value) => (value - mean) / deviation)
  const { posterior, theta } = modelOf(layout, features, x, y, prior, [])
  return { posterior, above: -mean / deviation, spread: Math.exp(theta.at(-1) as number) }
}

/** Farthest that a slack may lie from the limit, in multiples of the nearest half: what is infinite would drown the rest. */
const FARTHEST = 10

/**
 * By how much each value keeps a limit; negative where it breaks it. As a logarithm of the ratio where all are positive:
 * times and sizes differ by factors.
 */
function slackOf(values: readonly number[], { relation, bound }: OutcomeLimit): number[] {
  const ratio = bound > 0 && values.every((value) => value > 0)
  const sign = relation === 'atMost' ? 1 : -1
  const raw = values.map((value) => sign * (ratio ? Math.log(bound / value) : bound - value))
  const sizes = raw
    .filter(Number.isFinite)
    .map(Math.abs)
    .sort((a, b) => a - b)
  const most = FARTHEST * Math.max(sizes[sizes.length >> 1] ?? 1, Number.MIN_VALUE)
  return raw.map((value) => Math.max(-most, Math.min(most, value)))
}
