import { describe, expect, it } from 'vitest'
import { activations } from '../../../main/training/hyperparameters/architecture.ts'
import { optimizerNames } from '../../../main/training/hyperparameters/optimizer.ts'
import { CompiledEngine } from '../../../main/training/engines/compiled/engine.ts'
import type { TrainingSession } from '../../../main/training/engines/engine.ts'
import type { TrainingData } from '../../../main/training/examples.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { examplesFor, rowsFor, tinyJob } from './jobs.ts'
import type { JobOverrides } from './jobs.ts'
import { relativeError } from './reference.ts'

const steps = 20
const count = 40
const engine = CompiledEngine.create(() => performance.now())

const rates = (job: TrainingJob): Float32Array =>
  Float32Array.from({ length: steps }, (_, step) => job.hyperparameters.learningRate * (1 + step / steps))

/** Losses of 20 steps in slices of the given length, then predictions and state. */
async function run(session: TrainingSession, job: TrainingJob, slice = steps) {
  const [rows, learningRates] = [rowsFor(job, steps, count), rates(job)]
  const { batchSize } = job.hyperparameters
  const losses: number[] = []
  for (let from = 0; from < steps; from += slice) {
    const to = Math.min(steps, from + slice)
    losses.push(
      ...(await session.train({
        rows: rows.subarray(from * batchSize, to * batchSize),
        learningRates: learningRates.subarray(from, to),
        firstStep: from,
      })),
    )
  }
  const predictions = await session.predict('train', 0, count)
  const { tensors } = await session.capture()
  await session.dispose()
  return { losses, predictions, tensors }
}

type Run = Awaited<ReturnType<typeof run>>

function expectEqual(actual: Run, expected: Run): void {
  expect(relativeError(actual.losses, expected.losses)).toBeLessThan(1e-5)
  expect(relativeError(actual.predictions, expected.predictions)).toBeLessThan(1e-5)
  for (const { name, values } of expected.tensors)
    expect(relativeError(actual.tensors.find((tensor) => tensor.name === name)!.values, values), name).toBeLessThan(
      1e-5,
    )
}

/** Members of one structure: other rates, strengths, seeds. */
const variants = (overrides: JobOverrides, members: number): TrainingJob[] =>
  Array.from({ length: members }, (_, member) => {
    const job = tinyJob({ ...overrides, seed: member + 1 })
    const { learningRate, l1, l2, dropout, weightDecay } = job.hyperparameters
    const factor = 1 + member / 4
    const changed = { learningRate: learningRate * factor, l1: l1 * factor, l2: l2 * factor }
    return {
      ...job,
      hyperparameters: {
        ...job.hyperparameters,
        ...changed,
        dropout: dropout / factor,
        weightDecay: weightDecay * factor,
      },
    }
  })

const table: { readonly name: string; readonly job: JobOverrides }[] = [
  ...optimizerNames.map((optimizer) => ({ name: `optimizer ${optimizer}`, job: { optimizer, layers: 2 } })),
  ...activations.map((activation) => ({
    name: `activation ${activation}`,
    job: { activation, layers: 2, optimizer: 'adam' as const },
  })),
  ...(
    [
      { classificationLoss: 'focal', labelSmoothing: 0.1 },
      { classificationLoss: 'hinge', classWeights: [0.5, 2, 1] },
      { labelSmoothing: 0.2 },
      { task: 'regression', regressionLoss: 'meanAbsolute' },
      { task: 'regression', regressionLoss: 'huber', huberDelta: 0.4 },
      { task: 'regression', regressionLoss: 'logCosh' },
      { task: 'regression', regressionLoss: 'quantile', quantile: 0.8 },
      { clipValue: 0.05, clipNorm: 0.1, clipGlobalNorm: 0.12 },
      { maxNorm: 0.8, optimizer: 'adam' },
      { averaging: 'ema', averageDecay: 0.9 },
      { averaging: 'swa', averageFrom: 0.3, optimizer: 'adam' },
      { normalisation: 'layer', layers: 2 },
      { dropout: 0.3, dropoutKind: 'alpha', activation: 'selu' },
      { inputNoise: 0.2, hiddenNoise: 0.3, layers: 2 },
      { mixup: 0.4 },
      { layers: 3, neurons: 9, neuronShape: 'tapered', neuronsLast: 3 },
      { template: 'linear', l2: 0.01 },
      { template: 'linear', inputShape: [4, 4, 1], optimizer: 'adam' },
    ] as const
  ).map((job) => ({ name: JSON.stringify(job), job: job as JobOverrides })),
  { name: 'penalties', job: { l1: 0.001, l2: 0.01, weightDecay: 0.02, optimizer: 'adam' } },
  { name: 'dropout', job: { dropout: 0.4, layers: 2 } },
  { name: 'batch normalisation', job: { batchNorm: true, layers: 2, optimizer: 'adam' } },
  { name: 'regression', job: { task: 'regression', outputs: 2 } },
  { name: 'no hidden layer', job: { layers: 0, optimizer: 'adam' } },
  { name: 'images into a dense network', job: { inputShape: [4, 4, 1] } },
  ...(['lstm', 'gru', 'simpleRnn'] as const).map((encoder) => ({
    name: `recurrent network of ${encoder} cells`,
    job: {
      template: 'sequence' as const,
      inputShape: [4, 2],
      encoder,
      recurrentUnits: 3,
      recurrentDropout: 0.3,
      optimizer: 'adam' as const,
    },
  })),
]

describe('networks that train as one graph', () => {
  it.each(table)('$name: each equals itself alone', async ({ job }) => {
    const jobs = variants(job, 3)
    const data = examplesFor(jobs[0]!, count)
    const alone: Run[] = []
    for (const each of jobs) alone.push(await run(await engine.open(each, data), each))
    const members = await Promise.all(jobs.map((each) => engine.openMember(each, data)))
    expect(engine.largestStack).toBe(jobs.length)
    const together = await Promise.all(members.map((session, index) => run(session, jobs[index]!)))
    together.forEach((result, index) => expectEqual(result, alone[index]!))
  })

  it.each([
    [
      'group normalisation, which is written with convolutions',
      { normalisation: 'group', normalisationGroups: 2, neurons: 6 },
    ],
    ['a convolutional network', { template: 'cnn' }],
  ] as const)('and one without such a form trains by itself: %s', async (_what, job) => {
    const jobs = variants(job, 2)
    const data = examplesFor(jobs[0]!, count)
    const members = await Promise.all(jobs.map((each) => engine.openMember(each, data)))
    expect(engine.largestStack).toBe(0)
    const together = await Promise.all(members.map((session, index) => run(session, jobs[index]!)))
    for (const [index, each] of jobs.entries())
      expectEqual(together[index]!, await run(await engine.open(each, data), each))
  })

  it('may hold other rows each, train slices of other lengths, and leave one by one', async () => {
    const jobs = variants({ optimizer: 'adam', dropout: 0.2 }, 5)
    const data: TrainingData[] = jobs.map((job, index) => examplesFor(job, count, index < 3 ? 7 : 8))
    data[1] = data[0]!
    const alone: Run[] = []
    for (const [index, job] of jobs.entries()) alone.push(await run(await engine.open(job, data[index]!), job))
    const members = await Promise.all(jobs.map((job, index) => engine.openMember(job, data[index]!)))
    const slices = [20, 7, 3, 10, 1]
    const together = await Promise.all(members.map((session, index) => run(session, jobs[index]!, slices[index])))
    together.forEach((result, index) => expectEqual(result, alone[index]!))
  })
})
