import { join } from 'node:path'
import { referToDataset } from '../data/fingerprint.ts'
import type { DatasetReference } from '../data/reference.ts'
import type { Clock } from '../pool/clock.ts'
import type { Fork } from '../pool/fork.ts'
import { createPool, type PoolEvent } from '../pool/pool.ts'
import type { Assignment } from '../pool/protocol.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import type { EngineName } from '../training/engines/engine.ts'
import { engineNames } from '../training/engines/registry.ts'
import type { TemplateName } from '../training/job.ts'
import type { EpochMetrics } from '../training/result.ts'

/** What one engine did with a small real training job. */
export interface EngineProbe {
  readonly engine: EngineName
  readonly template: TemplateName
  readonly works: boolean
  readonly device?: string
  /** Training examples a second, in the fastest epoch. */
  readonly samplesPerSecond?: number
  /** Largest relative difference of an epoch's training loss from the reference engine's (tfjs-cpu); absent for itself. */
  readonly error?: number
  /** Why it does not work, a sentence. */
  readonly because?: string
}

const epochs = 3
const reference: EngineName = 'tfjs-cpu'
/** The reference takes a minute or more for a convolution; two narrow blocks on 8x8 pixels take it seconds. */
const configurations: Readonly<Record<TemplateName, Readonly<Record<string, number | string | boolean>>>> = {
  mlp: { layers: 1, neurons: 32, batchSize: 64, epochs, optimizer: 'adam', learningRate: 0.001 },
  cnn: {
    convBlocks: 1,
    filters: 4,
    layers: 1,
    neurons: 16,
    batchSize: 64,
    epochs: 1,
    optimizer: 'adam',
    learningRate: 0.001,
  },
}

/**
 * Trains an MLP and a CNN on the bundled 8x8 digits with every engine, each in a subprocess of its own, so that a driver that
 * crashes is only a "no". Takes some seconds an engine.
 */
export async function probeEngines(options: {
  readonly fork: Fork
  readonly clock: Clock
  /** Folder that holds datasets/. */
  readonly resources: string
  readonly onProbe?: (probe: EngineProbe) => void
}): Promise<readonly EngineProbe[]> {
  const dataset = await referToDataset(join(options.resources, 'datasets', 'digits-8x8'))
  const probes: EngineProbe[] = []
  for (const template of ['mlp', 'cnn'] as const) {
    let expected: readonly EpochMetrics[] | undefined
    for (const engine of [reference, ...engineNames.filter((name) => name !== reference)]) {
      const outcome = await train(engine, template, dataset, options)
      if (engine === reference) expected = outcome.epochs
      const probe = describe(engine, template, outcome, expected)
      probes.push(probe)
      options.onProbe?.(probe)
    }
  }
  return probes
}

interface Outcome {
  readonly epochs: readonly EpochMetrics[]
  readonly device?: string
  readonly failure?: string
}

function train(
  engine: EngineName,
  template: TemplateName,
  dataset: DatasetReference,
  { fork, clock }: { readonly fork: Fork; readonly clock: Clock },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const seen: EpochMetrics[] = []
    let device: string | undefined
    const finish = (failure?: string) => {
      void pool.close().then(() => resolve({ epochs: seen, ...(device && { device }), ...(failure && { failure }) }))
    }
    const onEvent = (event: PoolEvent): void => {
      if (event.type === 'began') device = event.device
      else if (event.type === 'epoch') seen.push(event.metrics)
      else if (event.type === 'finished') finish()
      else if (event.type === 'failed') finish(event.message)
      else if (event.type === 'cancelled') finish('The probe was broken off.')
      else if (event.type === 'cannot-start') finish(event.message)
    }
    const pool = createPool({ fork, clock, size: 1, onEvent })
    pool.dispatch(assignmentFor(engine, template, dataset), { timeMs: 120_000 })
  })
}

function assignmentFor(engine: EngineName, template: TemplateName, dataset: DatasetReference): Assignment {
  return {
    id: `probe-${engine}-${template}`,
    job: {
      template,
      task: 'classification',
      inputShape: [8, 8, 1],
      outputs: 10,
      hyperparameters: completeHyperparameters(template, configurations[template]),
      seed: 1,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    },
    dataset,
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

function describe(
  engine: EngineName,
  template: TemplateName,
  outcome: Outcome,
  expected: readonly EpochMetrics[] | undefined,
): EngineProbe {
  const { epochs: seen, device, failure } = outcome
  if (failure !== undefined) return { engine, template, works: false, because: failure, ...(device && { device }) }
  const speed = Math.max(...seen.map((epoch) => epoch.samplesPerSecond))
  const compared = engine !== reference && expected && expected.length === seen.length
  return {
    engine,
    template,
    works: true,
    samplesPerSecond: speed,
    ...(device && { device }),
    ...(compared && { error: largestDifference(seen, expected) }),
  }
}

function largestDifference(seen: readonly EpochMetrics[], expected: readonly EpochMetrics[]): number {
  const differences = seen.map((epoch, i) => {
    const [own, other] = [epoch.train['loss'] ?? NaN, expected[i]?.train['loss'] ?? NaN]
    return Math.abs(own - other) / Math.max(Math.abs(other), 1e-12)
  })
  return Math.max(...differences)
}
