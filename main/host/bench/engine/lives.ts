import { loadReferenced } from '../../../data/load.ts'
import { prepareTrainingData } from '../../../data/prepare.ts'
import type { CompiledSession } from '../../../training/engines/compiled/run/compiled-session.ts'
import { Engines } from '../../../training/engines/open.ts'
import type { TrainingData } from '../../../training/examples.ts'
import type { Hyperparameters } from '../../../training/hyperparameters/table.ts'
import type { TrainingJob } from '../../../training/job.ts'
import { shuffledRows, stepsPerEpoch } from '../../../training/batching.ts'
import { trainJob } from '../../../training/loop.ts'
import { keyOf, uniformAt } from '../../../training/program/randomness/hash.ts'
import { learningRates } from '../../../training/schedules/learning-rates.ts'
import type { Figure, Measurement } from '../figure.ts'
import { median, milliseconds } from './side-by-side.ts'
import { TrainingPool, digits, digitsTraining } from './training-pool.ts'

const megabyte = 2 ** 20

/** What engines meet in the life of a study: many trials, many structures, epoch after epoch. */

const trials = 200
const architectures = 30
const epochs = 20

/** Number `index` of the architectures: one or two hidden layers of 16 to 86 neurons. */
const architecture = (index: number): Partial<Hyperparameters> => {
  const neurons = 16 + 5 * (index >> 1)
  return { layers: 1 + (index & 1), neurons }
}

async function digitsRun(
  set: Partial<Hyperparameters>,
  seed: number,
): Promise<{ job: TrainingJob; data: TrainingData }> {
  const { dataset, split, job } = digitsTraining(await digits(), 'bench', set, seed)
  const data = prepareTrainingData(await loadReferenced(dataset), split, {})
  const { inputShape, outputs, task } = data
  return { job: { ...job, inputShape, outputs, task }, data }
}

/** Trials as a study without a model of the space would suggest them: any architecture after any other. */
async function measureBuildShare(): Promise<Measurement> {
  const engines = new Engines({ clock: milliseconds })
  const { job: base, data } = await digitsRun({ batchSize: 64, epochs, optimizer: 'adam', patience: 0 }, 1)
  let building = 0
  let builds = 0
  const started = milliseconds()
  try {
    for (let trial = 0; trial < trials; trial++) {
      const drawn = architecture(Math.floor(uniformAt(keyOf(1), trial) * architectures))
      const hyperparameters = { ...base.hyperparameters, ...drawn, learningRate: 0.0005 * (1 + (trial % 10)) }
      const opening = milliseconds()
      const opened = await engines.open(['compiled'], { ...base, hyperparameters, seed: trial }, data)
      await opened.session.predict('validation', 0, 1)
      const ms = milliseconds() - opening
      building += ms
      if (ms > 20) builds++
      await trainJob({ ...opened, data, clock: milliseconds, breathe: () => new Promise(setImmediate) })
      await opened.session.dispose()
    }
  } finally {
    await engines.dispose()
  }
  const total = milliseconds() - started
  return {
    value: building / total,
    how:
      `${trials} trials of digits-8x8 over ${architectures} architectures in random order, ${epochs} epochs each, on one ` +
      `engine: ${(building / 1000).toFixed(2)} of ${(total / 1000).toFixed(1)} s to open sessions and make their graphs ` +
      `(${builds} times more than 20 ms)`,
  }
}

async function measureInputShare(): Promise<Measurement> {
  const engines = new Engines({ clock: milliseconds })
  const { job, data } = await digitsRun({ batchSize: 32, layers: 1, neurons: 32, optimizer: 'adam' }, 1)
  const { count } = data.train
  const steps = stepsPerEpoch(count, 32)
  try {
    const session = (await engines.open(['compiled'], job, data)).session as CompiledSession
    const times: [input: number, total: number][] = []
    for (let epoch = 1; epoch <= 200; epoch++) {
      const start = milliseconds()
      const rows = shuffledRows(count, job.seed, epoch).subarray(0, steps * 32)
      const slice = { rows, learningRates: learningRates(job.hyperparameters, steps, 0, steps), firstStep: 0 }
      const drawn = milliseconds()
      session.feedsFor(slice)
      const fed = milliseconds()
      await session.train(slice)
      if (epoch <= 20) continue
      times.push([fed - start, drawn - start + (milliseconds() - fed)])
    }
    await session.dispose()
    const [input, total] = [median(times.map(([each]) => each)), median(times.map(([, each]) => each))]
    return {
      value: input / total,
      how:
        `64-32-10 on ${count} rows, batch 32, adam: ${input.toFixed(3)} of ${total.toFixed(3)} ms an epoch to shuffle rows ` +
        'and to compute rates and feeds, medians of 180 epochs; batches themselves are gathered inside the graph',
    }
  } finally {
    await engines.dispose()
  }
}

const manyTrials = 1000
const settledAfter = 200

/** One worker, as a study uses it. Its caches are full after some trials; what it gains from there on is lost memory. */
async function measureLeak(): Promise<Measurement> {
  const dataset = await digits()
  const pool = new TrainingPool(1)
  const train = async (from: number, to: number): Promise<number> => {
    const assignments = Array.from({ length: to - from }, (_, index) =>
      digitsTraining(
        dataset,
        `trial ${from + index}`,
        { batchSize: 64, epochs: 2, ...architecture((from + index) % 10) },
        index,
      ),
    )
    await pool.train(assignments, 1)
    // Its word on its memory comes every half second.
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    return pool.rssBytes[0] ?? NaN
  }
  try {
    const before = await train(0, settledAfter)
    const after = await train(settledAfter, manyTrials)
    return {
      value: (after - before) / megabyte,
      how:
        `One worker: ${(before / megabyte).toFixed(0)} MB after ${settledAfter} trials of 2 epochs over 10 architectures, ` +
        `${(after / megabyte).toFixed(0)} MB after ${manyTrials}`,
    }
  } finally {
    await pool.close()
  }
}

export const lifeFigures: readonly Figure[] = [
  { name: 'engine.build.share', unit: 'share', goal: { op: '<=', value: 0.05 }, measure: measureBuildShare },
  { name: 'engine.input.share', unit: 'share', goal: { op: '<=', value: 0.05 }, measure: measureInputShare },
  { name: 'engine.leak.megabytes', unit: 'MB', goal: { op: '<=', value: 20 }, measure: measureLeak },
]
