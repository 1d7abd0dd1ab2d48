import type { Sampler } from '../../../search/sampler.ts'
import { median, play } from './play.ts'
import type { BenchProblem } from './problems.ts'

/** One thing to repeat over seeds. */
export interface Entry {
  readonly problem: BenchProblem
  readonly make: () => Sampler
  readonly evaluations?: number
  readonly workers?: number
}

export interface Repeated {
  /** Median final regret of each entry, in their order. */
  readonly medians: readonly number[]
  readonly seeds: number
}

/** A figure may take ten minutes; this leaves room for the seed under way. */
const SECONDS = 420

/**
 * Plays every entry with seeds 0, 1, ... up to `most`, seed by seed, for as long as the time of a figure allows; at least
 * three. Yields to other work between plays.
 */
export async function repeat(entries: readonly Entry[], most = 20): Promise<Repeated> {
  const finals = entries.map((): number[] => [])
  const start = performance.now()
  let seeds = 0
  for (; seeds < most; seeds++) {
    const spent = (performance.now() - start) / 1000
    if (seeds >= 3 && spent + spent / seeds > SECONDS) break
    for (const [index, { problem, make, evaluations = 100, workers = 1 }] of entries.entries()) {
      finals[index]?.push(play(make(), problem, seeds, evaluations, workers).at(-1) as number)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { medians: finals.map(median), seeds }
}
