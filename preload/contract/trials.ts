import { z } from 'zod'
import { count, id, limits, metrics, name, seconds, share, text, time } from './bounds.ts'
import { parameterValue } from './space.ts'
import { trialState } from './study.ts'

/** One line of the trials table. Compact: a study has thousands. */
export const trialRow = z.object({
  number: count,
  state: trialState,
  origin: z.enum(['default', 'sampler', 'user']),
  /** In the order of the page's `parameters`; null where the parameter is not active ("not used"). */
  configuration: z.array(z.union([parameterValue, z.null()])).max(limits.parameters),
  /** The objective: complete trials' own, the last one seen of pruned and running trials. */
  value: z.number().exactOptional(),
  /** With several objectives: each, `value` first; null for what is not known yet. */
  values: z.array(z.number().nullable()).max(limits.objectives).exactOptional(),
  confirmed: z.object({ mean: z.number(), deviation: z.number().min(0).exactOptional(), seeds: count }).exactOptional(),
  /** Epochs trained, and how many the configuration asks for. */
  epochs: count,
  epochsPlanned: count.exactOptional(),
  /** Seconds of training. */
  seconds,
  /** Study time: seconds of running when it first started and when it ended. */
  startedAt: seconds.exactOptional(),
  endedAt: seconds.exactOptional(),
  /** Weights and biases of its network. */
  parameters: count.exactOptional(),
  /** What its network takes, 4 bytes a number. */
  modelBytes: count.exactOptional(),
  /** Milliseconds to predict a row, many at once, on the engine that trained. */
  latency: z.number().min(0).exactOptional(),
  /** Pruned trials that wait at a rung and may yet be promoted. */
  waits: z.boolean().exactOptional(),
  /** Failed trials: the reason's code. */
  failure: name.exactOptional(),
  /** Suggested after the sealed test set had been opened. */
  afterTest: z.boolean().exactOptional(),
})

export const trialsPage = z.object({
  /** Names of the study's parameters, fixed ones included, in the order of `configuration`. */
  parameters: z.array(name).max(limits.parameters),
  /** Ascending by number. */
  rows: z.array(trialRow).max(limits.rows),
  /** Trials of the study. */
  total: count,
})

/** Intermediate values of one trial: the objective after each epoch, first search run. */
export const learningCurve = z.object({
  trial: count,
  epochs: z.array(count).max(limits.epochs),
  /** By position; null where the value was not a number ("diverged"). */
  values: z.array(z.number().nullable()).max(limits.epochs),
  trainingLoss: z.array(z.number().nullable()).max(limits.epochs).exactOptional(),
})

/** dropped: it was running when its trial was pruned or cancelled. */
const runState = z.enum(['queued', 'running', 'done', 'failed', 'dropped'])

/** How each class fares, by class number. */
export const classReport = z.object({
  scores: z.array(z.object({ rows: count, precision: share, recall: share, f1: share })).max(limits.classes),
  /** The confusion matrix: rows by actual class, then predicted class; absent where there are many classes. */
  matrix: z.array(z.array(count).max(limits.classes)).max(limits.classes).exactOptional(),
})

/** The numbers behind a suggestion; see main/search/explanation.ts. */
export const explanation = z.object({
  sampler: name,
  /** What a training was expected to give, by objective; the deviation includes the noise of training. */
  expected: z
    .array(z.object({ mean: z.number(), deviation: z.number().min(0) }))
    .max(limits.objectives)
    .exactOptional(),
  /** The part of the expected improvement that is due to uncertainty. */
  exploration: share.exactOptional(),
  /** How many times as likely among the good trials as among the others. */
  likelihoodRatio: z.number().min(0).exactOptional(),
  parents: z.array(count).max(limits.list).exactOptional(),
  nearest: z
    .array(z.object({ trial: count, distance: z.number().min(0) }))
    .max(limits.list)
    .exactOptional(),
})

/** Everything about one trial. */
export const trialDetail = z.object({
  row: trialRow,
  parameters: z.array(name).max(limits.parameters),
  /** Why it was tried, a sentence. */
  because: text,
  explanation: explanation.exactOptional(),
  prunedBecause: text.exactOptional(),
  failure: z.object({ reason: name, message: text, log: z.array(text).max(limits.list) }).exactOptional(),
  runs: z
    .array(
      z.object({
        name,
        seed: z.number(),
        fold: count.exactOptional(),
        state: runState,
        attempts: count,
        engine: z.string().max(limits.name),
        device: z.string().max(limits.name),
        value: z.number().exactOptional(),
        validation: metrics.exactOptional(),
        train: metrics.exactOptional(),
        /** Runs on the sealed rows, once those are open. */
        test: metrics.exactOptional(),
        /** Classification: of the rows that validate, and of the sealed ones. */
        classes: z
          .object({ validation: classReport.exactOptional(), test: classReport.exactOptional() })
          .exactOptional(),
      }),
    )
    .max(limits.list),
  /** By class number; absent where the dataset does not name its classes. */
  classNames: z.array(z.string().max(limits.name)).max(limits.classes).exactOptional(),
})

/** One epoch of a running trial. */
export const epochReport = z.object({
  trial: count,
  epoch: count,
  /** The objective; null when it was not a number. */
  value: z.number().nullable(),
  trainingLoss: z.number().nullable().exactOptional(),
  samplesPerSecond: z.number().min(0).exactOptional(),
})

export const trialRef = z.strictObject({ study: id, trial: count })

/** A line of the study's log, or of the program's. */
export const message = z.object({
  /** Rises; names the message among those of this program run. */
  id: count,
  time,
  level: z.enum(['info', 'warning', 'error']),
  text,
  study: id.exactOptional(),
  trial: count.exactOptional(),
})
