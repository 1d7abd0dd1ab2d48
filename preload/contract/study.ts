/** Studies: their definition, where they stand, and what a new one needs said. Shapes follow main/study and main/app. */
import { z } from 'zod'
import { count, id, limits, metrics, name, path, seconds, share, stoppingCriterion, text, time } from './bounds.ts'
import { preprocessing } from './preprocessing.ts'
import { configuration, searchSpace } from './space.ts'

export const templateName = z.enum(['linear', 'mlp', 'cnn', 'text', 'nextToken', 'sequence', 'custom'])

/** The text of a model.json: read as data by training/topology, never run. */
const topology = z.string().max(1_000_000)
export const task = z.enum(['classification', 'regression'])
export const direction = z.enum(['minimise', 'maximise'])
export const trialState = z.enum(['queued', 'running', 'complete', 'pruned', 'failed', 'cancelled'])
export const studyStatus = z.enum(['new', 'running', 'paused', 'stopped', 'finished'])
export const studyStage = z.enum(['search', 'closing', 'confirmation', 'test', 'done'])
export const engineName = z.enum([
  'compiled',
  'compiled-cuda',
  'compiled-directml',
  'compiled-coreml',
  'compiled-webgpu',
  'compiled-wasm',
  'tfjs-node-gpu',
  'tfjs-node',
  'tfjs-webgpu',
  'tfjs-wasm',
  'tfjs-cpu',
])

/** At least one limit; the first one reached ends the search. */
export const budget = z
  .object({
    trials: z.number().int().min(1).max(10_000_000).exactOptional(),
    seconds: z.number().positive().max(31_536_000).exactOptional(),
    epochs: z.number().int().min(1).max(1_000_000_000).exactOptional(),
  })
  .refine((limit) => Object.values(limit).some((value) => value !== undefined), 'needs trials, seconds or epochs')

const options = z.record(name, z.union([z.number(), text, z.boolean()]))
const method = z.object({ name, options })

export const baselineName = z.enum(['constant', 'linear'])

/** What follows the search; what is absent is not done. */
const confirmationProtocol = z.object({
  top: count.max(1_000),
  seeds: count.max(1_000),
  race: count.max(1_000).exactOptional(),
  defaults: z.boolean().exactOptional(),
  winner: count.max(1_000).exactOptional(),
  rule: z.enum(['best', 'one-standard-error']).exactOptional(),
  splits: z.enum(['fixed', 'fresh']).exactOptional(),
  baselines: z.array(baselineName).max(2).exactOptional(),
})

const protocol = z.object({
  kind: z.enum(['holdout', 'kfold']),
  validationShare: share.exactOptional(),
  folds: z.number().int().min(2).max(100).exactOptional(),
  by: z.enum(['stratified', 'random', 'group', 'time']),
  column: name.exactOptional(),
  sealed: z.union([z.literal('official'), share]),
  repeats: z.number().int().min(1).max(100),
  splitSeed: z.number().int(),
  reshuffle: z.enum(['never', 'repeats', 'trials']).exactOptional(),
  fidelity: z.enum(['epochs', 'folds', 'rows']).exactOptional(),
  shares: z.array(z.number().positive().max(1)).min(1).max(20).exactOptional(),
  confirm: confirmationProtocol,
})

export const objective = z.object({ metric: name, direction })

/** What is optimised beside the objective; three in all, since working out their hypervolume takes longer with each. */
export const furtherObjectives = z.array(objective).min(1).max(2)

const runLimits = z.object({
  trialSeconds: z.number().positive().exactOptional(),
  memoryBytes: z.number().positive().exactOptional(),
})

/** An earlier study as a later one keeps it: complete trials, thinned evenly by rank. */
const source = z.object({
  study: id,
  name,
  direction,
  trials: z.array(z.object({ configuration, value: z.number() })).max(100),
})

/** What may end a search beside its budget, or be told. */
export const stoppingRule = z.object({
  criterion: stoppingCriterion,
  action: z.enum(['stop', 'tell']),
  patience: z.number().int().min(1).max(1_000_000).exactOptional(),
})
const stopping = z.array(stoppingRule).max(3)

export const studyDefinition = z.object({
  id,
  name,
  dataset: z.object({ id, fingerprint: name }),
  task,
  template: templateName,
  topology: topology.exactOptional(),
  space: searchSpace,
  objective,
  furtherObjectives: furtherObjectives.exactOptional(),
  sampler: method,
  pruner: method,
  protocol,
  budget,
  seed: z.number().int(),
  workers: z.number().int().min(1).max(limits.workers),
  engines: z.array(engineName).max(20),
  engineOrder: z.literal('measured').exactOptional(),
  keepModels: count,
  retries: count,
  limits: runLimits,
  preprocessing: preprocessing.exactOptional(),
  stopping: stopping.exactOptional(),
  sources: z.array(source).max(5).exactOptional(),
})

/** What a new study needs said; everything else has a default that fits the dataset and the template. */
export const studyDraft = z.object({
  name: name.exactOptional(),
  datasetId: id,
  template: templateName,
  topology: topology.exactOptional(),
  budget: budget.exactOptional(),
  space: searchSpace.exactOptional(),
  objective: objective.exactOptional(),
  furtherObjectives: furtherObjectives.exactOptional(),
  sampler: method.exactOptional(),
  pruner: method.exactOptional(),
  protocol: protocol.partial().exactOptional(),
  /** In place of the usual ones, where `protocol` does not say what follows the search. */
  confirmation: confirmationProtocol.partial().exactOptional(),
  seed: z.number().int().exactOptional(),
  workers: z.number().int().min(1).max(limits.workers).exactOptional(),
  retries: count.max(100).exactOptional(),
  preprocessing: preprocessing.exactOptional(),
  stopping: stopping.exactOptional(),
  /** Earlier studies to learn from: by id, where their project is open, or by folder (then absent: the newest). */
  sources: z
    .array(z.object({ project: path.exactOptional(), study: id.exactOptional() }))
    .max(5)
    .exactOptional(),
})

/** What a draft would become: the definition with its defaults filled in, and what can be said of it before it starts. */
export const studyPlan = z.object({
  definition: studyDefinition.omit({ id: true }),
  /** Rows that train, validate and stay sealed. */
  rows: z.object({ train: count, validation: count, sealed: count }),
  /** Configurations of a finite space; absent when there is no end of them. */
  configurations: z.number().min(0).exactOptional(),
  /** What to know before starting, in sentences. */
  cautions: z.array(text).max(limits.list),
})

/** A trial's score. `value` is what the search saw: optimistic for the best of many. */
export const scoredTrial = z.object({
  trial: count,
  configuration,
  value: z.number(),
  /** With several objectives: each, that of `value` first. */
  values: z.array(z.number()).max(limits.objectives).exactOptional(),
  validation: metrics,
  /** Fresh seeds' objective: mean, standard deviation (absent for one seed), and how many. */
  confirmed: z.object({ mean: z.number(), deviation: z.number().min(0).exactOptional(), seeds: count }).exactOptional(),
  /** Present once the sealed test set has been opened. */
  test: metrics.exactOptional(),
})

const progress = z.object({
  /** Of the budget; confirmation included when it runs. */
  fraction: share,
  trialsPerMinute: z.number().min(0).exactOptional(),
  /** The middle and the 80 % interval; absent while estimating. */
  secondsLeft: z.object({ expected: seconds, low: seconds, high: seconds }).exactOptional(),
})

export const studySummary = z.object({
  id,
  name,
  /** Folder of its project. */
  project: path,
  datasetId: id,
  status: studyStatus,
  stage: studyStage,
  /** Why it has this status, a sentence. */
  because: text,
  trials: count,
  objective,
  furtherObjectives: furtherObjectives.exactOptional(),
  /** With several objectives the best in the first. */
  best: scoredTrial.exactOptional(),
  /** What is recommended once the study is done: by confirmation if there was one, else by validation. */
  chosen: scoredTrial.exactOptional(),
  /** Trial 0, once complete. */
  baseline: scoredTrial.exactOptional(),
  createdAt: time,
})

/** What a look at the study as a whole says: failures by reason, early rank against final rank, an optimum at an edge... */
export const healthNote = z.object({ level: z.enum(['fine', 'look', 'bad']), title: text, text })

/** What fresh seeds say of a finished study. */
export const studyVerdict = z.object({
  chosen: count,
  /** With the best mean, whether or not it is chosen. */
  leader: count,
  /** not-beyond-noise: the defaults stay. untested: there was nothing to test. */
  againstDefault: z.enum(['beyond-noise', 'not-beyond-noise', 'untested']),
  /** 95 %, of what is reported of the chosen one. */
  interval: z.object({ mean: z.number(), low: z.number(), high: z.number() }).exactOptional(),
  /** How much better the search saw the chosen one than fresh seeds do. */
  optimism: z.number(),
  standings: z
    .array(
      z.object({
        trial: count,
        mean: z.number(),
        error: z.number().min(0).exactOptional(),
        probabilityOfBest: share.exactOptional(),
        /** Cannot be told from the chosen one. */
        tied: z.boolean(),
      }),
    )
    .max(1_001),
  baselines: z
    .array(
      z.object({
        name: baselineName,
        mean: z.number(),
        seeds: count,
        /** Chosen minus baseline, positive where the chosen one is better: with its 95 % interval. */
        gain: z.object({ difference: z.number(), low: z.number(), high: z.number(), p: share }).exactOptional(),
        beaten: z.boolean(),
      }),
    )
    .max(2),
  /** What tuning did not beat beyond noise. */
  unbeaten: z.array(z.enum(['defaults', 'constant', 'linear'])).max(3),
})

/** An objective by fresh seeds: mean, 95 % interval, and what the defaults are worse by. */
const confirmedValue = z.object({
  mean: z.number(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
  seeds: count,
  gain: z.object({ difference: z.number(), low: z.number(), high: z.number(), p: share }).exactOptional(),
})

/** With several objectives: the compromises found, none of which is the best. */
export const front = z.object({
  /** Trials that none dominates, as the search saw them, best in the first objective first. */
  trials: z.array(count).max(limits.list),
  /** Some of them, spread over the front. */
  shown: z.array(scoredTrial).max(limits.list),
  /** How much they dominate together, by trial: a share of the box between the best values and the reference. */
  hypervolume: z
    .object({
      reference: z.array(z.number()).max(limits.objectives),
      steps: z.array(z.tuple([count, share])).max(limits.list),
    })
    .exactOptional(),
  /** Once the study is done, if anything was confirmed. */
  verdict: z
    .object({
      members: z
        .array(
          z.object({
            trial: count,
            values: z.array(confirmedValue.nullable()).max(limits.objectives),
            /** A finalist that is better by the means of fresh seeds. */
            dominatedBy: count.exactOptional(),
            againstDefault: z.enum(['better', 'trade-off', 'not-better', 'untested']),
          }),
        )
        .max(1_001),
      baselines: z
        .array(
          z.object({
            name: baselineName,
            values: z.array(confirmedValue.nullable()).max(limits.objectives),
            beaten: z.boolean(),
          }),
        )
        .max(2),
      unbeaten: z.array(z.enum(['defaults', 'constant', 'linear'])).max(3),
    })
    .exactOptional(),
})

/** Where a study stands: sent whole, a few times a second while it runs, and whenever its status changes. */
export const studyReport = studySummary.extend({
  definition: studyDefinition,
  /** The definition's, or what the study was extended to. */
  budget,
  counts: z.object({
    queued: count,
    running: count,
    complete: count,
    pruned: count,
    failed: count,
    cancelled: count,
  }),
  /** Seconds of running so far. */
  seconds,
  epochs: count,
  progress,
  finalists: z.array(scoredTrial).max(limits.list),
  /** Once the study is done, if anything was confirmed. */
  verdict: studyVerdict.exactOptional(),
  /** With several objectives, once a trial is complete. */
  front: front.exactOptional(),
  test: z.object({ openedAt: time, afterTrials: count, tunedSince: z.boolean() }).exactOptional(),
  engines: z.array(z.object({ engine: name, device: name, trials: count })).max(limits.list),
  health: z.array(healthNote).max(limits.list),
})
