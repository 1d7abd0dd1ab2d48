import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const classificationLosses = ['crossEntropy', 'focal', 'hinge'] as const
export type ClassificationLoss = (typeof classificationLosses)[number]
export const regressionLosses = ['meanSquared', 'meanAbsolute', 'huber', 'logCosh', 'quantile'] as const
export type RegressionLoss = (typeof regressionLosses)[number]
export const classWeightings = ['none', 'balanced'] as const
export type ClassWeighting = (typeof classWeightings)[number]

/**
 * What training minimises. Those of the other task are without effect. The metric `loss` stays the cross-entropy or the mean
 * squared error whatever is minimised, so that trials with different losses can be compared.
 */
export interface LossHyperparameters {
  readonly classificationLoss: ClassificationLoss
  readonly regressionLoss: RegressionLoss
  readonly focalGamma: number
  readonly labelSmoothing: number
  readonly classWeights: ClassWeighting
  readonly huberDelta: number
  readonly quantile: number
}

export const lossTable: Readonly<Record<keyof LossHyperparameters, HyperparameterSpec>> = {
  classificationLoss: {
    kind: 'choice',
    choices: classificationLosses,
    default: 'crossEntropy',
    title: 'Loss of a classifier',
    doc: 'What a classifier minimises: cross-entropy, focal loss, which looks at hard examples, or the hinge loss of Crammer and Singer, a margin of 1 to the best wrong class.',
    templates: all,
  },
  regressionLoss: {
    kind: 'choice',
    choices: regressionLosses,
    default: 'meanSquared',
    title: 'Loss of a regression',
    doc: 'What a regression minimises; all but the squared error give outliers less say, and "quantile" predicts a quantile instead of the mean.',
    templates: all,
  },
  focalGamma: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 2,
    title: 'Focal gamma',
    doc: 'How strongly the focal loss turns away from examples that are classified well; 0 is cross-entropy.',
    templates: all,
    actsWith: { name: 'classificationLoss', in: ['focal'] },
  },
  labelSmoothing: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Label smoothing',
    doc: 'Share of each target that is spread evenly over all classes, against overconfidence.',
    templates: all,
    actsWith: { name: 'classificationLoss', in: ['crossEntropy', 'focal'] },
  },
  classWeights: {
    kind: 'choice',
    choices: classWeightings,
    default: 'none',
    title: 'Class weights',
    doc: 'Whether examples of rare classes count for more, in inverse proportion to how often their class occurs among the training rows.',
    templates: all,
  },
  huberDelta: {
    kind: 'float',
    min: 0,
    max: 100,
    open: ['min'],
    default: 1,
    title: 'Huber delta',
    doc: 'Error, in standard deviations of the target, from which the Huber loss grows linearly.',
    templates: all,
    actsWith: { name: 'regressionLoss', in: ['huber'] },
  },
  quantile: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['min', 'max'],
    default: 0.5,
    title: 'Quantile',
    doc: 'Which quantile of the target the quantile loss predicts; 0.5 is the median.',
    templates: all,
    actsWith: { name: 'regressionLoss', in: ['quantile'] },
  },
}
