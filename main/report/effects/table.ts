import type { EffectColumn, EffectDefinition, EffectVersion, Values } from '../../study/effects/definition.ts'
import { meanInterval, type MeanInterval } from '../statistics/mean-interval.ts'
import { agreementOf, type Agreement } from './agreement.ts'
import { curveOf, type EffectCurve } from './curve.ts'
import { quantityOf } from './quantity.ts'
import type { Training } from './trainings.ts'

export interface EffectCell {
  /** One for each training that has one, in the order of the seeds. */
  readonly values: readonly number[]
  /** Absent where there is no value. */
  readonly interval?: MeanInterval
  /** Trainings that diverged or ended without a value; those that a crash or a hang has cost are in the row's `failed` alone. */
  readonly missing: number
  /** The article's figure, which is illustrative. */
  readonly article?: number
}

export interface EffectRow {
  readonly label: string
  /** What was chosen for this setting, and the mean objective of those trainings; absent where nothing was chosen. */
  readonly chosen?: ChosenValues
  readonly trainings: number
  readonly diverged: number
  readonly failed: number
  readonly cells: readonly EffectCell[]
}

/** An effect as it was measured, in the article's form: a row for each setting. Everything in it comes from journals. */
export interface EffectTable {
  readonly effect: string
  readonly title: string
  readonly varied: string
  readonly question: string
  readonly version: EffectVersion
  readonly datasetId: string
  readonly seeds: number
  readonly columns: readonly EffectColumn[]
  readonly rows: readonly EffectRow[]
  /** What the settings were chosen by, where they were. */
  readonly objective: EffectDefinition['objective']
  readonly scale?: EffectDefinition['scale']
  /** By the place of the column; undefined where the article has no figures. */
  readonly agreement: readonly (Agreement | undefined)[]
  /** A metric over the epochs of the setting that trains longest. */
  readonly curve?: EffectCurve
  /** Engines and devices that trained, as in `compiled on cpu`. */
  readonly engines: readonly string[]
  /** Seconds that its studies ran, the choice included. */
  readonly seconds: number
  /** Why the fair version may come to another conclusion. */
  readonly fair: string
  readonly notes: readonly string[]
}

/** What came out of the choice for one setting. */
export interface ChosenValues {
  readonly values: Values
  /** Mean of the trainings that it was chosen by: too good by construction, the more so the more there were to choose from. */
  readonly objective: number
  /** How many candidates there were: with one alone, nothing was chosen. */
  readonly of: number
}

export interface EffectResults {
  readonly definition: EffectDefinition
  readonly version: EffectVersion
  /** By trial number; trial i is of setting i modulo the number of settings. */
  readonly measured: readonly Training[]
  readonly tuned?: readonly Training[]
  /** By setting; undefined where there was nothing to choose. */
  readonly chosen?: readonly (ChosenValues | undefined)[]
  /** Seconds that its studies ran. */
  readonly seconds: number
  /** Random numbers in [0, 1), for the bootstrap. */
  readonly uniform: () => number
}

/** The table of an effect, from its trainings. */
export function effectTable(results: EffectResults): EffectTable {
  const { definition, version, measured, tuned = [], chosen, seconds, uniform } = results
  const { settings, columns } = definition
  const rows = settings.map((setting, number): EffectRow => {
    const trainings = measured.filter(({ trial }) => trial % settings.length === number)
    const ended = trainings.filter(({ result, failure }) => result !== undefined || failure !== undefined)
    const diverged = ended.filter((training) => training.diverged).length
    // What a crash or a hang has cost says nothing of the setting; divergence does.
    const counted = ended.filter((training) => training.result !== undefined || training.diverged)
    const choice = chosen?.[number]
    return {
      label: setting.label,
      ...(choice === undefined ? {} : { chosen: choice }),
      trainings: ended.length,
      diverged,
      failed: ended.filter(({ result }) => result === undefined).length - diverged,
      cells: columns.map((column) => cellOf(column, counted, setting.article?.[column.id])),
    }
  })
  const all = [...tuned, ...measured]
  return {
    effect: definition.id,
    title: definition.title,
    varied: definition.varied,
    question: definition.question,
    version,
    datasetId: definition.datasetId,
    seeds: definition.seeds,
    columns,
    rows,
    objective: definition.objective,
    ...(definition.scale === undefined ? {} : { scale: definition.scale }),
    ...curveOf(definition, measured),
    agreement: columns.map(({ direction }, place) =>
      agreementOf(
        rows.map(({ label, cells }) => ({ label, ...cells[place]! })),
        direction,
        uniform,
      ),
    ),
    engines: [...new Set(all.flatMap(({ result }) => (result ? [`${result.engine} on ${result.device}`] : [])))],
    seconds,
    fair: definition.fair.why,
    notes: definition.notes,
  }
}

function cellOf({ quantity }: EffectColumn, trainings: readonly Training[], article: number | undefined): EffectCell {
  const values = trainings.map((training) => quantityOf(quantity, training)).filter((value) => value !== undefined)
  const interval = meanInterval(values)
  return {
    values,
    ...(interval === undefined ? {} : { interval }),
    missing: trainings.length - values.length,
    ...(article === undefined ? {} : { article }),
  }
}
