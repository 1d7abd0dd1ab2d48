import type { EffectDefinition } from '../../study/effects/definition.ts'
import { meanInterval, type MeanInterval } from '../statistics/mean-interval.ts'
import type { Training } from './trainings.ts'

export interface EffectCurve {
  readonly metric: string
  /** Label of the setting whose trainings these are. */
  readonly setting: string
  /** By epoch, ascending: each one at first, then thinned so that they lie evenly on a log axis. */
  readonly points: readonly EffectCurvePoint[]
}

export interface EffectCurvePoint {
  readonly epoch: number
  /** Over the trainings; of train the mean over an epoch's steps, as the weights were then. */
  readonly train?: MeanInterval
  readonly validation?: MeanInterval
}

/** Epochs of each factor of ten that a curve has at most. */
const perDecade = 40

/** The curve that a definition asks for, from the trainings of its longest setting; nothing where none has an epoch. */
export function curveOf(
  { curve: metric, settings }: Pick<EffectDefinition, 'curve' | 'settings'>,
  measured: readonly Training[],
): { readonly curve?: EffectCurve } {
  if (metric === undefined) return {}
  const longest = measured.reduce<Training | undefined>(
    (best, training) => (training.epochs.length > (best?.epochs.length ?? 0) ? training : best),
    undefined,
  )
  if (longest === undefined) return {}
  const setting = longest.trial % settings.length
  const trainings = measured.filter(({ trial }) => trial % settings.length === setting)
  const over = (part: 'train' | 'validation', at: number): MeanInterval | undefined =>
    meanInterval(trainings.map(({ epochs }) => epochs[at]?.[part][metric]).filter((value) => value !== undefined))
  const points = evenly(longest.epochs.length).map((epoch): EffectCurvePoint => {
    const [train, validation] = [over('train', epoch - 1), over('validation', epoch - 1)]
    return { epoch, ...(train ? { train } : {}), ...(validation ? { validation } : {}) }
  })
  return { curve: { metric, setting: settings[setting]!.label, points } }
}

/** 1 and the last, and between them epochs that lie evenly on a log axis. */
function evenly(last: number): number[] {
  const steps = Math.max(1, Math.ceil(perDecade * Math.log10(last)))
  return [...new Set(Array.from({ length: steps + 1 }, (_, step) => Math.round(last ** (step / steps))))]
}
