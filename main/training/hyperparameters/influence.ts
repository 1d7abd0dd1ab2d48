import type { HyperparameterName } from './table.ts'

/**
 * What of a network's training a hyperparameter reaches.
 * course: what the loop around the steps does, or the rate that it gives them; start: the values that weights start from;
 * number: a number that the step reads; strength: one that leaves no trace in the step while it is 0; structure: the step
 * itself. Networks that agree in structure and in which strengths are 0 share a compiled graph, and can train as a stack.
 */
export type Influence = 'course' | 'start' | 'number' | 'strength' | 'structure'

const all = <Name extends string, Kind extends Influence>(
  kind: Kind,
  ...names: readonly Name[]
): Readonly<Record<Name, Kind>> => Object.fromEntries(names.map((name) => [name, kind])) as Record<Name, Kind>

/** Of every hyperparameter; a new one must say. Held to the programs by test/training/influence.test.ts. */
export const influences = {
  ...all('course', 'schedule', 'warmupEpochs', 'decayFactor', 'decayEpochs', 'minimumRate', 'restartEpochs'),
  ...all('course', 'restartGrowth', 'riseShare', 'startDivisor', 'decayPower', 'plateauPatience', 'plateauCooldown'),
  ...all('course', 'epochs', 'patience', 'minDelta', 'stoppingAfter', 'stoppingMetric', 'restoreBest'),
  ...all('course', 'batchGrowth', 'batchGrowthEpochs', 'batchSizeLimit'),
  ...all('start', 'initializer', 'initScale', 'initDeviation', 'biasStart'),
  ...all('number', 'learningRate', 'momentum', 'beta1', 'beta2', 'epsilon', 'rho'),
  ...all('number', 'focalGamma', 'huberDelta', 'quantile', 'averageDecay', 'averageFrom'),
  ...all('strength', 'l1', 'l2', 'weightDecay', 'maxNorm', 'clipValue', 'clipNorm', 'clipGlobalNorm'),
  ...all('strength', 'dropout', 'spatialDropout', 'recurrentDropout', 'inputNoise', 'hiddenNoise', 'labelSmoothing'),
  ...all('strength', 'tokenDropout', 'tokenSwap', 'shift', 'rotation', 'zoom', 'brightness', 'cutout'),
  ...all('strength', 'timeMask', 'frequencyMask', 'mixup', 'cutmix'),
  ...all('structure', 'batchSize', 'fullBatch', 'accumulation', 'optimizer', 'regularisation', 'averaging', 'flip'),
  ...all('structure', 'classificationLoss', 'regressionLoss', 'classWeights', 'dropoutKind'),
  ...all('structure', 'layers', 'neurons', 'neuronShape', 'neuronsLast', 'activation'),
  ...all('structure', 'neurons1', 'neurons2', 'neurons3', 'neurons4', 'neurons5', 'neurons6', 'neurons7', 'neurons8'),
  ...all('structure', 'batchNorm', 'normalisation', 'normalisationGroups'),
  ...all('structure', 'convBlocks', 'filters', 'filterGrowth', 'kernelSize', 'pooling', 'blockKind', 'globalPooling'),
  ...all('structure', 'encoder', 'embeddingUnits', 'recurrentUnits', 'recurrentLayers', 'bidirectional'),
} as const satisfies Readonly<Record<HyperparameterName, Influence>>

type Named<Kind extends Influence> = {
  [Name in keyof typeof influences]: (typeof influences)[Name] extends Kind ? Name : never
}[keyof typeof influences]

/** Hyperparameters of one influence. */
export const namesOf = <Kind extends Influence>(kind: Kind): readonly Named<Kind>[] =>
  (Object.keys(influences) as (keyof typeof influences)[]).filter(
    (name): name is Named<Kind> => (influences[name] as Influence) === kind,
  )
