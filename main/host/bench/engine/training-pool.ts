import { join } from 'node:path'
import { referToDataset } from '../../../data/fingerprint.ts'
import type { DatasetReference } from '../../../data/reference.ts'
import type { Pool, PoolEvent } from '../../../pool/pool.ts'
import { createPool } from '../../../pool/pool.ts'
import { processClock } from '../../../pool/process-clock.ts'
import type { Assignment } from '../../../pool/protocol.ts'
import { completeHyperparameters } from '../../../training/hyperparameters/complete.ts'
import type { Hyperparameters } from '../../../training/hyperparameters/table.ts'
import type { EpochMetrics, TrainingResult } from '../../../training/result.ts'
import { createChildFork } from '../../fork-child.ts'
import { resourcesFolder, workerModule } from '../../paths.ts'

export const digits = (): Promise<DatasetReference> => referToDataset(join(resourcesFolder, 'datasets', 'digits-8x8'))

/** A training of digits-8x8 by a dense network, as a study orders it. */
export function digitsTraining(
  dataset: DatasetReference,
  id: string,
  set: Partial<Hyperparameters>,
  seed: number,
  changes: Partial<Assignment> = {},
): Assignment {
  return {
    id,
    dataset,
    job: {
      template: 'mlp',
      task: 'classification',
      inputShape: [8, 8, 1],
      outputs: 10,
      hyperparameters: { ...completeHyperparameters('mlp', set as Record<string, number>), ...set },
      seed,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    },
    split: {
      protocol: { kind: 'holdout', validationShare: 0.2 },
      by: 'stratified',
      seed: 1,
      sealed: 'official',
      openTest: false,
    },
    engines: ['compiled'],
    checkpointEveryMs: 2_000,
    keepModel: false,
    ...changes,
  }
}

/** A pool of real workers that trains what it is given, as many at a time as it is told. */
export class TrainingPool {
  readonly #pool: Pool
  #hear: (event: PoolEvent) => void = () => undefined

  constructor(workers: number) {
    this.#pool = createPool({
      fork: createChildFork(workerModule),
      clock: processClock,
      size: workers,
      onEvent: (event) => this.#hear(event),
    })
  }

  /**
   * Trains all; the next is ordered when one has ended.
   * @param atOnce assignments that are in the pool's hands at a time
   * @param onEpoch told of every epoch of every training
   * @throws Error with the worker's words where one fails
   */
  train(
    assignments: readonly Assignment[],
    atOnce: number,
    onEpoch: (id: string, metrics: EpochMetrics) => void = () => undefined,
  ): Promise<{ readonly seconds: number; readonly results: readonly TrainingResult[] }> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const waiting = [...assignments]
      const results: TrainingResult[] = []
      const order = (): void => {
        const next = waiting.shift()
        if (next) this.#pool.dispatch(next)
      }
      this.#hear = (event) => {
        if (event.type === 'failed' || event.type === 'cannot-start')
          reject(new Error([event.message, ...event.log].join('\n')))
        if (event.type === 'epoch') onEpoch(event.id, event.metrics)
        if (event.type !== 'finished') return
        results.push(event.result)
        if (results.length === assignments.length) resolve({ seconds: (performance.now() - startedAt) / 1000, results })
        else order()
      }
      for (let index = 0; index < Math.min(atOnce, assignments.length); index++) order()
    })
  }

  /** Memory of the workers as they last said, in bytes. */
  get rssBytes(): readonly number[] {
    return this.#pool.workers().flatMap(({ rssBytes }) => (rssBytes === undefined ? [] : [rssBytes]))
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}
