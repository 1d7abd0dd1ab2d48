import type { Configuration } from '../space/types.ts'
import type { SearchTrial } from '../trial.ts'
import { nearestTrials } from './neighbours.ts'
import type { Estimate, Surrogate } from './surrogate.ts'

export interface WhatIf extends Estimate {
  /** Finished trials with a value, nearest first; distances of `nearestTrials`. */
  readonly nearest: readonly { readonly trial: SearchTrial; readonly distance: number }[]
  /** Of other configurations that were asked about. */
  readonly others?: readonly Estimate[]
}

/** What a configuration that nobody tried would probably give, and the trials that come nearest to it. */
export function whatIf(
  surrogate: Surrogate,
  configuration: Configuration,
  history: readonly SearchTrial[],
  neighbours = 3,
): WhatIf {
  const byNumber = new Map(history.map((trial) => [trial.number, trial]))
  const nearest = nearestTrials(surrogate.layout, configuration, history, neighbours).flatMap(({ trial, distance }) => {
    const found = byNumber.get(trial)
    return found ? [{ trial: found, distance }] : []
  })
  return { ...surrogate.predict(configuration), nearest }
}
