import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../hyperparameters/table.ts'
import type { TrainingJob } from '../../job.ts'
import type { Scalars } from '../optimizers/rule.ts'
import { uniform } from '../randomness/counter-uniform.ts'
import { cutOut, maskRun } from './blank.ts'
import type { Images } from './grid.ts'
import { cutMix, mixUp } from './mix.ts'
import { warp, warps } from './warp.ts'

/** Amounts of an augmentation that the step reads, each where it is on. */
export const augmentationAmounts = [
  'shift',
  'rotation',
  'zoom',
  'brightness',
  'cutout',
  'timeMask',
  'frequencyMask',
] as const satisfies readonly (keyof Hyperparameters)[]

/** What is done to a job's batches; false for what its examples are no images, or no numbers, for. */
export interface Augmentation {
  readonly images: boolean
  /** Any of the changes that each image draws for itself. */
  readonly draws: boolean
  readonly amounts: readonly (typeof augmentationAmounts)[number][]
  readonly flip: Hyperparameters['flip']
  readonly mixup: boolean
  readonly cutmix: boolean
}

/** What a job augments; hyperparameters that do not fit its examples are without effect. */
export function augmentationOf({ hyperparameters: h, inputShape, vocabulary }: TrainingJob): Augmentation {
  const images = inputShape.length === 3
  const amounts = images ? augmentationAmounts.filter((name) => h[name] > 0) : []
  const flip = images ? h.flip : 'none'
  return {
    images,
    draws: amounts.length > 0 || flip !== 'none',
    amounts,
    flip,
    mixup: vocabulary === undefined && h.mixup > 0,
    cutmix: images && h.cutmix > 0,
  }
}

/** A batch as a step trains on it. */
export interface Augmented {
  readonly x: tf.Tensor
  /** Share of each example's own target; the rest is its partner's (mix.ts). Absent where nothing is mixed. */
  readonly kept?: tf.Tensor
}

function changed(start: Images, { amounts }: Augmentation, h: Hyperparameters, s: Scalars): Images {
  let x = start
  const on = (name: (typeof augmentationAmounts)[number]): boolean => amounts.includes(name)
  if (warps(h)) x = warp(x, h, s)
  if (on('brightness')) {
    const either = tf.sub(tf.mul(uniform(s['randomKey']!, 'brightness', [x.shape[0], 1, 1, 1]), 2), 1)
    x = tf.add(x, tf.mul(either, s['brightness']!))
  }
  if (on('cutout')) x = cutOut(x, s)
  if (on('timeMask')) x = maskRun(x, 'timeMask', s)
  if (on('frequencyMask')) x = maskRun(x, 'frequencyMask', s)
  return x
}

/**
 * A batch changed at random, by the step's key alone: the same step of the same job sees the same batch on every engine.
 * @param x [batch, ...inputShape]
 */
export function augment(x: tf.Tensor, job: TrainingJob, s: Scalars): Augmented {
  const augmentation = augmentationOf(job)
  const batch = augmentation.draws ? changed(x as Images, augmentation, job.hyperparameters, s) : x
  if (x.shape[0]! < 2 || !(augmentation.mixup || augmentation.cutmix)) return { x: batch }
  const mixed = augmentation.mixup ? mixUp(batch, s) : batch
  if (!augmentation.cutmix) return { x: mixed, kept: s['mixKept']! }
  const pasted = cutMix(mixed as Images, s)
  return { x: pasted.x, kept: augmentation.mixup ? tf.mul(s['mixKept']!, pasted.kept) : pasted.kept }
}
