import type { OutcomeLimit } from '../constraints/outcome-limit.ts'
import type { Knowledge, Observation } from '../observations.ts'
import { modelled } from '../samplers/modelled.ts'
import type { Layout } from '../space/layout.ts'
import { lessonsOf } from '../transfer/similarity.ts'
import type { Source } from '../transfer/source.ts'
import { learnt, lentBy, modelOfTasks, withTasks } from '../transfer/tasks.ts'
import type { Direction } from '../trial.ts'
import { improvementCriterion } from './criterion.ts'
import { expectationOf } from './expectation.ts'
import { featureMapOf, type FeatureMap } from './features.ts'
import type { Prior } from './hyperparameters.ts'
import { limitedCriterion } from './limits.ts'
import { explorationShare } from './log-expected-improvement.ts'
import { modelOf, vectorsOf, type Model } from './model.ts'
import { transformOf, type OutputTransform, type Transformed } from './output-transform.ts'
import type { Aim } from './several-objectives.ts'
import { searchedValleys } from './valleys.ts'

/** Trials in the neighbourhood of which candidates are drawn: the best. */
const INCUMBENTS = 5

/** Trials outside of the searched valleys with which a model of the rest begins. */
const REST = 6

export interface OneObjective {
  readonly layout: Layout
  readonly knowledge: Knowledge
  readonly direction: Direction
  readonly prior: Prior
  readonly transform: OutputTransform
  /** The same configuration always gives the same value. */
  readonly deterministic: boolean
  readonly sources: readonly Source[]
  /** On other outcomes. */
  readonly limits: readonly OutcomeLimit[]
  /** Most trials that a model is built on. */
  readonly most: number
  /** Whether axes may be bent. */
  readonly bend: boolean
  /** Whether to leave valleys that have been searched to their bottom. */
  readonly elsewhere: boolean
}

export interface OneAim extends Aim {
  readonly features: FeatureMap
  /** Trials that the model is built on. */
  readonly models: number
  /** Whether not to look at a canonical point. */
  avoids?(point: Float64Array): boolean
  readonly because: string
}

/** A model of some rows of the observations. */
interface Part extends Model, Transformed {
  readonly rows: readonly Observation[]
}

/**
 * What the next configuration maximises in a study with one objective: log expected improvement over the best trial, times
 * the chance that limits on other outcomes are kept. Where it looks elsewhere, over the best outside of the valleys that have
 * been searched, by a model of the trials outside.
 *
 * @returns undefined while too little is known
 */
export function aimOfOne(problem: OneObjective): OneAim | undefined {
  const { layout, knowledge, prior, transform, sources } = problem
  const { observations, pending } = knowledge
  if (observations.filter(({ kind }) => kind !== 'penalty').length < 2) return undefined
  const lessons = lessonsOf(sources, layout, observations)
  const lent = lentBy(lessons.kept, observations.length)
  const tasks = lent.length > 0 ? withTasks(featureMapOf(layout), layout.axes.length, lessons.kept.length) : undefined
  const features = tasks ?? featureMapOf(layout)
  const partOf = (rows: readonly Observation[]): Part => {
    const x = vectorsOf(
      layout,
      features,
      rows.map(({ trial }) => layout.point(trial.configuration)),
    )
    const onScale = transformOf(
      rows.map(({ loss }) => loss),
      transform,
    )
    const model = tasks
      ? modelOfTasks(layout, tasks, x, onScale.y, lent, prior, pending)
      : modelOf(layout, features, x, onScale.y, prior, pending, problem.bend)
    return { ...onScale, ...model, rows }
  }
  const whole = partOf(mostTelling(problem))
  if (problem.elsewhere && !tasks) {
    const { x, y, theta, posterior, rows } = whole
    const kept = Uint8Array.from(rows, ({ violation }) => (violation > 0 ? 0 : 1))
    const valleys = searchedValleys({ x, y, group: features.group, theta, posterior, kept })
    if (valleys.bottoms.length > 0) {
      const rest = rows.filter((_, row) => valleys.inside[row] === 0)
      if (rest.length < REST) return undefined
      return {
        ...aimAt(problem, partOf(rest)),
        avoids: (point) => valleys.holds(vectorsOf(layout, whole.features, [point])),
        because: 'Expected to improve most away from where the best trials are, which gained nothing lately.',
      }
    }
  }
  return {
    ...aimAt(problem, whole),
    because: ['Expected to improve most, by a Gaussian process.', ...learnt(lessons, lent)].join(' '),
  }
}

function mostTelling({ layout, knowledge: { observations }, most }: OneObjective): readonly Observation[] {
  const points = observations.map(({ trial }) => layout.point(trial.configuration))
  const place = new Map([...observations].sort(better).map((observation, index) => [observation, index]))
  return modelled(
    points,
    observations.map((observation) => place.get(observation) as number),
    most,
  ).map((index) => observations[index] as Observation)
}

const better = (a: Observation, b: Observation): number => a.violation - b.violation || a.loss - b.loss

function aimAt(problem: OneObjective, part: Part): Omit<OneAim, 'because'> {
  const { layout, direction, deterministic, limits, prior } = problem
  const { rows, features, x, y, posterior, theta, back } = part
  const order = [...rows.keys()].sort((a, b) => better(rows[a] as Observation, rows[b] as Observation))
  const kept = order.filter((row) => rows[row]?.violation === 0)
  const feasible = kept.length > 0
  const best = (feasible ? kept : order).reduce(
    (lowest, row) => Math.min(lowest, deterministic ? (y[row] as number) : posterior.mean(x, row)),
    Number.POSITIVE_INFINITY,
  )
  const trials = rows.map(({ trial }) => trial)
  const improvement = improvementCriterion(posterior, best)
  return {
    criterion:
      limits.length > 0
        ? limitedCriterion(improvement, { layout, features, limits, trials, prior, feasible })
        : improvement,
    reasons(vector) {
      const { mean, variance } = posterior.predict(vector)
      return {
        expected: [expectationOf(posterior, vector, back, direction)],
        exploration: explorationShare(mean, variance, best),
      }
    },
    lengthscales: theta.map(Math.exp),
    incumbents: order.slice(0, INCUMBENTS).map((row) => layout.point(trials[row]?.configuration ?? {})),
    features,
    models: rows.length,
  }
}
