import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import { meanSquaredError, softmaxCrossEntropy } from './loss.ts'
import type { Scalars } from './optimizers/rule.ts'

/** Name of the scalar that holds the weight of a class. */
const weightName = (index: number): string => `classWeight${index}`

/** What a job minimises, as far as its graph depends on it, and the numbers that the loss reads. */
export interface Objective {
  readonly name: Hyperparameters['classificationLoss'] | Hyperparameters['regressionLoss']
  readonly smoothed: boolean
  readonly weighted: boolean
  readonly constants: readonly { readonly name: string; readonly value: number }[]
}

export function objectiveOf({ task, hyperparameters: h, classWeights }: TrainingJob): Objective {
  const constant = (name: 'focalGamma' | 'labelSmoothing' | 'huberDelta' | 'quantile') => ({ name, value: h[name] })
  if (task === 'regression') {
    const name = h.regressionLoss
    const constants = name === 'huber' ? [constant('huberDelta')] : name === 'quantile' ? [constant('quantile')] : []
    return { name, smoothed: false, weighted: false, constants }
  }
  const name = h.classificationLoss
  const smoothed = name !== 'hinge' && h.labelSmoothing > 0
  return {
    name,
    smoothed,
    weighted: classWeights !== undefined,
    constants: [
      ...(name === 'focal' ? [constant('focalGamma')] : []),
      ...(smoothed ? [constant('labelSmoothing')] : []),
      ...(classWeights ?? []).map((value, index) => ({ name: weightName(index), value })),
    ],
  }
}

/** Below this, what focal loss still makes of an example that is classified well: keeps the power's gradient finite. */
const leastDoubt = 1e-6

/** Cross-entropy of each row, or its focal form, sum -t (1 - p)^gamma log p (Lin et al., 2017); [rows, 1]. */
function entropies(logits: tf.Tensor2D, targets: tf.Tensor, { name, smoothed }: Objective, s: Scalars): tf.Tensor {
  const shares = smoothed
    ? tf.add(tf.mul(targets, tf.sub(1, s['labelSmoothing']!)), tf.div(s['labelSmoothing']!, logits.shape[1]))
    : targets
  const logs = tf.logSoftmax(logits)
  const costs = tf.mul(shares, logs)
  if (name !== 'focal') return tf.neg(tf.sum(costs, -1, true))
  const doubt = tf.maximum(tf.sub(1, tf.exp(logs)), leastDoubt)
  return tf.neg(tf.sum(tf.mul(costs, tf.pow(doubt, s['focalGamma']!)), -1, true))
}

/** How far the best wrong class comes within a margin of 1 of the right one (Crammer and Singer, 2001); [rows, 1]. */
function margins(scores: tf.Tensor2D, targets: tf.Tensor): tf.Tensor {
  const right = tf.sum(tf.mul(scores, targets), -1, true)
  const rivals = tf.add(scores, tf.sub(1, targets))
  return tf.sub(tf.max(rivals, -1, true), right)
}

/**
 * Mean loss of a batch of classes. Class weights multiply each example's loss; the mean is over examples, not over weights.
 * @param outputs [rows, classes] @param classes int32 [rows]
 */
function classificationLoss(outputs: tf.Tensor2D, classes: tf.Tensor1D, objective: Objective, s: Scalars): tf.Scalar {
  if (objective.name === 'crossEntropy' && !objective.smoothed && !objective.weighted)
    return softmaxCrossEntropy(outputs, classes)
  const depth = outputs.shape[1]
  const targets = tf.cast(tf.oneHot(classes, depth), 'float32')
  const losses = objective.name === 'hinge' ? margins(outputs, targets) : entropies(outputs, targets, objective, s)
  if (!objective.weighted) return tf.mean(losses)
  const weights = tf.stack(Array.from({ length: depth }, (_, index) => s[weightName(index)]!))
  return tf.mean(tf.mul(losses, tf.sum(tf.mul(targets, weights), -1, true)))
}

/** Mean over a batch and all outputs of the loss of an error; of each in units of the standardised target. */
function regressionLoss(outputs: tf.Tensor2D, values: tf.Tensor2D, { name }: Objective, s: Scalars): tf.Scalar {
  if (name === 'meanSquared') return meanSquaredError(outputs, values)
  const error = tf.sub(values, outputs)
  if (name === 'quantile') {
    // Pinball loss (Koenker and Bassett, 1978).
    const tau = s['quantile']!
    return tf.mean(tf.add(tf.mul(tf.relu(error), tau), tf.mul(tf.relu(tf.neg(error)), tf.sub(1, tau))))
  }
  const size = tf.abs(error)
  if (name === 'meanAbsolute') return tf.mean(size)
  if (name === 'huber') {
    const near = tf.minimum(size, s['huberDelta']!)
    return tf.mean(tf.mul(near, tf.sub(size, tf.mul(near, 0.5))))
  }
  // log cosh x = |x| + log(1 + exp(-2|x|)) - log 2, which does not overflow.
  return tf.mean(tf.sub(tf.add(size, tf.softplus(tf.mul(size, -2))), Math.LN2))
}

/** Mean data loss of a batch, as the job's objective says. @param targets class numbers, or values [rows, outputs] */
export function batchLoss(outputs: tf.Tensor2D, targets: tf.Tensor, job: TrainingJob, s: Scalars): tf.Scalar {
  const objective = objectiveOf(job)
  return job.task === 'classification'
    ? classificationLoss(outputs, tf.reshape(targets, [targets.size]) as tf.Tensor1D, objective, s)
    : regressionLoss(outputs, targets as tf.Tensor2D, objective, s)
}
