import { featureMapOf } from '../gaussian-process/features.ts'
import { priorOf } from '../gaussian-process/hyperparameters.ts'
import { Posterior } from '../gaussian-process/posterior.ts'
import { rankCorrelation } from '../importance/rank-correlation.ts'
import type { Observation } from '../observations.ts'
import type { Layout } from '../space/layout.ts'
import { rankToNormal } from './rank-to-normal.ts'
import { thinned, type Source } from './source.ts'
import { translate } from './translate.ts'

/** Complete trials of this study from which on a source is judged. */
export const JUDGED_FROM = 8

/** A source whose ranks agree less than this with this study's is harmful. */
const AGREEMENT = 0.2

/** Translated trials that a source's predictions are made from. */
const MODEL_SIZE = 100

/** Translated trials of an earlier study: canonical points, and values by rank, to be minimised. */
export interface Lesson {
  readonly source: Source
  readonly points: readonly Float64Array[]
  readonly z: Float64Array
  /** Spearman's correlation of its predictions with this study's results; NaN while there are too few. */
  readonly agreement: number
}

export interface Lessons {
  readonly kept: readonly Lesson[]
  /** A sentence for each source that is left out, with why. */
  readonly dropped: readonly string[]
}

/**
 * What each source has to say about this space, without those that this study's results speak against: a Gaussian process
 * of the source alone predicts this study's complete trials, and where those predictions rank them with a correlation below
 * 0.2 (from eight trials on), the source is left out. Judged anew at each ask, by what is known then.
 */
export function lessonsOf(sources: readonly Source[], layout: Layout, observations: readonly Observation[]): Lessons {
  const known = observations.filter(({ kind }) => kind === 'complete')
  const kept: Lesson[] = []
  const dropped: string[] = []
  for (const source of sources) {
    const translated = translatedTrials(source, layout)
    if (translated.points.length < 2) {
      dropped.push(`"${source.name}" is left out: hardly any of its configurations belong to this search space.`)
      continue
    }
    const agreement = known.length < JUDGED_FROM ? Number.NaN : agreementOf(translated, layout, known)
    if (agreement < AGREEMENT)
      dropped.push(
        `"${source.name}" is left out: its results rank configurations otherwise than this study's (Spearman ${agreement.toFixed(2)} over ${known.length} trials).`,
      )
    else kept.push({ source, ...translated, agreement })
  }
  return { kept, dropped }
}

function translatedTrials(source: Source, layout: Layout): { points: Float64Array[]; z: Float64Array } {
  const sign = source.direction === 'minimise' ? 1 : -1
  const points: Float64Array[] = []
  const losses: number[] = []
  for (const { configuration, value } of thinned(source, MODEL_SIZE)) {
    const translated = translate(layout.compiled, configuration)
    if (!translated) continue
    points.push(layout.point(translated.configuration))
    losses.push(sign * value)
  }
  return { points, z: rankToNormal(losses) }
}

function agreementOf(
  { points, z }: { points: readonly Float64Array[]; z: Float64Array },
  layout: Layout,
  known: readonly Observation[],
): number {
  const features = featureMapOf(layout)
  const active = new Uint8Array(layout.axes.length)
  const write = (point: Float64Array, into: Float64Array, row: number): void => {
    layout.canonicalise(point, active)
    features.write(point, active, into, row * features.size)
  }
  const x = new Float64Array(points.length * features.size)
  for (const [row, point] of points.entries()) write(point, x, row)
  const data = { n: points.length, size: features.size, group: features.group, x, y: z }
  const posterior = new Posterior(data, priorOf(layout, false, 'single').mean)
  const vector = new Float64Array(features.size)
  const predicted = known.map(({ trial }) => {
    write(layout.point(trial.configuration), vector, 0)
    return posterior.mean(vector)
  })
  return rankCorrelation(
    predicted,
    known.map(({ loss }) => loss),
  )
}
