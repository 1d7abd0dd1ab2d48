import type { Configuration } from '../space/types.ts'
import type { SearchTrial } from '../trial.ts'
import type { Estimate, Surrogate } from './surrogate.ts'

export interface Neighbour {
  readonly trial: SearchTrial
  /** Root of the mean squared difference of coordinates, 0 to 1; different choices differ by 1. */
  readonly distance: number
}

export interface WhatIf extends Estimate {
  /** Finished trials with a value, nearest first. */
  readonly nearest: readonly Neighbour[]
}

/** How far apart two canonical points are, axis by axis, whatever the model thinks of the axes. */
function distance(surrogate: Surrogate, a: Float64Array, b: Float64Array): number {
  const { axes } = surrogate.layout
  let squares = 0
  for (const [k, axis] of axes.entries()) {
    const difference = (a[k] as number) - (b[k] as number)
    squares += axis.kind === 'categorical' ? Number(difference !== 0) : difference * difference
  }
  return Math.sqrt(squares / Math.max(1, axes.length))
}

/** What a configuration that nobody tried would probably give, and the trials that come nearest to it. */
export function whatIf(
  surrogate: Surrogate,
  configuration: Configuration,
  history: readonly SearchTrial[],
  neighbours = 3,
): WhatIf {
  const point = surrogate.layout.point(configuration)
  const nearest = history
    .filter(({ state, values }) => state === 'complete' && Number.isFinite(values?.[0]))
    .map((trial) => ({ trial, distance: distance(surrogate, point, surrogate.layout.point(trial.configuration)) }))
    .sort((a, b) => a.distance - b.distance || a.trial.number - b.trial.number)
    .slice(0, neighbours)
  return { ...surrogate.predict(configuration), nearest }
}
