import type { Pruner } from '../search/pruner.ts'
import type { Configuration } from '../search/space/types.ts'

/** Which trainings may share a worker, which trains them together. */
export interface Stacking {
  /** Trainings of the same name may share; undefined: this one cannot. */
  nameOf(configuration: Configuration): string | undefined
  /** The name of every configuration of the space, if all have the same. */
  readonly common?: string
  /** Trainings that share a worker at most. */
  readonly width: number
  /** Trials of the sampler in hand at most, where all share. */
  readonly suggestedAhead: number
}

/** What the core needs to know beyond the definition, as pure functions. */
export interface Rules {
  /** Trial 0: the template's default configuration within the study's space, the baseline to beat. */
  readonly baseline: Configuration
  /** Absent: no trial is stopped early. */
  readonly pruner?: Pruner
  /** Absent: every training has a worker of its own. */
  readonly stacking?: Stacking
  /** Trials may start where others ended: what search runs end with is kept until the search is over. */
  readonly keepsStates?: true
  /** Epochs that a configuration trains at most. */
  plannedEpochs(configuration: Configuration): number
  /** Why a configuration does not belong to the space, a sentence each; empty when it does. */
  problems(configuration: Configuration): readonly string[]
}
