import { violationOf, type OutcomeLimit } from '../constraints/outcome-limit.ts'
import type { Explanation } from '../explanation.ts'
import { frontsOf, type Losses } from '../pareto/dominance.ts'
import type { Outcomes } from '../pareto/outcomes.ts'
import { referenceOf } from '../pareto/subset.ts'
import type { Random } from '../random/stream.ts'
import type { Layout } from '../space/layout.ts'
import type { Direction } from '../trial.ts'
import { improvementCriterion, type Criterion } from './criterion.ts'
import { expectationOf } from './expectation.ts'
import { FAILURE, feasibleCriterion, SUCCESS } from './feasibility.ts'
import type { FeatureMap } from './features.ts'
import { limitedCriterion } from './limits.ts'
import { priorOf, type Prior } from './hyperparameters.ts'
import { explorationOfFront, hypervolumeCriterion, stripsOf } from './hypervolume-improvement.ts'
import { explorationShare } from './log-expected-improvement.ts'
import { modelOf, vectorsOf, type Model } from './model.ts'
import { transformOf, type OutputTransform, type Transformed } from './output-transform.ts'
import type { Prediction } from './posterior.ts'
import { scalarised } from './scalarise.ts'

/** Trials in the neighbourhood of which candidates are drawn, of those that nothing dominates. */
const INCUMBENTS = 8

export interface Aim {
  readonly criterion: Criterion
  /** What speaks for a feature vector, in numbers. */
  reasons(features: Float64Array): Pick<Explanation, 'expected' | 'exploration'>
  /** The shortest of all models' lengthscales, by axis. */
  readonly lengthscales: Float64Array
  /** Points of trials that nothing dominates, some of them, in random order. */
  readonly incumbents: readonly Float64Array[]
}

export interface SeveralObjectives {
  readonly layout: Layout
  readonly features: FeatureMap
  /** The trials that the models are built on. */
  readonly known: Outcomes
  readonly directions: readonly Direction[]
  readonly prior: Prior
  readonly transform: OutputTransform
  /** On other outcomes. */
  readonly limits: readonly OutcomeLimit[]
}

/**
 * What the next configuration maximises in a study with several objectives. Two: a model of each, log expected hypervolume
 * improvement (measured after 60 trials in the median of 3 seeds: hypervolume 6.244 on ZDT1 in six dimensions, where the
 * scalar reached 6.213, and 3.484 against 3.423 on a mixed space). More: one model of a scalar drawn anew. Pruned trials count as measured with a model
 * for each objective, and as no better than the median with one of a scalar. Failed ones have no losses: near them
 * the chance of success is low.
 */
export function aimOf(problem: SeveralObjectives, random: Random): Aim {
  const { layout, features, known, prior, transform, limits } = problem
  const points = known.outcomes.map(({ trial }) => layout.point(trial.configuration))
  const losses = known.outcomes.map((outcome) => outcome.losses)
  const x = vectorsOf(layout, features, points)
  const model = (values: readonly number[]): Model & Transformed => {
    const onScale = transformOf(values, transform)
    return { ...modelOf(layout, features, x, onScale.y, prior, known.pending), ...onScale }
  }
  const models =
    losses[0]?.length === 2
      ? [model(losses.map(([loss]) => loss as number)), model(losses.map(([, loss]) => loss as number))]
      : [model(bounded(scalarised(losses, random), known))]
  const rows = points.map((_, row) => models.map(({ posterior }) => posterior.mean(x, row)))
  const [first, second] = models as [Model & Transformed, (Model & Transformed) | undefined]
  const violations = known.outcomes.map(({ trial }) => violationOf(limits, trial))
  const feasible = violations.includes(0)
  const kept = [...rows.keys()].filter((row) => !feasible || violations[row] === 0)
  const keptRows = kept.map((row) => rows[row] as Losses)
  const lowest = keptRows.reduce((least, [mean]) => Math.min(least, mean as number), Number.POSITIVE_INFINITY)
  const bounds = frontAndReference(keptRows, rows, believed(problem, models))
  const criterion = second
    ? hypervolumeCriterion([first.posterior, second.posterior], ...bounds)
    : improvementCriterion(first.posterior, lowest)
  const reasons: Aim['reasons'] = (vector) => {
    const predictions = models.map(({ posterior }) => posterior.predict(vector))
    const [a, b] = predictions as [Prediction, Prediction | undefined]
    if (!b) return { exploration: explorationShare(a.mean, a.variance, lowest) }
    return {
      expected: models.map(({ posterior, back }, k) =>
        expectationOf(posterior, vector, back, problem.directions[k] ?? 'minimise'),
      ),
      exploration: explorationOfFront(stripsOf(...bounds), a, b),
    }
  }
  const fronts = frontsOf(kept.map((row) => losses[row] as Losses))
  const undominated = kept.filter((_, index) => fronts[index] === 0).map((row) => points[row] as Float64Array)
  const best = random.shuffle(undominated).slice(0, INCUMBENTS)
  const trials = known.outcomes.map(({ trial }) => trial)
  const likely = withFailures(problem, points, criterion)
  return {
    criterion:
      limits.length > 0 ? limitedCriterion(likely, { layout, features, limits, trials, prior, feasible }) : likely,
    reasons,
    lengthscales: layout.axes.reduce((scales, _, k) => {
      scales[k] = Math.exp(models.reduce((least, { theta }) => Math.min(least, theta[k] as number), Infinity))
      return scales
    }, new Float64Array(layout.axes.length)),
    incumbents: best,
  }
}

function frontAndReference(
  kept: readonly Losses[],
  all: readonly Losses[],
  believed: readonly Losses[],
): [Losses[], Losses] {
  const may = [...kept, ...believed]
  const fronts = frontsOf(may)
  const front = may.filter((_, index) => fronts[index] === 0)
  // Beyond the worst of all trials, not of the front: ends of a front that is still short must be worth finding.
  return [front, referenceOf([...all, ...believed])]
}

/** What is expected of the trials under way. */
function believed({ layout, features, known }: SeveralObjectives, models: readonly Model[]): Losses[] {
  return known.pending.map((trial) => {
    const vector = vectorsOf(layout, features, [layout.point(trial.configuration)])
    return models.map(({ posterior }) => posterior.mean(vector))
  })
}

/** Pruned trials are no better than the median of the complete ones. */
function bounded(scalars: readonly number[], { outcomes }: Outcomes): number[] {
  const complete = scalars.filter((_, index) => outcomes[index]?.kind === 'complete').sort((a, b) => a - b)
  const middle = complete[Math.floor((complete.length - 1) / 2)] ?? Number.NEGATIVE_INFINITY
  return scalars.map((value, index) => (outcomes[index]?.kind === 'bound' ? Math.max(value, middle) : value))
}

function withFailures(
  { layout, features, known }: SeveralObjectives,
  points: readonly Float64Array[],
  criterion: Criterion,
): Criterion {
  if (known.failures.length === 0) return criterion
  const all = [...points, ...known.failures.map(({ configuration }) => layout.point(configuration))]
  const labels = Float64Array.from(all, (_, index) => (index < points.length ? SUCCESS : FAILURE))
  const prior = priorOf(layout, false, 'joint')
  return feasibleCriterion(
    criterion,
    modelOf(layout, features, vectorsOf(layout, features, all), labels, prior, []).posterior,
  )
}
