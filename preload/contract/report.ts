/** Everything that a report of a study says or draws, as plain data: what the one-file HTML carries inside. */
import { z } from 'zod'
import { count, limits, name, seconds, share, text, time } from './bounds.ts'
import { insights } from './insights.ts'
import { parameterValue } from './space.ts'
import { studyReport } from './study.ts'
import { learningCurve, trialRow } from './trials.ts'

/** Version of the shape below, written into every report. */
export const reportFormat = 1

/** Rows that a report carries; of longer studies the best are kept, and an even choice of the others. */
export const mostReportRows = 5_000

const interval = z.object({ mean: z.number(), low: z.number(), high: z.number() })

/** Fresh trainings of one configuration: each value, and the 95 % interval of their mean where there are two of them. */
const freshValues = z.object({ values: z.array(z.number()).max(limits.list), interval: interval.exactOptional() })

const finalist = z.object({
  trial: count,
  isDefault: z.boolean(),
  /** What the finalists were compared by. */
  selection: freshValues,
  /** The chosen one alone: a second set, by which nothing was chosen. */
  verification: freshValues.exactOptional(),
  /** Weights and biases. */
  parameters: count.exactOptional(),
  /** Of one training. */
  seconds: seconds.exactOptional(),
  /** Nothing smaller lies within one standard error of the best mean. */
  simplest: z.boolean(),
})

/** A place of the space in which too few trials ended to say anything of it. */
const unexplored = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), parameter: name, value: parameterValue, trials: count }),
  z.object({ kind: z.literal('range'), parameter: name, low: z.number(), high: z.number() }),
])

const computer = z.object({
  processor: text,
  cores: count,
  memoryBytes: z.number().min(0),
  system: text,
  node: name,
  version: name,
})

/** Texts to copy; they may be longer than a sentence. */
const longText = z.string().max(2_000_000)

export const reportDocument = z.object({
  format: z.literal(reportFormat),
  madeAt: time,
  /** Of the Sweetspot that made it. */
  version: name,
  study: studyReport,
  data: z.object({
    title: name,
    /** What a row is: "8 x 8", "13 columns". */
    shape: text.exactOptional(),
    rows: z.object({ train: count, validation: count, sealed: count }).exactOptional(),
    total: count.exactOptional(),
    classes: count.exactOptional(),
    licence: text,
    credit: text,
    source: text,
    /** Absent: it is where the study says. */
    missing: text.exactOptional(),
  }),
  template: z.object({ title: name, text }),
  parameters: z.array(name).max(limits.parameters),
  rows: z.array(trialRow).max(mostReportRows),
  rowsLeftOut: count,
  finalists: z.array(finalist).max(limits.list),
  baselines: z.array(z.object({ name: z.enum(['constant', 'linear']), fresh: freshValues })).max(2),
  /** Chosen minus defaults over fresh seeds, positive where the chosen one is better; 95 %. */
  gain: z.object({ difference: z.number(), low: z.number(), high: z.number(), p: share }).exactOptional(),
  /** Pooled standard deviation between fresh trainings of one configuration. */
  noise: z.object({ deviation: z.number().min(0), trainings: count }).exactOptional(),
  /** Of the chosen trial, or the best one: what it trained with, and what the defaults have. */
  settings: z
    .array(z.object({ name, value: parameterValue.exactOptional(), standard: parameterValue.exactOptional() }))
    .max(limits.parameters),
  /** Hyperparameters that act and that no trial varied. */
  untouched: z.array(z.object({ name, value: parameterValue })).max(limits.parameters),
  unexplored: z.array(unexplored).max(limits.list),
  curves: z.array(learningCurve).max(limits.list),
  insights: insights.exactOptional(),
  cost: z.object({
    /** Of running; of training, summed over workers. */
    seconds,
    confirmationSeconds: seconds,
    trainingSeconds: seconds,
    /** Epochs of the search, of the fresh trainings, and those that stopping poor trials early has saved of the planned ones. */
    searchEpochs: count,
    freshEpochs: count,
    savedShare: share.exactOptional(),
    freshTrainings: count,
    /** Joules that the processor took meanwhile, whoever used it; absent where the computer does not tell. */
    joules: z.number().min(0).exactOptional(),
    began: time.exactOptional(),
    ended: time.exactOptional(),
  }),
  /** Computers that the study ran on; empty in journals of earlier versions. */
  computers: z.array(computer).max(limits.list),
  /** The one that made this report. */
  here: computer,
  seeds: z.object({
    study: z.number().int(),
    split: z.number().int(),
    /** Of the chosen trial's trainings, by run. */
    chosen: z.array(z.object({ run: name, seed: z.number() })).max(limits.list),
  }),
  /** A study file that does all of it again, and one that trains the chosen configuration alone, for `sweetspot run`. */
  files: z.object({ study: longText, best: longText.exactOptional() }),
  /** The chosen configuration in the words of other frameworks; absent where no trial completed or the data are gone. */
  code: z.object({ keras: longText, pytorch: longText, leftOut: z.array(text).max(limits.list) }).exactOptional(),
})
