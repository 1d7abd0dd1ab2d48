import type { TrainingJob } from '../job.ts'
import { hyperparameterTable } from '../hyperparameters/table.ts'
import type { HyperparameterSpec } from '../hyperparameters/spec.ts'

/**
 * What acts in a job and a piece of code does not do, by title and value: every hyperparameter of the template whose value is
 * not its neutral default, but those that the code takes up.
 */
export function leftOutOf({ template, hyperparameters }: TrainingJob, taken: ReadonlySet<string>): readonly string[] {
  const values = hyperparameters as unknown as Readonly<Record<string, unknown>>
  return Object.entries(hyperparameterTable as Readonly<Record<string, HyperparameterSpec>>).flatMap(([name, spec]) => {
    const value = values[name]
    if (taken.has(name) || value === undefined || value === spec.default || !spec.templates.includes(template))
      return []
    if (spec.actsWith && !spec.actsWith.in.includes(values[spec.actsWith.name] as string | number | boolean)) return []
    return [`${spec.title.toLowerCase()} ${String(value)}`]
  })
}

/** Examples of a step: never more than there are to train on. */
export const batchSizeOf = ({
  hyperparameters: { batchSize, fullBatch },
  trainingRows = Infinity,
}: TrainingJob): number =>
  fullBatch && Number.isFinite(trainingRows) ? trainingRows : Math.min(batchSize, trainingRows)

/** Of the network itself: they are in its layers. */
export const shapeNames = [
  'layers',
  'neurons',
  'neuronShape',
  'neuronsLast',
  'activation',
  'initializer',
  'initScale',
  'initDeviation',
  'biasStart',
  'batchNorm',
  'normalisation',
  'normalisationGroups',
  'convBlocks',
  'filters',
  'filterGrowth',
  'kernelSize',
  'pooling',
  'blockKind',
  'globalPooling',
  'encoder',
  'embeddingUnits',
  'recurrentUnits',
  'recurrentLayers',
  'bidirectional',
  'recurrentDropout',
  'dropout',
  'dropoutKind',
  'spatialDropout',
  'hiddenNoise',
  'regularisation',
  ...Array.from({ length: 8 }, (_, layer) => `neurons${layer + 1}`),
] as const

/** Of how it is trained, that both programs take up. */
export const courseNames = [
  'learningRate',
  'schedule',
  'warmupEpochs',
  'decayFactor',
  'decayEpochs',
  'minimumRate',
  'restartEpochs',
  'restartGrowth',
  'riseShare',
  'startDivisor',
  'decayPower',
  'optimizer',
  'momentum',
  'beta1',
  'beta2',
  'epsilon',
  'rho',
  'batchSize',
  'fullBatch',
  'epochs',
  'l1',
  'l2',
  'weightDecay',
  'labelSmoothing',
  'huberDelta',
  'restoreBest',
] as const
