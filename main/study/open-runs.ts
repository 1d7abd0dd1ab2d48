import type { Context } from './context.ts'
import { searchRunNames } from './protocol.ts'
import type { RunName } from './protocol.ts'
import { reportsEpochs } from './reports.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

/**
 * Search runs of a trial that may start now, in their order. Folds and repeats run side by side, but no more of them than
 * the pruner waits for: where it looks at epochs, the first alone until it has ended; where it looks at folds at rungs, those
 * up to the next rung; where it looks at shares of the rows, one after the other.
 */
export function openRuns({ state, rules }: Context, trial: Trial): readonly RunName[] {
  const { protocol } = state.definition
  const names = searchRunNames(protocol)
  const stateOf = (name: RunName) => findRun(trial, name)?.state
  const done = names.filter((name) => stateOf(name) === 'done').length
  return names.slice(0, most()).filter((name) => stateOf(name) !== 'done' && stateOf(name) !== 'running')

  function most(): number {
    const { pruner } = rules
    if (protocol.fidelity === 'rows') return done + 1
    if (!pruner || names.length === 1) return names.length
    if (protocol.fidelity === 'folds') return pruner.rungs?.(trial.number).find((rung) => rung > done) ?? names.length
    return reportsEpochs(protocol) && !pruner.decideByFolds && stateOf('search/0') !== 'done' ? 1 : names.length
  }
}
