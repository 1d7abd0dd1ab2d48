import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import { referToDataset } from '../../data/fingerprint.ts'
import type { DatasetReference } from '../../data/reference.ts'
import { defaultPoolSize } from '../../pool/default-size.ts'
import type { PoolEvent } from '../../pool/pool.ts'
import { createPool } from '../../pool/pool.ts'
import type { Assignment } from '../../pool/protocol.ts'
import { completeHyperparameters } from '../../training/hyperparameters/complete.ts'
import { createChildFork } from '../fork-child.ts'
import { resourcesFolder, workerModule } from '../paths.ts'
import { processClock } from '../../pool/process-clock.ts'
import type { Figure, Measurement } from './figure.ts'

const jobSeconds = 1.1
const jobsPerWorker = 15
const calibrationEpochs = 20
/** Networks of several sizes, as a study tries them: each worker compiles each of them once. */
const neurons = [48, 64, 96]

export const poolFigures: readonly Figure[] = [
  { name: 'pool.busy', unit: 'share', goal: { op: '>=', value: 0.9 }, measure: measureBusy },
]

/**
 * Real trainings on a real pool whose workers have started and know the shapes; the next is ordered when one has ended.
 * Starting is left out, as a study goes on for minutes or hours, and said beside.
 */
async function measureBusy(): Promise<Measurement> {
  const dataset = await referToDataset(join(resourcesFolder, 'datasets', 'digits-8x8'))
  const size = defaultPoolSize(availableParallelism(), freemem())
  const bench = openBench(size)
  try {
    const warming = await bench.train(jobs(dataset, 'warming', size * neurons.length, calibrationEpochs))
    const epochs = Math.ceil((calibrationEpochs * jobSeconds) / Math.min(...warming.seconds))
    const { seconds, wallSeconds } = await bench.train(jobs(dataset, 'job', size * jobsPerWorker, epochs))
    return {
      value: sum(seconds) / (size * wallSeconds),
      how:
        `${seconds.length} trainings of digits-8x8 (MLP 64-{${neurons.join('|')}}-10, ${epochs} epochs, mean ` +
        `${mean(seconds).toFixed(2)} s) on ${size} warm workers took ${wallSeconds.toFixed(1)} s. Share of the workers' time from ` +
        `"began" to "finished"; preparing, and waiting for orders and for the last one, count as idle. Before that, start of ` +
        `processes, loading data and compiling took ${warming.firstBeganSeconds.toFixed(1)} s.`,
    }
  } finally {
    await bench.close()
  }
}

function jobs(dataset: DatasetReference, name: string, count: number, epochs: number): readonly Assignment[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${name} ${index}`,
    dataset,
    job: {
      template: 'mlp',
      task: 'classification',
      inputShape: [8, 8, 1],
      outputs: 10,
      hyperparameters: {
        ...completeHyperparameters('mlp', { neurons: neurons[index % neurons.length] as number, epochs, patience: 0 }),
        learningRate: 0.001 * (1 + (index % 7)),
      },
      seed: index,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    },
    split: {
      protocol: { kind: 'holdout', validationShare: 0.2 },
      by: 'stratified',
      seed: 1,
      sealed: 'official',
      openTest: false,
    },
    engines: ['compiled', 'tfjs-wasm', 'tfjs-cpu'],
    checkpointEveryMs: 2_000,
    keepModel: false,
  }))
}

interface Trained {
  /** How long each took, from "began" to "finished". */
  readonly seconds: readonly number[]
  readonly wallSeconds: number
  readonly firstBeganSeconds: number
}

function openBench(size: number): {
  train(assignments: readonly Assignment[]): Promise<Trained>
  close(): Promise<void>
} {
  let hear: (event: PoolEvent) => void = () => undefined
  const fork = createChildFork(workerModule)
  const pool = createPool({ fork, clock: processClock, size, onEvent: (event) => hear(event) })

  const train = (assignments: readonly Assignment[]): Promise<Trained> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const elapsed = (): number => (performance.now() - startedAt) / 1000
      const waiting = [...assignments]
      const began = new Map<string, number>()
      const seconds: number[] = []
      const order = (): void => {
        for (const next of waiting.splice(0, pool.free)) pool.dispatch(next)
      }
      hear = (event) => {
        if (event.type === 'began') began.set(event.id, elapsed())
        else if (event.type === 'free') order()
        else if (event.type === 'failed' || event.type === 'cannot-start')
          reject(new Error([event.message, ...event.log].join('\n')))
        else if (event.type === 'finished') {
          seconds.push(elapsed() - (began.get(event.id) ?? NaN))
          if (seconds.length === assignments.length)
            resolve({ seconds, wallSeconds: elapsed(), firstBeganSeconds: Math.min(...began.values()) })
        }
      }
      order()
    })
  return { train, close: () => pool.close() }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
