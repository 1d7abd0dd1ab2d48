import type { Computer } from './computer.ts'
import type { StoppingCriterion } from '../search/stopping/advice.ts'
import type { StudyStage, StudyStatus } from './stage.ts'
import type { Budget, StudyDefinition } from './study.ts'
import type { Trial } from './trial.ts'

/** Everything that follows from a study's definition and its journal. Changed only by `apply`. */
export interface StudyState {
  readonly definition: StudyDefinition
  status: StudyStatus
  /** Why it has this status, a sentence. */
  because: string
  stage: StudyStage
  /** While closing: what comes after. */
  next: 'confirmation' | 'done' | 'stopped'
  /** The definition's, or what it was extended to. */
  budget: Budget
  readonly trials: Trial[]
  /** Seconds of running, as of the newest line. */
  seconds: number
  /** Epochs trained by search runs. */
  epochs: number
  /** Trials that have ended, and those of them that are complete. */
  ended: number
  completed: number
  /** Times that what had ended was taken back: a retry, or a result that came late. */
  revised: number
  /** Trials that have failed since one did not, or since the study was last started. */
  failuresInARow: number
  exhausted: boolean
  /** Stopping criteria that have spoken: each does once. */
  readonly advised: StoppingCriterion[]
  /** Trials to run before all others: interrupted ones, by number, and those with folds to go. */
  readonly first: number[]
  /** Trials that wait for a worker, in the order in which they will start. */
  readonly queue: number[]
  finalists: readonly number[]
  /** Confirmation ends at this study time (s), whatever is still running; Infinity: when all is done. */
  confirmUntil: number
  /** Chosen among the finalists: trains with a second set of fresh seeds. */
  winner: number | undefined
  /** What is recommended; set when the study is done. */
  chosen: number | undefined
  /** Wall clock, ms: when it first ran, and when it last ceased to. */
  began: number | undefined
  paused: number | undefined
  /** Machines that it ran on, in turn; empty in journals of earlier versions. */
  readonly computers: Computer[]
  /** What their processors took meanwhile; undefined where no machine told. */
  joules: number | undefined
  test: { readonly openedAt: number; readonly trials: number; readonly scored: readonly number[] } | undefined
}

export function newState(definition: StudyDefinition): StudyState {
  return {
    definition,
    status: 'new',
    because: 'Not started yet.',
    stage: 'search',
    next: 'confirmation',
    budget: definition.budget,
    trials: [],
    seconds: 0,
    epochs: 0,
    ended: 0,
    completed: 0,
    revised: 0,
    failuresInARow: 0,
    exhausted: false,
    advised: [],
    first: [],
    queue: [],
    finalists: [],
    confirmUntil: Infinity,
    winner: undefined,
    chosen: undefined,
    began: undefined,
    paused: undefined,
    computers: [],
    joules: undefined,
    test: undefined,
  }
}
