/** Effects of single hyperparameters: what there is to measure, how far it is, and the table that came out. */
import { z } from 'zod'
import { count, id, limits, name, path, seconds, share, text } from './bounds.ts'
import { parameterValue } from './space.ts'
import { direction } from './study.ts'

/** quick: fewer settings and epochs. naive: all else equal. fair: what suits each setting is searched first. */
export const effectVersion = z.enum(['quick', 'naive', 'fair'])

/** waiting: others run before it. */
export const effectState = z.enum(['none', 'waiting', 'running', 'paused', 'done', 'failed'])

/** How far one version of an effect is. */
export const effectRun = z.object({
  effect: id,
  version: effectVersion,
  state: effectState,
  /** Trainings that ended, of all. */
  done: count,
  of: count,
  secondsLeft: seconds.exactOptional(),
  /** Why it paused or failed, a sentence. */
  because: text.exactOptional(),
  /** Folder of its project, and its studies there, the choice first; empty before any has been made. */
  folder: path,
  studies: z.array(id).max(2),
})

export const effectEntry = z.object({
  effect: id,
  title: name,
  question: text,
  datasetId: id,
  settings: z.array(name).max(limits.list),
  /** Trainings of each setting. */
  seeds: count,
  /** Why the fair version may come to another conclusion. */
  fair: text,
  runs: z.array(effectRun).max(3),
})

const interval = z.object({
  n: count,
  mean: z.number(),
  deviation: z.number().min(0).exactOptional(),
  /** Half of the 95 % t interval. */
  margin: z.number().min(0).exactOptional(),
})

const column = z.object({
  id,
  title: name,
  direction,
  unit: z.enum(['', 'fraction', 's', 'epochs']),
})

const row = z.object({
  label: name,
  /** What was chosen for this setting, and what it scored then: too good by construction. */
  chosen: z
    .object({ values: z.record(name, parameterValue), objective: z.number().nullable(), of: count })
    .exactOptional(),
  trainings: count,
  diverged: count,
  failed: count,
  /** By column. */
  cells: z
    .array(
      z.object({
        values: z.array(z.number()).max(limits.list),
        interval: interval.exactOptional(),
        /** Trainings without a value: they diverged, or never got there. */
        missing: count,
        /** The article's figure, which is illustrative. */
        article: z.number().exactOptional(),
      }),
    )
    .max(20),
})

const verdict = z.enum(['agrees', 'agrees in part', 'does not agree', 'cannot be told'])

const agreement = z.object({
  best: z.object({ article: name, ours: name, probability: share, verdict }),
  order: z.object({
    tau: z.number(),
    interval: z.tuple([z.number(), z.number()]),
    alike: count,
    pairs: count,
    probability: share,
    verdict,
  }),
  sweep: z.object({ best: name, probability: share }),
})

export const effectTable = z.object({
  effect: id,
  title: name,
  varied: name,
  version: effectVersion,
  datasetId: id,
  seeds: count,
  columns: z.array(column).max(20),
  rows: z.array(row).max(limits.list),
  /** Settings are numbers, and lie so on an axis; absent: they are names. */
  scale: z.enum(['linear', 'log']).exactOptional(),
  /** By column; null where the article has no figures. */
  agreement: z.array(agreement.nullable()).max(20),
  /** A metric over the epochs of the setting that trains longest. */
  curve: z
    .object({
      metric: name,
      setting: name,
      points: z
        .array(z.object({ epoch: count, train: interval.exactOptional(), validation: interval.exactOptional() }))
        .max(limits.list),
    })
    .exactOptional(),
  /** Metric by which settings were chosen; absent where nothing was. */
  chosenBy: name.exactOptional(),
  /** Whether the article agrees, and what the other version is for, in sentences. */
  says: z.array(text).max(100),
  notes: z.array(text).max(100),
  engines: z.array(name).max(20),
  /** Seconds that its studies ran. */
  seconds,
})
