import type { FeatureMap } from '../gaussian-process/features.ts'
import type { Prior } from '../gaussian-process/hyperparameters.ts'
import { modelOf, type Model } from '../gaussian-process/model.ts'
import type { Layout } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import type { Lesson, Lessons } from './similarity.ts'

/** Translated trials of all sources together that a model holds beside the study's own. */
const MOST = 60

/** Results of the study after which its own say enough. */
const ENOUGH = 120

/** One observation of an earlier study, for the model of this one. */
export interface Lent {
  readonly point: Float64Array
  /** By rank, to be minimised, on the scale of standardised losses. */
  readonly y: number
  /** Counts sources from 1; 0 is the study itself. */
  readonly task: number
}

/** The trials that earlier studies lend to the model, evenly by rank; fewer of each when there are many sources. */
export function lentBy(lessons: readonly Lesson[], results: number): readonly Lent[] {
  if (results > ENOUGH) return []
  const each = Math.floor(MOST / Math.max(1, lessons.length))
  return lessons.flatMap(({ points, z }, source) => {
    const n = Math.min(each, points.length)
    return Array.from({ length: n }, (_, i): Lent => {
      const at = Math.floor((i * points.length) / n)
      return { point: points[at] as Float64Array, y: z[at] as number, task: source + 1 }
    })
  })
}

/** A feature map that also says whose trial it is: a choice with a lengthscale of its own, which is how alike studies are. */
export interface TaskFeatures extends FeatureMap {
  writeOf(task: number, point: Float64Array, active: Uint8Array, into: Float64Array, offset: number): void
}

/** @param tasks sources; `write` writes the study itself */
export function withTasks(features: FeatureMap, axes: number, tasks: number): TaskFeatures {
  const { size } = features
  const writeOf: TaskFeatures['writeOf'] = (task, point, active, into, offset) => {
    features.write(point, active, into, offset)
    into.fill(0, offset + size, offset + size + tasks + 1)
    into[offset + size + task] = Math.SQRT1_2
  }
  const group = new Int32Array(size + tasks + 1).fill(axes)
  group.set(features.group)
  return {
    size: size + tasks + 1,
    group,
    first: features.first,
    write: (point, active, into, offset) => writeOf(0, point, active, into, offset),
    writeOf,
  }
}

/** The prior with a lengthscale for the task after those of the axes: LogNormal(0, 1), studies half alike at its median. */
export function withTaskPrior(prior: Prior, axes: number): Prior {
  const insert = (values: Float64Array, value: number): Float64Array =>
    Float64Array.from([...values.subarray(0, axes), value, ...values.subarray(axes)])
  return {
    mean: insert(prior.mean, 0),
    deviation: insert(prior.deviation, 1),
    low: insert(prior.low, -5),
    high: insert(prior.high, 7),
  }
}

/**
 * One model of the study and of what it is lent: rows of the study first.
 * @param x feature vectors of the study's own observations, written by `features`
 * @param prior of the layout's axes alone
 */
export function modelOfTasks(
  layout: Layout,
  features: TaskFeatures,
  x: Float64Array,
  y: Float64Array,
  lent: readonly Lent[],
  prior: Prior,
  pending: readonly SearchTrial[],
): Model {
  const n = y.length
  const vectors = new Float64Array((n + lent.length) * features.size)
  const values = new Float64Array(n + lent.length)
  vectors.set(x)
  values.set(y)
  const active = new Uint8Array(layout.axes.length)
  for (const [index, { point, y: value, task }] of lent.entries()) {
    layout.canonicalise(point, active)
    features.writeOf(task, point, active, vectors, (n + index) * features.size)
    values[n + index] = value
  }
  return modelOf(layout, features, vectors, values, withTaskPrior(prior, layout.axes.length), pending)
}

/** Sentences on which earlier studies the model knows and which it leaves out. */
export function learnt({ kept, dropped }: Lessons, lent: readonly Lent[]): readonly string[] {
  const names = kept.map(({ source }) => `"${source.name}"`).join(', ')
  return [...(lent.length > 0 ? [`It has learnt from ${names} too.`] : []), ...dropped]
}
