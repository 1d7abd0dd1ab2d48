import type { CompiledSpace } from '../space/compiled.ts'
import { configurationKey } from '../space/configuration.ts'
import type { SearchTrial } from '../trial.ts'

/** Keys of all configurations that have a trial, whatever became of it. */
export function seenKeys(compiled: CompiledSpace, history: readonly SearchTrial[]): Set<string> {
  return new Set(history.map((trial) => configurationKey(compiled, trial.configuration)))
}
