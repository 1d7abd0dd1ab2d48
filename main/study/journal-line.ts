/**
 * What a study writes into its journal, one plain object a line. The study's state follows from its definition and these
 * lines alone. `at` is the study's own time: seconds of running so far. `time` is the wall clock in ms since 1970.
 */
import type { Explanation } from '../search/explanation.ts'
import type { StartFrom } from '../search/start-from.ts'
import type { Configuration } from '../search/space/types.ts'
import type { StoppingCriterion } from '../search/stopping/advice.ts'
import type { ClassResults } from '../training/metrics/by-class.ts'
import type { Metrics } from '../training/result.ts'
import type { FailureReason, InterruptionReason } from './failure.ts'
import type { Computer } from './computer.ts'
import type { RunName } from './protocol.ts'
import type { StudyStage, StudyStatus } from './stage.ts'
import type { Budget } from './study.ts'
import type { SuggestionBasis, TrialOrigin } from './suggestion.ts'

/** The study began, went on, paused, stopped or finished. */
export interface StatusLine {
  readonly type: 'status'
  readonly status: Exclude<StudyStatus, 'new'>
  /** A sentence. */
  readonly because: string
  readonly at: number
  readonly time: number
}

/** The study moved on: from searching to confirming the finalists, to done, to scoring on the sealed test set. */
export interface StageLine {
  readonly type: 'stage'
  readonly stage: StudyStage
  readonly because: string
  /** closing: where it goes once no trial is running. */
  readonly next?: 'confirmation' | 'done' | 'stopped'
  /** confirmation: the trials that train again, best first. */
  readonly finalists?: readonly number[]
  /** confirmation: the finalist that was chosen, and trains with a second set of fresh seeds. */
  readonly winner?: number
  /** confirmation: study time at which what has not ended is left out; absent where the budget has no seconds. */
  readonly until?: number
  /** done: the trial that is recommended; absent when none completed. */
  readonly chosen?: number
  readonly at: number
  readonly time: number
}

export interface BudgetLine {
  readonly type: 'budget'
  readonly budget: Budget
  readonly at: number
  readonly time: number
}

/** A configuration joined the queue. */
export interface TrialLine {
  readonly type: 'trial'
  /** Counts from 0 without gaps. */
  readonly trial: number
  readonly configuration: Configuration
  readonly origin: TrialOrigin
  readonly because: string
  /** Present when a sampler suggested it. */
  readonly basis?: SuggestionBasis
  /** The numbers behind a suggestion; absent in journals of earlier versions. */
  readonly explanation?: Explanation
  /** Where its training begins and where it stops; absent: at the beginning, and at the end. See search/start-from.ts. */
  readonly startFrom?: StartFrom
  readonly share?: number
  readonly at: number
  readonly time: number
}

/** A stopping criterion of the study found that going on is unlikely to help. Once for each in a study's life. */
export interface AdviceLine {
  readonly type: 'advice'
  readonly criterion: StoppingCriterion
  /** stop: it ended the search; tell: the search goes on. */
  readonly action: 'stop' | 'tell'
  readonly because: string
  readonly at: number
  readonly time: number
}

/** The sampler has nothing left to suggest. */
export interface ExhaustedLine {
  readonly type: 'exhausted'
  readonly because: string
  readonly at: number
}

/** A training was handed to a worker. */
export interface StartLine {
  readonly type: 'start'
  readonly trial: number
  readonly run: RunName
  /** Counts the starts of this run from 1. */
  readonly attempt: number
  readonly seed: number
  readonly fold?: number
  /** Epoch of the checkpoint that it goes on from; 0: from the beginning. */
  readonly from: number
  readonly at: number
}

/** What executes a training: the engine that was taken and the device it computes on. */
export interface BeganLine {
  readonly type: 'began'
  readonly trial: number
  readonly run: RunName
  readonly engine: string
  readonly device: string
  /** Of the network; absent in journals of earlier versions. */
  readonly size?: { readonly parameters: number; readonly modelBytes: number }
  readonly at: number
}

/** One epoch of a run. `value` is the objective, exact; other metrics are rounded to six digits. */
export interface EpochLine {
  readonly type: 'epoch'
  readonly trial: number
  readonly run: RunName
  readonly epoch: number
  /** Absent when the objective was not a number at this epoch. */
  readonly value?: number
  readonly train: Metrics
  readonly validation: Metrics
  readonly learningRate: number
  readonly seconds: number
  readonly at: number
}

/** A checkpoint of a run is safe on disk. */
export interface CheckpointLine {
  readonly type: 'checkpoint'
  readonly trial: number
  readonly run: RunName
  readonly epoch: number
  readonly at: number
}

/** A training ended by itself. */
export interface ResultLine {
  readonly type: 'result'
  readonly trial: number
  readonly run: RunName
  /** The objective at the kept epoch, exact. */
  readonly value: number
  readonly validation: Metrics
  readonly train: Metrics
  /** Purpose test only: metrics on the sealed rows. */
  readonly test?: Metrics
  readonly epochs: number
  readonly keptEpoch: number
  readonly stoppedEarly: boolean
  readonly parameters: number
  readonly modelBytes?: number
  /** Milliseconds to predict a row. */
  readonly latency?: number
  /** Classification: the confusion matrix, or three counts of each of many classes. */
  readonly classes?: { readonly validation?: ClassResults; readonly test?: ClassResults }
  readonly engine: string
  readonly device: string
  readonly seconds: number
  readonly at: number
}

/** All search runs of a trial have ended; one value per objective. */
export interface CompleteLine {
  readonly type: 'complete'
  readonly trial: number
  readonly values: readonly number[]
  readonly at: number
  readonly time: number
}

/** A pruner stopped a trial: for good, or, with `rung`, until it is promoted. */
export interface PrunedLine {
  readonly type: 'pruned'
  readonly trial: number
  /** Epochs of the run that told; its value, or the mean of the folds so far. */
  readonly epoch: number
  readonly value: number
  readonly because: string
  /** Where it waits: epochs, folds, or times the least share of rows. */
  readonly rung?: number
  readonly at: number
  readonly time: number
}

/** A trial that waited at a rung goes on, before all that are new. */
export interface PromotedLine {
  readonly type: 'promoted'
  readonly trial: number
  readonly because: string
  readonly at: number
  readonly time: number
}

/** A training was broken off through no fault of its own; its trial is queued again, before all others. */
export interface InterruptedLine {
  readonly type: 'interrupted'
  readonly trial: number
  readonly run: RunName
  readonly because: InterruptionReason
  readonly at: number
}

export interface FailedLine {
  readonly type: 'failed'
  readonly trial: number
  readonly run: RunName
  readonly reason: FailureReason
  readonly message: string
  /** Last lines that the worker printed. */
  readonly log: readonly string[]
  /** Whether it is tried again by itself. */
  readonly again: boolean
  readonly at: number
  readonly time: number
}

/** The user dropped a trial. */
export interface CancelledLine {
  readonly type: 'cancelled'
  readonly trial: number
  readonly because: string
  readonly at: number
  readonly time: number
}

/** The user has a failed or cancelled trial tried again. */
export interface RetryLine {
  readonly type: 'retry'
  readonly trial: number
  readonly at: number
  readonly time: number
}

/** The user opened the sealed test set, deliberately. Written before anything is scored; happens once in a study's life. */
export interface TestOpenedLine {
  readonly type: 'test-opened'
  /** The chosen trial and the default. */
  readonly scored: readonly number[]
  /** How many trials the study had seen by then. */
  readonly trials: number
  readonly at: number
  readonly time: number
}

/** What the study runs on from here, written when it begins or goes on elsewhere. */
export interface ComputerLine extends Computer {
  readonly type: 'computer'
  readonly at: number
}

/** What the processor took since the last such line, where the computer tells: all of it, whoever used it. */
export interface EnergyLine {
  readonly type: 'energy'
  readonly joules: number
  readonly at: number
}

/** Something that the user should be able to read later, e.g. that an engine was replaced by another. */
export interface NoteLine {
  readonly type: 'note'
  readonly trial?: number
  readonly text: string
  readonly at: number
}

export type JournalLine =
  | StatusLine
  | StageLine
  | BudgetLine
  | TrialLine
  | ExhaustedLine
  | AdviceLine
  | StartLine
  | BeganLine
  | EpochLine
  | CheckpointLine
  | ResultLine
  | CompleteLine
  | PrunedLine
  | PromotedLine
  | InterruptedLine
  | FailedLine
  | CancelledLine
  | RetryLine
  | TestOpenedLine
  | NoteLine
  | ComputerLine
  | EnergyLine

const mayBeLost: ReadonlySet<JournalLine['type']> = new Set([
  'start',
  'began',
  'epoch',
  'checkpoint',
  'note',
  'interrupted',
  'computer',
  'energy',
])

/**
 * Whether the line must be on the disk, synced, before anyone is told of it. The others cost at most some epochs of
 * training when the power fails: they are computed again, with the same result.
 */
export function mustBeDurable(line: JournalLine): boolean {
  return !mayBeLost.has(line.type)
}
