import { hasSeveral, valuesOfResult } from './objectives.ts'
import { runsPerTrial } from './protocol.ts'
import type { EvaluationProtocol } from './protocol.ts'
import type { StudyState } from './state.ts'
import type { Run, Trial } from './trial.ts'

/** Whether what a pruner sees of a trial are the epochs of its first search run. */
export function reportsEpochs({ fidelity = 'epochs' }: EvaluationProtocol): boolean {
  return fidelity === 'epochs'
}

/** How much a trial has had once it is complete, in what its reports count by; epochs follow from its configuration. */
export function fullReport(protocol: EvaluationProtocol): number {
  if (protocol.fidelity === 'rows') return Math.round(1 / (protocol.shares?.[0] ?? 1))
  return runsPerTrial(protocol)
}

/**
 * Adds to a trial's reports what a search run's result tells, where they go by folds or rows. Folds count from the first on
 * without gaps, so that trials with as many have the same ones, whatever the order in which workers finish.
 */
export function reportResult({ definition }: StudyState, trial: Trial, run: Run): void {
  const { protocol } = definition
  const add = (amount: number, values: readonly number[]): void => {
    if (amount <= (trial.intermediate.at(-1)?.[0] ?? 0)) return
    trial.intermediate.push([amount, values[0] as number])
    if (hasSeveral(definition)) trial.others.push(values.slice(1))
  }
  if (protocol.fidelity === 'rows' && run.result)
    add(Math.round((run.plan.share ?? 1) / (protocol.shares?.[0] ?? 1)), valuesOfResult(definition, run.result))
  if (protocol.fidelity !== 'folds') return
  const sums: number[] = []
  for (let index = 0; index < runsPerTrial(protocol); index++) {
    const result = trial.runs.find(({ name }) => name === `search/${index}`)?.result
    if (!result) return
    for (const [k, value] of valuesOfResult(definition, result).entries()) sums[k] = (sums[k] ?? 0) + value
    add(
      index + 1,
      sums.map((sum) => sum / (index + 1)),
    )
  }
}
