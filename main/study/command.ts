import type { Configuration } from '../search/space/types.ts'
import type { Lineage } from './lineage.ts'
import type { SuggestionBasis } from './suggestion.ts'
import type { RunName, RunPlan } from './protocol.ts'
import type { RunReference } from './event.ts'

/**
 * Have the sampler suggest trial `number`; the answer comes back as the event suggested or ask-failed. One that was prepared
 * before will do: the answer says what it was based on.
 */
export interface AskCommand {
  readonly type: 'ask'
  readonly number: number
  /** What is known now. */
  readonly basis: SuggestionBasis
}

/** Train; the answers come back as began, epoch, checkpointed, and one of finished, broken-off, failed. */
export interface StartCommand extends RunReference {
  readonly type: 'start'
  readonly plan: RunPlan
  readonly configuration: Configuration
  /** Go on from the checkpoint of this epoch; 0: from the beginning. If it cannot be read, the beginning gives the same result. */
  readonly from: number
  /** Keep the trained network: this run may become one of the best. */
  readonly keepModel: boolean
  /** Epochs after which a checkpoint must be kept, whenever the last one was; absent: none. */
  readonly checkpointAt?: readonly number[]
  /** Of the epochs those up to this share are trained, 0 to 1; absent: all. */
  readonly share?: number
  /** What it goes on from, unless from a checkpoint of its own; absent: it starts at the beginning. */
  readonly lineage?: Lineage
  /** Keep the state in which it ends: other trials may go on from it. */
  readonly keepState?: true
}

/** Break a training off, within a second; the answer comes back as broken-off, or finished if it was done by then. */
export interface CancelCommand extends RunReference {
  readonly type: 'cancel'
}

/** The checkpoint of a run that has ended is of no use any more. */
export interface DropCheckpointCommand {
  readonly type: 'drop-checkpoint'
  readonly trial: number
  readonly run: RunName
}

/** Trained networks of other trials may be deleted. */
export interface KeepModelsCommand {
  readonly type: 'keep-models'
  readonly trials: readonly number[]
}

export type Command = AskCommand | StartCommand | CancelCommand | DropCheckpointCommand | KeepModelsCommand
