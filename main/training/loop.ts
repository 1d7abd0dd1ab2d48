import { averages, withAverages } from './averaging.ts'
import { rowsPerStep, shuffledRows, stepsOf, stepsPerEpoch } from './batching.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Clock } from './clock.ts'
import { earlyStopping } from './early-stopping.ts'
import type { EarlyStoppingView } from './early-stopping.ts'
import type { Engine, SessionState, TrainingSession } from './engines/engine.ts'
import type { Examples, TrainingData } from './examples.ts'
import { NoTrainingRows, NotFinite, TrainingStopped } from './fault.ts'
import type { TrainingJob } from './job.ts'
import { latencyOf } from './latency.ts'
import type { ClassResults } from './metrics/by-class.ts'
import { evaluate, evaluateClasses } from './metrics/evaluate.ts'
import type { Metric } from './metrics/metric.ts'
import { findMetric } from './metrics/table.ts'
import { networkSize } from './network-size.ts'
import type { EpochMetrics, Metrics, TrainingResult } from './result.ts'
import { numbersPerExample, scoredRuns, targetsOfRuns } from './scored-rows.ts'
import { learningRates } from './schedules/learning-rates.ts'

export interface TrainingRun {
  /** As `Engines.open` gave it back, its batch size clipped. */
  readonly job: TrainingJob
  readonly data: TrainingData
  readonly engine: Pick<Engine, 'name' | 'device'>
  /** Freshly opened for this job; left open. */
  readonly session: TrainingSession
  readonly clock: Clock
  /** Lets the event loop breathe between slices, e.g. by setImmediate. */
  readonly breathe: () => Promise<void>
  /** Go on from here instead of from the initial weights. */
  readonly checkpoint?: Checkpoint
  /** Least time between checkpoints, in ms; 0: after every epoch; absent: none. */
  readonly checkpointEveryMs?: number
  /** Epochs after which there is a checkpoint whenever the last one was. */
  readonly checkpointAt?: readonly number[]
  /** Stop after this epoch, as if it were the last. */
  readonly untilEpoch?: number
  /** There is a checkpoint at the end too, of the weights as they are then. */
  readonly keepState?: boolean
  readonly onEpoch?: (metrics: EpochMetrics) => void
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void
  /** Asked between slices. */
  readonly shouldStop?: () => boolean
}

/** A finished training; `state` holds the kept weights and whatever else the session had then. */
export interface TrainedNetwork extends TrainingResult {
  readonly state: SessionState
}

/**
 * Trains a network to the end of its epochs, or until early stopping ends it, and scores the kept weights. The same job and
 * data give the same result on the same engine, whether or not training was interrupted and resumed from a checkpoint.
 *
 * Training metrics of an epoch are the mean data loss of its steps, with dropout and the weights as they were then. Those of
 * the result are all metrics of the kept weights over all training rows.
 *
 * @throws NotFinite when the loss diverges
 * @throws TrainingStopped when `shouldStop` says so
 * @throws NoTrainingRows, UnknownMetric
 */
export async function trainJob(run: TrainingRun): Promise<TrainedNetwork> {
  const { job, data, engine, session, clock } = run
  if (data.train.count === 0) throw new NoTrainingRows()
  const monitored = findMetric(job.task, job.monitor.metric).name
  const progress = new Progress(run, monitored)
  if (run.checkpoint !== undefined) await session.restore(run.checkpoint.state)
  while (!progress.finished) {
    const metrics = await trainEpoch(run, progress.epochs.length + 1, progress.costs)
    await progress.add(metrics)
  }
  const keptEpoch = progress.keptEpoch
  await progress.finish()
  const validation = await score(run, 'validation')
  const train = await score(run, 'train')
  const test = data.test && (await score(run, 'test'))
  return {
    keptEpoch,
    stoppedEarly: progress.epochs.length < Math.min(job.hyperparameters.epochs, run.untilEpoch ?? Infinity),
    validation: validation.metrics,
    train: train.metrics,
    ...(test && { test: test.metrics }),
    ...classesOf(validation.classes, test?.classes),
    epochs: progress.epochs.length,
    seconds: progress.epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    ...networkSize(job),
    ...(await latencyOf(data, session, clock)),
    engine: engine.name,
    device: engine.device,
    state: await session.capture(),
  }
}

/** The parts of a result's `classes` that there are; nothing where there is none. */
export function classesOf(
  validation: ClassResults | undefined,
  test: ClassResults | undefined,
): Pick<TrainingResult, 'classes'> {
  if (!validation && !test) return {}
  return { classes: { ...(validation && { validation }), ...(test && { test }) } }
}

/** The epochs so far, the best weights among them, and when to checkpoint. */
class Progress {
  readonly #run: TrainingRun
  readonly #monitored: string
  /** What patience follows, where it is not the objective. */
  readonly #stopping: Metric | undefined
  readonly epochs: EpochMetrics[]
  best: Checkpoint['best']
  #lastCheckpoint: number

  constructor(run: TrainingRun, monitored: string) {
    this.#run = run
    this.#monitored = monitored
    const { task, hyperparameters } = run.job
    const { stoppingMetric } = hyperparameters
    this.#stopping = stoppingMetric === 'objective' ? undefined : findMetric(task, stoppingMetric)
    this.epochs = [...(run.checkpoint?.epochs ?? [])]
    this.best = run.checkpoint?.best
    this.#lastCheckpoint = run.clock()
  }

  get #view(): EarlyStoppingView {
    const { hyperparameters: h, monitor } = this.#run.job
    return this.#viewOf(this.#monitored, monitor.direction, h.patience)
  }

  #viewOf(metric: string, direction: Metric['direction'], patience: number): EarlyStoppingView {
    const { minDelta, stoppingAfter: after } = this.#run.job.hyperparameters
    const values = this.epochs.map(({ validation }) => validation[metric])
    return earlyStopping(values, { direction, patience, minDelta, after })
  }

  get #stops(): boolean {
    const metric = this.#stopping
    return metric === undefined
      ? this.#view.stop
      : this.#viewOf(metric.name, metric.direction, this.#run.job.hyperparameters.patience).stop
  }

  /** The monitored metric by epoch, its sign such that lower is better. */
  get costs(): (number | undefined)[] {
    const sign = this.#run.job.monitor.direction === 'minimise' ? 1 : -1
    return this.epochs.map(({ validation }) => {
      const value = validation[this.#monitored]
      return value === undefined ? undefined : sign * value
    })
  }

  get finished(): boolean {
    const { job, untilEpoch = Infinity } = this.#run
    return this.epochs.length >= Math.min(job.hyperparameters.epochs, untilEpoch) || this.#stops
  }

  get keptEpoch(): number {
    return this.best?.epoch ?? this.epochs.length
  }

  async add(metrics: EpochMetrics): Promise<void> {
    const { job, onEpoch } = this.#run
    this.epochs.push(metrics)
    const value = metrics.validation[this.#monitored]
    if (job.hyperparameters.restoreBest && value !== undefined && this.#view.bestEpoch === metrics.epoch)
      this.best = { epoch: metrics.epoch, value, state: await this.#kept() }
    onEpoch?.(metrics)
    if (!this.finished || this.#run.keepState) await this.#checkpoint(metrics.epoch, this.finished)
  }

  /** What would be kept if training ended now. */
  async #kept(): Promise<SessionState> {
    const state = await this.#run.session.capture()
    return averages(this.#run.job.hyperparameters) ? withAverages(state) : state
  }

  /** Puts the weights in place that training ends with. */
  async finish(): Promise<void> {
    const { session, job } = this.#run
    if (this.best !== undefined) {
      if (this.keptEpoch < this.epochs.length || averages(job.hyperparameters)) await session.restore(this.best.state)
    } else if (averages(job.hyperparameters)) await session.restore(await this.#kept())
  }

  async #checkpoint(epoch: number, must: boolean): Promise<void> {
    const { session, clock, checkpointEveryMs, onCheckpoint } = this.#run
    if (onCheckpoint === undefined) return
    const isDue = checkpointEveryMs !== undefined && clock() - this.#lastCheckpoint >= checkpointEveryMs
    if (!isDue && !must && this.#run.checkpointAt?.includes(epoch) !== true) return
    const { best } = this
    const reusable = best?.epoch === epoch && !averages(this.#run.job.hyperparameters)
    const state = reusable ? best.state : await session.capture()
    onCheckpoint({ epoch, state, ...(best === undefined ? {} : { best }), epochs: [...this.epochs] })
    this.#lastCheckpoint = clock()
  }
}

/** @param past validation cost of each epoch so far, for schedules that look at it */
async function trainEpoch(
  run: TrainingRun,
  epoch: number,
  past: readonly (number | undefined)[],
): Promise<EpochMetrics> {
  const { job, data, session, clock } = run
  const batchSize = rowsPerStep(job, epoch)
  const start = clock()
  const rows = shuffledRows(data.train.count, job.seed, epoch)
  const steps = stepsPerEpoch(data.train.count, batchSize)
  // Rates follow the epoch and its fraction, as if all epochs had had as many steps; the counter counts those there were.
  const rates = learningRates(job.hyperparameters, steps, (epoch - 1) * steps, steps, past)
  const before = stepsOf({ ...job, trainingRows: data.train.count }, epoch - 1)
  let lossSum = 0
  for (let step = 0; step < steps;) {
    await pause(run, epoch)
    const count = Math.min(session.stepsPerSlice, steps - step)
    const losses = await session.train({
      rows: rows.subarray(step * batchSize, (step + count) * batchSize),
      learningRates: rates.subarray(step, step + count),
      firstStep: before + step,
    })
    losses.forEach((loss, index) => {
      if (!Number.isFinite(loss)) throw new NotFinite(loss, epoch, step + index + 1)
      lossSum += loss
    })
    step += count
  }
  const trainedMs = clock() - start
  const validation = await averaging(run, () => score(run, 'validation', epoch).then(({ metrics }) => metrics))
  return {
    epoch,
    train: { loss: lossSum / steps },
    validation,
    learningRate: rates[steps - 1]!,
    seconds: (clock() - start) / 1000,
    samplesPerSecond: trainedMs > 0 ? (steps * batchSize) / (trainedMs / 1000) : 0,
  }
}

/** Lets `use` see the averages of the weights instead of the weights, where the job averages. */
async function averaging<T>({ job, session }: TrainingRun, use: () => Promise<T>): Promise<T> {
  if (!averages(job.hyperparameters)) return use()
  const state = await session.capture()
  await session.restore(withAverages(state))
  try {
    return await use()
  } finally {
    await session.restore(state)
  }
}

async function pause(run: TrainingRun, epoch: number): Promise<void> {
  await run.breathe()
  if (run.shouldStop?.() === true) throw new TrainingStopped(epoch - 1)
}

interface Scored {
  readonly metrics: Metrics
  readonly classes?: ClassResults
}

/**
 * Metrics of the present weights on a part; none when it has no rows.
 * @param epoch for whom to blame, and to allow a stop; absent: training has ended, and classes are looked at one by one
 */
async function score(run: TrainingRun, part: 'train' | 'validation' | 'test', epoch?: number): Promise<Scored> {
  const { data, session } = run
  const examples: Examples | undefined = data[part]
  if (examples === undefined || examples.count === 0) return { metrics: {} }
  const runs = scoredRuns(data, part)
  const known = targetsOfRuns(examples, runs)
  const predicted = new Float32Array(known.count * numbersPerExample(data))
  let at = 0
  for (const { from, count } of runs) {
    if (epoch === undefined) await run.breathe()
    else await pause(run, epoch)
    const outputs = await session.predict(part, from, count)
    predicted.set(outputs, at)
    at += outputs.length
  }
  const { monitor, hyperparameters } = run.job
  const watched = epoch === undefined ? undefined : [monitor.metric]
  const metrics = evaluate(data, known, predicted, watched, hyperparameters.quantile)
  const { loss } = metrics
  if (epoch !== undefined && loss !== undefined && !Number.isFinite(loss)) throw new NotFinite(loss, epoch)
  const classes = epoch === undefined && part !== 'train' ? evaluateClasses(data, known, predicted) : undefined
  return { metrics, ...(classes && { classes }) }
}
