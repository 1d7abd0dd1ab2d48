import { chooseAmong } from '../../../study/choice.ts'
import { randomStream } from '../../../search/random/stream.ts'
import { meanInterval } from '../../../study/statistics/interval.ts'

/** A configuration whose true value is known, and what one training of it gives. Greater is better. */
export interface KnownConfiguration {
  readonly truth: number
  train(): number
}

/** What a study did: what it would have said without confirmation, and what it says. */
export interface SimulatedStudy {
  /** Of the configuration with the best validation value. */
  readonly naive: { readonly said: number; readonly truth: number }
  /** Of the chosen one: the mean of its second set of fresh seeds. */
  readonly confirmed: { readonly said: number; readonly low: number; readonly high: number; readonly truth: number }
  readonly defaultTruth: number
  readonly keptDefault: boolean
}

export const finalists = 5
export const seeds = 5

/**
 * The protocol of a study on configurations of known truth: the first one is the template's defaults. Each is trained
 * once; the best five and the defaults five times more; the chosen one another five times.
 */
export function simulateStudy(configurations: readonly KnownConfiguration[]): SimulatedStudy {
  const searched = configurations.map((configuration, trial) => ({
    configuration,
    trial,
    value: configuration.train(),
  }))
  const ranked = [...searched].sort((a, b) => b.value - a.value)
  const best = ranked[0]!
  const finals = [...new Set([...ranked.slice(0, finalists), searched[0]!])]
  const choice = chooseAmong(
    finals.map(({ configuration, trial }) => ({
      trial,
      values: Array.from({ length: seeds }, () => configuration.train()),
      parameters: 1,
      seconds: 1,
      isDefault: trial === 0,
    })),
    { direction: 'maximise', rule: 'best' },
  )!
  const chosen = configurations[choice.chosen]!
  const { mean, low, high } = meanInterval(Array.from({ length: seeds }, () => chosen.train()))!
  return {
    naive: { said: best.value, truth: best.configuration.truth },
    confirmed: { said: mean, low, high, truth: chosen.truth },
    defaultTruth: configurations[0]!.truth,
    keptDefault: choice.chosen === 0,
  }
}

/**
 * A study of `trials` configurations, the defaults among them, whose true values are standard normal.
 * @param noise  standard deviation between trainings of one configuration: multiples of that between configurations
 */
export function normalStudy(trials: number, noise: number, seed: number): SimulatedStudy {
  const random = randomStream(seed, 0, 'honesty')
  return simulateStudy(
    Array.from({ length: trials }, () => {
      const truth = random.normal()
      return { truth, train: () => truth + noise * random.normal() }
    }),
  )
}

/** How often studies were right, and by how much less they were off than without confirmation. */
export interface Honesty {
  /** Share whose interval holds the truth. */
  readonly coverage: number
  /** Share whose best validation value is further from the truth than what is said of the chosen one. */
  readonly naiveWorse: number
  /** Share that recommends what is truly worse than the defaults. */
  readonly worseThanDefault: number
  /** Share that recommends the defaults themselves. */
  readonly keptDefault: number
}

export function honestyOf(studies: readonly SimulatedStudy[]): Honesty {
  const share = (test: (study: SimulatedStudy) => boolean): number => studies.filter(test).length / studies.length
  const off = ({ said, truth }: { readonly said: number; readonly truth: number }): number => Math.abs(said - truth)
  return {
    coverage: share(({ confirmed: { low, high, truth } }) => low <= truth && truth <= high),
    naiveWorse: share(({ naive, confirmed }) => off(naive) > off(confirmed)),
    worseThanDefault: share(({ confirmed, defaultTruth }) => confirmed.truth < defaultTruth),
    keptDefault: share(({ keptDefault }) => keptDefault),
  }
}
