import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import type { Direction } from '../search/trial.ts'
import type { SearchSpace } from '../search/space/types.ts'
import type { StoppingRule } from '../search/stopping/rules.ts'
import type { Source } from '../search/transfer/source.ts'
import type { EngineName } from '../training/engines/engine.ts'
import type { Task } from '../training/job.ts'
import type { TemplateName } from '../training/templates/names.ts'
import type { EvaluationProtocol } from './protocol.ts'

/** Settings of a sampler or a pruner, by name; what each understands is in search/. */
export type Options = Readonly<Record<string, number | string | boolean>>

/** What a study may spend; at least one limit. The first one reached ends the search. */
export interface Budget {
  /** Trials, the default configuration and those enqueued by hand included; retries are not counted again. */
  readonly trials?: number
  /** Seconds of running, confirmation included; time paused, stopped or asleep does not count. */
  readonly seconds?: number
  /** Epochs trained by all trials of the search together. */
  readonly epochs?: number
}

/** A validation metric, or a measure of the run itself, by its name in training/metrics. */
export interface Objective {
  readonly metric: string
  readonly direction: Direction
}

/** An earlier study to learn from, as it was when this one was made: what becomes of it later changes nothing. */
export interface StudySource extends Source {
  readonly study: string
}

/** One question, complete: with the dataset and the engine it determines every trial. Plain data, kept in study.json. */
export interface StudyDefinition {
  readonly id: string
  readonly name: string
  /** The folder is found by id when the project is opened, so that a project can move to another machine. */
  readonly dataset: { readonly id: string; readonly fingerprint: string }
  readonly task: Task
  readonly template: TemplateName
  /** Of the template custom: the text of its model.json, with placeholders. */
  readonly topology?: string
  readonly space: SearchSpace
  /** The first, which decides where a single number must: which epoch's weights are kept, what a learning curve shows. */
  readonly objective: Objective
  /** What is optimised beside it; present: no trial is the best, the search looks for the front of compromises. */
  readonly furtherObjectives?: readonly Objective[]
  readonly sampler: { readonly name: string; readonly options: Options }
  /** 'none' never stops a trial. */
  readonly pruner: { readonly name: string; readonly options: Options }
  readonly protocol: EvaluationProtocol
  readonly budget: Budget
  readonly seed: number
  readonly workers: number
  /** Tried in order for each trial. */
  readonly engines: readonly EngineName[]
  /** Present: each trial tries first what was measured to be the quickest here for a network of its size. */
  readonly engineOrder?: 'measured'
  /** Trained networks of the best trials to keep on disk; the default's is kept besides. 0 keeps none at all. */
  readonly keepModels: number
  /** Times that a trial is tried again by itself after a failure that another attempt may cure. */
  readonly retries: number
  /** A trial beyond these limits is failed; absent: no limit. */
  readonly limits: { readonly trialSeconds?: number; readonly memoryBytes?: number }
  /** How rows become inputs, where the user said it; the rest suits the template. */
  readonly preprocessing?: PreprocessingOptions
  /** What else ends the search, or is told: that going on is unlikely to help. Absent: nothing. */
  readonly stopping?: readonly StoppingRule[]
  /** Earlier studies whose trials the sampler learns from. */
  readonly sources?: readonly StudySource[]
}
