import { greedyPortfolio } from '../../../search/portfolio/greedy.ts'
import type { Figure } from '../figure.ts'
import { readRepeatedTables, type RepeatedTable } from './tables.ts'

const SIZE = 4

/** Regret of each configuration's mean over repeats, in units of the median configuration's: 0 is the best, 1 the median. */
export function normalisedRegrets({ values, repeats, direction }: RepeatedTable): Float64Array {
  const sign = direction === 'minimize' ? 1 : -1
  const means = new Float64Array(values.length / repeats)
  for (let row = 0; row < means.length; row++) {
    let sum = 0
    for (let repeat = 0; repeat < repeats; repeat++) sum += values[row * repeats + repeat] as number
    means[row] = (sign * sum) / repeats
  }
  const sorted = means.slice().sort()
  const best = sorted[0] as number
  const middle = sorted[sorted.length >> 1] as number
  return means.map((mean) => (mean - best) / (middle - best))
}

/**
 * What a portfolio is worth on data that it was not made from: for each task, the regret of the best configuration of a
 * portfolio that was built from all others.
 * @param regrets by task, then by configuration
 */
export function leaveOneOut(regrets: readonly Float64Array[], size: number): readonly number[] {
  return regrets.map((own, left) => {
    const others = regrets.filter((_, task) => task !== left)
    return Math.min(...greedyPortfolio(others, size).map((candidate) => own[candidate] as number))
  })
}

export const portfolioFigure: Figure = {
  name: 'search.portfolio.regret',
  unit: 'share',
  goal: { op: '<=', value: 0.11 },
  measure() {
    const tables = readRepeatedTables()?.filter(({ name }) => name.startsWith('mlp-'))
    if (!tables || tables.length < 2)
      return Promise.resolve({ value: null, how: 'The reference tables are not beside the repository (../shared).' })
    const regrets = leaveOneOut(tables.map(normalisedRegrets), SIZE)
    const listed = tables.map(({ name }, task) => `${name} ${(regrets[task] as number).toPrecision(2)}`).join(', ')
    return Promise.resolve({
      value: regrets.reduce((sum, regret) => sum + regret / regrets.length, 0),
      how: `Mean over ${tables.length} tables of real networks of the best of ${SIZE} configurations chosen on the other tables; 0 is the best configuration, 1 the median one: ${listed}.`,
    })
  },
}
