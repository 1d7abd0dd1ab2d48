import type { DatasetReference } from '../../data/reference.ts'
import type { PreprocessingOptions } from '../../data/preprocess/options.ts'
import type { Assignment } from '../../pool/protocol.ts'
import { completeHyperparameters } from '../../training/hyperparameters/complete.ts'
import type { EngineName } from '../../training/engines/engine.ts'
import type { TemplateName } from '../../training/templates/names.ts'
import type { ProbeNetwork } from './engine-probe.ts'

interface Network {
  readonly template: TemplateName
  /** Default: digits-8x8. */
  readonly dataset?: string
  readonly preprocessing?: PreprocessingOptions
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  /** Multiply-adds of one example's forward pass. */
  readonly work: number
  /** Whether the reference engine runs it too: it is far too slow for a large one. */
  readonly compared: boolean
}

const shared = { optimizer: 'adam', learningRate: 0.001 }

/** Images of 8x8 pixels in 10 classes, and sentences of 8 words. The reference takes seconds for the small networks. */
const networks: Partial<Record<ProbeNetwork, Network>> = {
  mlp: {
    template: 'mlp',
    hyperparameters: { ...shared, layers: 1, neurons: 32, batchSize: 64, epochs: 3 },
    work: 64 * 32 + 32 * 10,
    compared: true,
  },
  cnn: {
    template: 'cnn',
    hyperparameters: {
      ...shared,
      convBlocks: 1,
      filters: 4,
      layers: 1,
      neurons: 16,
      batchSize: 64,
      epochs: 1,
    },
    work: 64 * 9 * 4 + 16 * 4 * 16 + 160,
    compared: true,
  },
  lstm: {
    template: 'text',
    dataset: 'sentiment-sentences',
    preprocessing: { text: { encoding: 'sequence', length: 8 } },
    hyperparameters: {
      ...shared,
      encoder: 'lstm',
      recurrentUnits: 8,
      embeddingUnits: 8,
      layers: 0,
      batchSize: 128,
      epochs: 1,
    },
    work: 8 * 4 * 8 * (8 + 8),
    compared: true,
  },
  'mlp-large': {
    template: 'mlp',
    hyperparameters: { ...shared, layers: 2, neurons: 1024, batchSize: 256, epochs: 2 },
    work: 64 * 1024 + 1024 * 1024 + 1024 * 10,
    compared: false,
  },
}

/** In the order in which they are probed. */
export const probeNetworks = Object.keys(networks) as readonly ProbeNetwork[]

export const isComparable = (network: ProbeNetwork): boolean => networks[network]!.compared

/** Multiply-adds of a step's forward pass, and rows of a step. */
export function workOf(network: ProbeNetwork): { readonly work: number; readonly batchSize: number } {
  const { work, hyperparameters } = networks[network]!
  const batchSize = Number(hyperparameters['batchSize'])
  return { work: work * batchSize, batchSize }
}

export async function probeAssignment(
  engine: EngineName,
  network: ProbeNetwork,
  referTo: (dataset: string) => Promise<DatasetReference>,
): Promise<Assignment> {
  const { template, hyperparameters, dataset = 'digits-8x8', preprocessing } = networks[network]!
  return {
    id: `probe-${engine}-${network}`,
    job: {
      template,
      task: 'classification',
      inputShape: [8, 8, 1],
      outputs: 10,
      hyperparameters: completeHyperparameters(template, hyperparameters),
      seed: 1,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    },
    dataset: await referTo(dataset),
    ...(preprocessing && { preprocessing }),
    split: {
      protocol: { kind: 'holdout', validationShare: 0.2 },
      by: 'stratified',
      seed: 1,
      sealed: 'official',
      openTest: false,
    },
    engines: [engine],
    checkpointEveryMs: Number.MAX_SAFE_INTEGER,
    keepModel: false,
  }
}
