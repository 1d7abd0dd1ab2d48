import type { Pruner } from '../search/pruner.ts'
import type { Configuration } from '../search/space/types.ts'

/** What the core needs to know beyond the definition, as pure functions. */
export interface Rules {
  /** Trial 0: the template's default configuration within the study's space, the baseline to beat. */
  readonly baseline: Configuration
  /** Absent: no trial is stopped early. */
  readonly pruner?: Pruner
  /** Epochs that a configuration trains at most. */
  plannedEpochs(configuration: Configuration): number
  /** Why a configuration does not belong to the space, a sentence each; empty when it does. */
  problems(configuration: Configuration): readonly string[]
}
