import type { Sampler } from '../../../search/sampler.ts'
import type { SearchTrial } from '../../../search/trial.ts'
import type { BenchProblem } from './problems.ts'

/**
 * Lets a sampler minimise a problem and returns the best regret so far after each evaluation.
 *
 * @param workers trials under way at a time; each result arrives when the oldest of them ends
 */
export function play(
  sampler: Sampler,
  problem: BenchProblem,
  seed: number,
  evaluations: number,
  workers = 1,
): number[] {
  const history: SearchTrial[] = []
  const best: number[] = []
  const running: number[] = []
  const tell = (): void => {
    const number = running.shift() as number
    const { configuration } = history[number] as SearchTrial
    const value = problem.evaluate(configuration)
    history[number] = { number, configuration, state: 'complete', values: [value], intermediate: [] }
    best.push(Math.min(best.at(-1) ?? Number.POSITIVE_INFINITY, value - problem.optimum))
  }
  for (let number = 0; number < evaluations; number++) {
    if (running.length === workers) tell()
    const suggestion = sampler.suggest({ space: problem.space, directions: ['minimise'] }, [...history], {
      seed,
      number,
    })
    if (suggestion.kind === 'exhausted') break
    history.push({ number, configuration: suggestion.configuration, state: 'running', intermediate: [] })
    running.push(number)
  }
  while (running.length > 0) tell()
  return best
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
