import type { TrainingData } from './examples.ts'
import type { TrainingJob } from './job.ts'
import { bitsAt, keyOf } from './program/randomness/hash.ts'

/** Rows that a step sees: of all batches whose gradients it averages. */
export const rowsPerStep = ({ hyperparameters: { batchSize, accumulation } }: TrainingJob): number =>
  batchSize * accumulation

/** The job with its batches clipped to the rows there are to train on, and with the steps that make an epoch. */
export function fittedTo(job: TrainingJob, data: TrainingData): TrainingJob {
  const h = job.hyperparameters
  const rows = Math.max(1, data.train.count)
  const accumulation = h.fullBatch ? 1 : Math.min(h.accumulation, rows)
  const batchSize = h.fullBatch ? rows : Math.min(h.batchSize, Math.floor(rows / accumulation))
  const fitted = { ...job, hyperparameters: { ...h, batchSize, accumulation } }
  return { ...fitted, stepsPerEpoch: stepsPerEpoch(rows, rowsPerStep(fitted)) }
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
  const order = new Int32Array(rows)
  for (let row = 0; row < rows; row++) order[row] = row // ten times as fast as Int32Array.from
  for (let last = rows - 1; last > 0; last--) {
    const chosen = Math.floor((bitsAt(key, last) / 4294967296) * (last + 1))
    const row = order[last]!
    order[last] = order[chosen]!
    order[chosen] = row
  }
  return order
}
