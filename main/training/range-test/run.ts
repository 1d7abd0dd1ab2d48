import { rowsPerStep, shuffledRows, stepsPerEpoch } from '../batching.ts'
import type { TrainingSession } from '../engines/engine.ts'
import type { TrainingData } from '../examples.ts'
import { NoTrainingRows } from '../fault.ts'
import type { TrainingJob } from '../job.ts'
import type { RangeTestReading } from './suggest.ts'
import { rangeTestRates, readRangeTest } from './suggest.ts'

export interface RangeTest {
  /** As `Engines.open` gave it back, its batch size clipped. */
  readonly job: TrainingJob
  readonly data: TrainingData
  /** Freshly opened for this job; left open, and spoilt for training. */
  readonly session: Pick<TrainingSession, 'train' | 'stepsPerSlice'>
  /** Rates, both above 0. */
  readonly from: number
  readonly to: number
  readonly steps: number
  /** Lets the event loop breathe between slices. */
  readonly breathe: () => Promise<void>
}

/** Most steps of a slice: what comes after divergence is thrown away. */
const mostOfSlice = 16

/**
 * Trains a fresh network for a step at each of `steps` rates between `from` and `to`, growing by the same factor, with the
 * job's optimizer and batches, and reads off where its loss falls fastest. Ends early where the loss diverges. The job's own
 * rate and schedule are without effect.
 *
 * @throws NoTrainingRows, RangeError
 */
export async function testLearningRates({
  job,
  data,
  session,
  from,
  to,
  steps,
  breathe,
}: RangeTest): Promise<RangeTestReading> {
  if (data.train.count === 0) throw new NoTrainingRows()
  const rates = rangeTestRates(from, to, steps)
  const batch = rowsPerStep(job)
  const perEpoch = stepsPerEpoch(data.train.count, batch)
  const losses: number[] = []
  let reading = readRangeTest(rates, losses)
  while (losses.length < steps && !reading.diverged) {
    await breathe()
    const at = losses.length
    const epoch = Math.floor(at / perEpoch)
    const inEpoch = at % perEpoch
    const count = Math.min(session.stepsPerSlice, mostOfSlice, perEpoch - inEpoch, steps - at)
    const rows = shuffledRows(data.train.count, job.seed, epoch + 1)
    const slice = {
      rows: rows.slice(inEpoch * batch, (inEpoch + count) * batch),
      learningRates: rates.slice(at, at + count),
    }
    losses.push(...(await session.train({ ...slice, firstStep: at })))
    reading = readRangeTest(rates, losses)
  }
  return reading
}
