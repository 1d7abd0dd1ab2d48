import { featureMapOf } from '../gaussian-process/features.ts'
import { fit } from '../gaussian-process/fit.ts'
import { priorOf } from '../gaussian-process/hyperparameters.ts'
import type { TrainingSet } from '../gaussian-process/likelihood.ts'
import { LEVEL } from '../gaussian-process/model.ts'
import { transformed } from '../gaussian-process/output-transform.ts'
import { Posterior } from '../gaussian-process/posterior.ts'
import { rankCorrelation } from '../importance/rank-correlation.ts'
import { knowledgeOf } from '../observations.ts'
import { modelled } from '../samplers/modelled.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf, type Layout } from '../space/layout.ts'
import type { Configuration, SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** A value of the objective, in its own unit, and how unsure it is: a standard deviation, noise of training not included. */
export interface Estimate {
  readonly mean: number
  readonly deviation: number
}

/** A model of the objective over the space, from the trials of a study: what explanations ask instead of training. */
export interface Surrogate {
  readonly layout: Layout
  /** Trials that it was built on. */
  readonly trials: number
  /**
   * How well it ranks trials that it has not seen: Spearman's correlation over five folds. Below 0.3 there is not enough
   * evidence for what it says. NaN when it cannot be computed.
   */
  readonly reliability: number
  /** What it takes a training to scatter by around the function, in the objective's unit: a standard deviation. */
  readonly noise: number
  predict(configuration: Configuration): Estimate
  /** The mean alone, which is quicker. @param point of `layout`; made canonical */
  mean(point: Float64Array): number
  /** The objective's average over configurations. @param points canonical, of `layout` */
  average(points: readonly Float64Array[]): Estimate
}

const modelSize = 240
const leastTrials = 5
const folds = 5

/**
 * Fits a Gaussian process to the finished trials. A pure function of its arguments; undefined with fewer than five trials
 * with a finite value, or a space without anything to vary.
 *
 * @param direction of the objective that is modelled, the first
 */
export function surrogateOf(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
): Surrogate | undefined {
  const layout = layoutOf(compileSpace(space))
  const finite = knowledgeOf(history, direction).observations.filter(({ kind }) => kind !== 'penalty')
  if (finite.length < leastTrials || layout.axes.length === 0) return undefined
  const losses = finite.map(({ loss }) => loss)
  const points = finite.map(({ trial }) => layout.point(trial.configuration))
  const chosen = modelled(points, losses, modelSize)
  const features = featureMapOf(layout)
  const active = new Uint8Array(layout.axes.length)
  const vectorsOf = (list: readonly Float64Array[]): Float64Array => {
    const vectors = new Float64Array(list.length * features.size)
    for (const [row, point] of list.entries()) {
      layout.canonicalise(point, active)
      features.write(point, active, vectors, row * features.size)
    }
    return vectors
  }
  const kept = chosen.map((index) => losses[index] as number)
  const data: TrainingSet = {
    n: chosen.length,
    size: features.size,
    group: features.group,
    x: vectorsOf(chosen.map((index) => points[index] as Float64Array)),
    y: transformed(kept, 'standardise'),
    level: LEVEL,
  }
  const prior = priorOf(layout, false, 'single')
  const theta = fit(data, prior, [prior.mean])
  const posterior = new Posterior(data, theta)

  const sign = direction === 'minimise' ? 1 : -1
  const centre = kept.reduce((sum, loss) => sum + loss / kept.length, 0)
  const scale = Math.sqrt(kept.reduce((sum, loss) => sum + (loss - centre) ** 2 / kept.length, 0))
  const inUnit = ({ mean, variance }: { mean: number; variance: number }): Estimate => ({
    mean: sign * (centre + scale * mean),
    deviation: scale * Math.sqrt(variance),
  })
  return {
    layout,
    trials: data.n,
    reliability: reliabilityOf(data, theta),
    noise: scale * Math.sqrt(posterior.noise),
    predict: (configuration) => inUnit(posterior.predict(vectorsOf([layout.point(configuration)]))),
    mean: (point) => sign * (centre + scale * posterior.mean(vectorsOf([point]))),
    average: (list) => inUnit(posterior.average(vectorsOf(list), list.length)),
  }
}

/** Each fold predicted from the others, with the hyperparameters of the whole. */
function reliabilityOf(data: TrainingSet, theta: Float64Array): number {
  if (data.n < 2 * folds) return Number.NaN
  const predicted = new Float64Array(data.n)
  for (let fold = 0; fold < folds; fold++) {
    const rows = [...Array(data.n).keys()].filter((row) => row % folds !== fold)
    const x = new Float64Array(rows.length * data.size)
    for (const [to, from] of rows.entries())
      x.set(data.x.subarray(from * data.size, (from + 1) * data.size), to * data.size)
    const y = Float64Array.from(rows, (row) => data.y[row] as number)
    const rest = new Posterior({ ...data, n: rows.length, x, y }, theta)
    for (let row = fold; row < data.n; row += folds) predicted[row] = rest.mean(data.x, row)
  }
  return rankCorrelation(predicted, data.y)
}
