import type { TrainingData } from './examples.ts'
import type { TrainingJob } from './job.ts'
import { bitsAt, keyOf } from './program/randomness/hash.ts'

/** The job with its batch size clipped to the rows there are to train on. */
export function fittedTo(job: TrainingJob, data: TrainingData): TrainingJob {
  const batchSize = Math.max(1, Math.min(job.hyperparameters.batchSize, data.train.count))
  return batchSize === job.hyperparameters.batchSize
    ? job
    : { ...job, hyperparameters: { ...job.hyperparameters, batchSize } }
}

/** Whole batches in an epoch. The rest of the shuffled rows, less than a batch, is left out; another shuffle, another rest. */
export function stepsPerEpoch(rows: number, batchSize: number): number {
  return Math.floor(rows / batchSize)
}

/**
 * The order in which an epoch visits the training rows: a permutation of 0 .. rows - 1 that follows from (seed, epoch) alone.
 * Fisher-Yates, drawing from the counter hash.
 */
export function shuffledRows(rows: number, seed: number, epoch: number): Int32Array {
  const key = keyOf(seed, 0xba7c4, epoch)
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  for (let last = rows - 1; last > 0; last--) {
    const chosen = Math.floor((bitsAt(key, last) / 4294967296) * (last + 1))
    const row = order[last]!
    order[last] = order[chosen]!
    order[chosen] = row
  }
  return order
}
