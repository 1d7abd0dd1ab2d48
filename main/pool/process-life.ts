import type { Ending, Failure, Report } from './protocol.ts'

/** A process is used from its fork to its exit and then thrown away. `leaving`: it has been told to go, or is being killed. */
export type ProcessState = 'starting' | 'idle' | 'training' | 'leaving' | 'gone'

/** How a training ended, with the last lines of the process where it failed. */
export type Ended =
  Exclude<Ending, { type: 'failed' }> | (Extract<Ending, { type: 'failed' }> & { readonly log: readonly string[] })

export interface Death {
  /** False where the supervisor meant it to go. */
  readonly unexpected: boolean
  readonly wasReady: boolean
  readonly failure: Failure
  readonly log: readonly string[]
  /** How the trainings ended that it had in hand. */
  readonly ended: readonly Ended[]
}

export interface ProcessListener {
  ready(): void
  report(report: Report): void
  /** A training ended and the process lives. Each assignment started gets one ending: this, or with the process's death. */
  ended(ended: Ended): void
  /** Exactly once, after everything else. */
  gone(death: Death): void
  changed(): void
}
