import type { Assignment } from '../../../pool/protocol.ts'
import type { Figure, Measurement } from '../figure.ts'
import { TrainingPool, digits, digitsTraining } from './training-pool.ts'

const workers = 2
const members = 8
const epochs = 30
const rounds = 3

/** What is compared is training; evaluation is the same for both. */
const hardlyValidated = {
  protocol: { kind: 'holdout', validationShare: 0.02 },
  by: 'stratified',
  seed: 1,
  sealed: 'official',
  openTest: false,
} as const

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

/**
 * Whole trainings by real workers, messages and evaluation on a few rows included: sixteen networks that differ in rate and seed, eight to
 * each of two workers, as a stack or one after the other. Turn by turn, so that whatever else the machine does meets both.
 */
async function measureStackedGain(): Promise<Measurement> {
  const dataset = await digits()
  const pool = new TrainingPool(workers)
  const trainings = (round: string, stack: boolean): readonly Assignment[] =>
    Array.from({ length: workers * members }, (_, index) =>
      digitsTraining(
        dataset,
        `${round} ${stack ? 'stacked' : 'alone'} ${index}`,
        {
          batchSize: 32,
          epochs,
          layers: 1,
          neurons: 32,
          optimizer: 'adam',
          patience: 0,
          learningRate: 0.0005 * (index + 1),
        },
        index,
        { split: hardlyValidated, ...(stack ? { stack: 'bench' } : {}) },
      ),
    )
  const run = async (round: string, stack: boolean): Promise<number> =>
    (await pool.train(trainings(round, stack), stack ? workers * members : workers)).seconds
  try {
    for (const stack of [false, true]) await run('warming', stack)
    const times: [alone: number, stacked: number][] = []
    for (let round = 0; round < rounds; round++)
      times.push([await run(`round ${round}`, false), await run(`round ${round}`, true)])
    const [alone, stacked] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))]
    return {
      value: median(times.map(([a, b]) => a / b)),
      how:
        `${workers * members} trainings of digits-8x8 (64-32-10, batch 32, adam, ${epochs} epochs) on ${workers} workers: ` +
        `${alone.toFixed(2)} s one after the other, ${stacked.toFixed(2)} s in stacks of ${members}; messages and ` +
        `evaluation on 2 % of the rows included; medians of ${rounds} turns each, ratio of neighbouring turns`,
    }
  } finally {
    await pool.close()
  }
}

export const stackedGain: Figure = {
  name: 'engine.stacked.gain',
  unit: 'ratio',
  goal: { op: '>=', value: 1.8 },
  measure: measureStackedGain,
}
