/**
 * Checks of every message on arrival, both ways. A worker may be damaged or of another build; main may be too.
 * Tensors are checked for their sort, not element by element.
 */
import { z } from 'zod'
import type { FromWorker, SavedModel, ToWorker } from './protocol.ts'
import { failureReasons } from './protocol.ts'
import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import type { Hyperparameters } from '../training/hyperparameters/table.ts'
import type { TrainingJob } from '../training/job.ts'
import { mostClasses, mostClassesInMatrix, type ClassResults } from '../training/metrics/by-class.ts'
import type { EpochMetrics, TrainingResult } from '../training/result.ts'
import type { SessionState } from '../training/engines/engine.ts'
import { engineNames } from '../training/engines/registry.ts'

const id = z.string().min(1)
const count = z.int().min(0)
/** A metric may have left the range of numbers: that is for the study to judge, not a broken message. */
const measure = z.custom<number>((value) => typeof value === 'number', 'expected a number')
const metrics = z.record(z.string(), measure)

const tensor = z.object({
  name: z.string(),
  shape: z.array(count),
  values: z.instanceof(Float32Array<ArrayBufferLike>),
})
const sessionState = z.object({ tensors: z.array(tensor) }) satisfies z.ZodType<SessionState>

const epochMetrics = z.object({
  epoch: count,
  train: metrics,
  validation: metrics,
  learningRate: measure,
  seconds: measure,
  samplesPerSecond: measure,
}) satisfies z.ZodType<EpochMetrics>

const checkpoint = z.object({
  epoch: count,
  state: sessionState,
  best: z.object({ epoch: count, value: measure, state: sessionState }).exactOptional(),
  epochs: z.array(epochMetrics),
}) satisfies z.ZodType<Checkpoint>

const countsByClass = z.array(count).max(mostClasses)
const classResults = z.union([
  z.object({ matrix: z.array(z.array(count).max(mostClassesInMatrix)).max(mostClassesInMatrix) }),
  z.object({ actual: countsByClass, predicted: countsByClass, hits: countsByClass }),
]) satisfies z.ZodType<ClassResults>

const result = z.object({
  keptEpoch: count,
  stoppedEarly: z.boolean(),
  validation: metrics,
  train: metrics,
  test: metrics.exactOptional(),
  epochs: count,
  seconds: measure,
  parameters: count,
  modelBytes: count.exactOptional(),
  latency: measure.exactOptional(),
  classes: z
    .object({ validation: classResults.exactOptional(), test: classResults.exactOptional() })
    .refine(({ validation, test }) => validation ?? test, 'expected validation or test')
    .exactOptional(),
  engine: z.string(),
  device: z.string(),
}) satisfies z.ZodType<TrainingResult>

const model = z.object({
  json: z.string(),
  weights: sessionState,
  preprocessing: z.string(),
}) satisfies z.ZodType<SavedModel>

const engine = z.enum(engineNames)

/** Everything but what every template needs is left to training/, which knows the ranges of its hyperparameters. */
const hyperparameters = z.custom<Hyperparameters>(
  (value) =>
    z.looseObject({ epochs: count, batchSize: count.min(1), learningRate: z.number() }).safeParse(value).success,
  'not hyperparameters',
)

const job = z.custom<TrainingJob>(
  (value) =>
    z
      .object({
        template: z.string(),
        task: z.enum(['classification', 'regression']),
        inputShape: z.array(count).min(1),
        outputs: count,
        hyperparameters,
        seed: z.int(),
        monitor: z.object({ metric: z.string(), direction: z.enum(['minimise', 'maximise']) }),
      })
      .safeParse(value).success,
  'not a training job',
)

const split = z.object({
  protocol: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('holdout'), validationShare: z.number() }),
    z.object({ kind: z.literal('kfold'), folds: count.min(2), fold: count }),
  ]),
  by: z.enum(['stratified', 'random', 'group', 'time']),
  column: z.string().exactOptional(),
  seed: z.int(),
  trainShare: z.number().exactOptional(),
  sealed: z.union([z.literal('official'), z.number()]),
  sealedSeed: z.int().exactOptional(),
  openTest: z.boolean(),
})

const startAs = z.enum(['continued', 'grown'])

const startingPoint = z.object({
  as: startAs,
  ancestors: z
    .array(
      z.object({
        hyperparameters,
        seed: z.int(),
        untilEpoch: count.min(1).exactOptional(),
        as: startAs.exactOptional(),
      }),
    )
    .min(1),
  checkpoint: checkpoint.exactOptional(),
})

const assignment = z.object({
  id,
  job,
  dataset: z.object({ id: z.string(), folder: z.string(), fingerprint: z.string() }),
  split,
  preprocessing: z
    .custom<PreprocessingOptions>((value) => typeof value === 'object' && value !== null, 'expected an object')
    .exactOptional(),
  engines: z.array(engine).min(1),
  speeds: z.array(z.object({ engine, fixedMs: z.number(), msPerWork: z.number() })).exactOptional(),
  checkpoint: checkpoint.exactOptional(),
  checkpointEveryMs: z.number().min(0),
  checkpointAt: z.array(count).exactOptional(),
  untilEpoch: count.min(1).exactOptional(),
  startFrom: startingPoint.exactOptional(),
  keepState: z.literal(true).exactOptional(),
  keepModel: z.boolean(),
  stack: z.string().min(1).exactOptional(),
  score: model.exactOptional(),
  constant: z.literal(true).exactOptional(),
})

const toWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), assignment }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('shutdown') }),
]) satisfies z.ZodType<ToWorker>

const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('heartbeat'), rssBytes: z.number().min(0) }),
  z.object({
    type: z.literal('began'),
    id,
    engine,
    device: z.string(),
    size: z.object({ parameters: count, modelBytes: count }).exactOptional(),
  }),
  z.object({ type: z.literal('epoch'), id, metrics: epochMetrics }),
  z.object({ type: z.literal('checkpoint'), id, checkpoint }),
  z.object({ type: z.literal('note'), id, text: z.string() }),
  z.object({ type: z.literal('finished'), id, result, model: model.exactOptional() }),
  z.object({ type: z.literal('cancelled'), id, epoch: count }),
  z.object({ type: z.literal('failed'), id, reason: z.enum(failureReasons), message: z.string() }),
]) satisfies z.ZodType<FromWorker>

export type Checked<Message> = { readonly message: Message } | { readonly fault: string }

/** What main was sent by a worker; a message that is not in the protocol gives a fault that names the field. */
export function checkFromWorker(value: unknown): Checked<FromWorker> {
  return check(fromWorker, value)
}

/** What a worker was sent by main. */
export function checkToWorker(value: unknown): Checked<ToWorker> {
  return check(toWorker, value)
}

function check<Message>(schema: z.ZodType<Message>, value: unknown): Checked<Message> {
  const parsed = schema.safeParse(value)
  // The value itself, not zod's copy, which would lose members that are not listed here.
  if (parsed.success) return { message: value as Message }
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') || 'message'
  return { fault: `${place}: ${issue?.message ?? 'not in the protocol'}` }
}
