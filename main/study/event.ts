import type { Suggestion } from '../search/sampler.ts'
import type { Configuration } from '../search/space/types.ts'
import type { StoppingCriterion } from '../search/stopping/advice.ts'
import type { EpochMetrics, TrainingResult } from '../training/result.ts'
import type { Budget } from './study.ts'
import type { Computer } from './computer.ts'
import type { SuggestionBasis } from './suggestion.ts'
import type { FailureReason } from './failure.ts'
import type { RunName } from './protocol.ts'

/** Which start of which training a worker speaks of. */
export interface RunReference {
  readonly trial: number
  readonly run: RunName
  readonly attempt: number
}

/** What the user asks for. Each is refused with a `StudyRefusal` where the study's status does not allow it. */
export type UserEvent =
  | { readonly type: 'start' }
  /** Running trials are broken off and queued again; they go on from their last checkpoint. */
  | { readonly type: 'pause'; readonly because?: string }
  /** Ends the search now; `confirm` has the best configurations train again with fresh seeds before the study is done. */
  | { readonly type: 'stop'; readonly confirm: boolean }
  /** New limits of the budget in place of the old ones; a finished study goes on. */
  | { readonly type: 'extend'; readonly budget: Budget }
  | { readonly type: 'enqueue'; readonly configuration: Configuration; readonly because?: string }
  | { readonly type: 'retry'; readonly trial: number }
  | { readonly type: 'cancel'; readonly trial: number }
  /** The user's deliberate act: scores the chosen trial and the default on the sealed test set, once. */
  | { readonly type: 'open-test' }

/** A criterion of the study's finds that going on is unlikely to help. */
export interface AdvisedEvent {
  readonly type: 'advised'
  readonly criterion: StoppingCriterion
  readonly because: string
}

/** What happened to what the study had ordered. */
export type WorldEvent =
  | {
      readonly type: 'suggested'
      readonly number: number
      readonly suggestion: Suggestion
      readonly basis: SuggestionBasis
    }
  | { readonly type: 'ask-failed'; readonly number: number; readonly message: string }
  | AdvisedEvent
  | ({
      readonly type: 'began'
      readonly engine: string
      readonly device: string
      readonly size?: { readonly parameters: number; readonly modelBytes: number }
    } & RunReference)
  | ({ readonly type: 'epoch'; readonly metrics: EpochMetrics } & RunReference)
  | ({ readonly type: 'checkpointed'; readonly epoch: number } & RunReference)
  | ({ readonly type: 'finished'; readonly result: TrainingResult } & RunReference)
  | ({ readonly type: 'broken-off' } & RunReference)
  | ({
      readonly type: 'failed'
      readonly reason: FailureReason
      readonly message: string
      readonly log: readonly string[]
    } & RunReference)
  | ({ readonly type: 'note'; readonly text: string } & RunReference)
  /** The world cannot go on: disk full, dataset gone. The study pauses and says why. */
  | { readonly type: 'trouble'; readonly message: string }
  /** The journal was read again after the program had gone: nothing that it shows as running is. */
  | { readonly type: 'recover' }
  /** The machine that it runs on now. */
  | { readonly type: 'computer'; readonly computer: Computer }
  /** What the processor took since it was last told, J. */
  | { readonly type: 'energy'; readonly joules: number }
  /** Time has passed; sent about once a second while the study is open. */
  | { readonly type: 'tick' }

export type StudyEvent = UserEvent | WorldEvent

/** An event and when it happened: ms, from a clock that may be set back or sleep. */
export type TimedEvent = StudyEvent & { readonly now: number }
