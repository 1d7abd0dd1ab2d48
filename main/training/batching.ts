import type { TrainingData } from './examples.ts'
import type { TrainingJob } from './job.ts'
import { bitsAt, keyOf } from './program/randomness/hash.ts'

/** How often batches have grown before an epoch (from 1). */
const growthsBefore = (epoch: number, every: number): number => Math.floor((epoch - 1) / every)

/**
 * Rows of a batch in an epoch (from 1): batchSize, multiplied by batchGrowth after each batchGrowthEpochs, rounded, up to
 * batchSizeLimit and the rows there are. A function of the epoch alone.
 * @see Smith, Kindermans, Ying and Le, Don't decay the learning rate, increase the batch size, ICLR 2018
 */
export function batchSizeAt({ hyperparameters: h, trainingRows = Infinity }: TrainingJob, epoch: number): number {
  if (h.batchGrowth === 1) return h.batchSize
  const limit = Math.min(h.batchSizeLimit, Math.floor(trainingRows / h.accumulation))
  const grown = Math.round(h.batchSize * h.batchGrowth ** growthsBefore(epoch, h.batchGrowthEpochs))
  return Math.max(h.batchSize, Math.min(grown, limit))
}

/** Rows that a step of an epoch sees: of all batches whose gradients it averages. */
export const rowsPerStep = (job: TrainingJob, epoch = 1): number =>
  batchSizeAt(job, epoch) * job.hyperparameters.accumulation

/** Steps of the first `epochs` epochs, which may be fractional: where the counter of steps stands then. */
export function stepsOf(job: TrainingJob, epochs: number): number {
  const rows = job.trainingRows ?? rowsPerStep(job)
  const stepsAt = (epoch: number): number => stepsPerEpoch(rows, rowsPerStep(job, epoch))
  const { batchGrowth, batchGrowthEpochs: every } = job.hyperparameters
  if (batchGrowth === 1) return Math.floor(epochs * stepsAt(1))
  let steps = 0
  for (let done = 0; done < epochs; done += every) steps += Math.min(every, epochs - done) * stepsAt(done + 1)
  return Math.floor(steps)
}

/** The job with its batches clipped to the rows there are to train on, and with their number. */
export function fittedTo(job: TrainingJob, data: TrainingData): TrainingJob {
  const h = job.hyperparameters
  const rows = Math.max(1, data.train.count)
  const accumulation = h.fullBatch ? 1 : Math.min(h.accumulation, rows)
  const batchSize = h.fullBatch ? rows : Math.min(h.batchSize, Math.floor(rows / accumulation))
  return { ...job, hyperparameters: { ...h, batchSize, accumulation }, trainingRows: rows }
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
