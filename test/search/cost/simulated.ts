import type { Sampler, SearchProblem } from '../../../main/search/sampler.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

/** A machine that trains what it is told to: how good, how long, and whether it has the memory. */
export interface Machine {
  readonly problem: SearchProblem
  loss(configuration: Configuration): number
  seconds(configuration: Configuration): number
  fits?(configuration: Configuration): boolean
}

const numeric = (configuration: Configuration, name: string): number => Number(configuration[name])

export const space: SearchSpace = {
  parameters: [
    { kind: 'int', name: 'units', low: 8, high: 512, scale: 'log', default: 64 },
    { kind: 'int', name: 'epochs', low: 5, high: 100, scale: 'linear', default: 30 },
    { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.01 },
    { kind: 'float', name: 'dropout', low: 0, high: 0.6, scale: 'linear', default: 0.2 },
  ],
  relations: [],
}

/** Seconds from 0.4 to 105; the least loss, 0.15, at 100 epochs, 64 units, a rate of 10^-1.8 and a dropout of 0.25. */
export const machine: Machine = {
  problem: { space, directions: ['minimise'] },
  seconds: (of) => 0.2 + numeric(of, 'epochs') * (0.002 * numeric(of, 'units') + 0.02),
  loss(of) {
    const rate = Math.log10(numeric(of, 'rate')) + 1.8
    const size = (Math.log2(numeric(of, 'units')) - 6) / 3
    const drop = numeric(of, 'dropout') - 0.25
    return 0.6 * rate * rate + 1.5 / Math.sqrt(numeric(of, 'epochs')) + 0.3 * size * size + 2 * drop * drop
  },
}

export interface Played {
  readonly history: readonly SearchTrial[]
  /** The least loss that was known after so many seconds. */
  bestAfter(seconds: number): number
}

/**
 * One trial after the other until the time is over, what does not end in time included in none.
 * @param told whether the sampler knows of the end
 */
export function play(sampler: Sampler, machine: Machine, seed: number, seconds: number, told = true): Played {
  const history: SearchTrial[] = []
  let spent = 0
  for (let number = 0; number < 200; number++) {
    const ask = { seed, number, ...(told ? { seconds } : {}) }
    const suggestion = sampler.suggest(machine.problem, [...history], ask)
    if (suggestion.kind === 'exhausted') break
    const { configuration } = suggestion
    const fits = machine.fits?.(configuration) ?? true
    const took = fits ? machine.seconds(configuration) : 0.1
    spent += took
    if (spent > seconds) break
    const cost = { seconds: took, until: spent }
    history.push(
      fits
        ? { number, configuration, state: 'complete', values: [machine.loss(configuration)], intermediate: [], cost }
        : { number, configuration, state: 'failed', outOfMemory: true, intermediate: [], cost },
    )
  }
  return {
    history,
    bestAfter: (after) =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...history.flatMap(({ cost, values }) => (cost!.until <= after && values ? [...values] : [])),
      ),
  }
}
