import { chooseAmong, type Candidate } from '../../../study/choice.ts'
import { raceRounds } from '../../../study/race.ts'
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
  /** Trainings after the search. */
  readonly fresh: number
}

export const finalists = 5
export const seeds = 5

/**
 * The protocol of a study on configurations of known truth: the first one is the template's defaults. Each is trained
 * once; the best five and the defaults five times more, and those that cannot be told apart up to `race` times; the chosen
 * one another five times.
 */
export function simulateStudy(configurations: readonly KnownConfiguration[], race = seeds): SimulatedStudy {
  const searched = configurations.map((configuration, trial) => ({
    configuration,
    trial,
    value: configuration.train(),
  }))
  const ranked = [...searched].sort((a, b) => b.value - a.value)
  const best = ranked[0]!
  const finals = [...new Set([...ranked.slice(0, finalists), searched[0]!])]
  const candidates = finals.map(({ configuration, trial }) => ({
    trial,
    values: Array.from({ length: seeds }, () => configuration.train()),
    parameters: 1,
    seconds: 1,
    isDefault: trial === 0,
  }))
  trainOn(candidates, configurations, race)
  const choice = chooseAmong(candidates, rule)!
  const chosen = configurations[choice.chosen]!
  const { mean, low, high } = meanInterval(Array.from({ length: seeds }, () => chosen.train()))!
  return {
    naive: { said: best.value, truth: best.configuration.truth },
    confirmed: { said: mean, low, high, truth: chosen.truth },
    defaultTruth: configurations[0]!.truth,
    keptDefault: choice.chosen === 0,
    fresh: candidates.reduce((sum, { values }) => sum + values.length, seeds),
  }
}

const rule = { direction: 'maximise', rule: 'best' } as const

/** The race of the finalists, one fresh seed a round: two workers have always something to do. */
function trainOn(
  candidates: readonly (Candidate & { readonly values: number[] })[],
  configurations: readonly KnownConfiguration[],
  most: number,
): void {
  const byTrial = new Map(candidates.map((candidate) => [candidate.trial, candidate.values]))
  for (;;) {
    const next = raceRounds(
      candidates,
      rule,
      { seeds, most, workers: 2 },
      (trial, at) => at < byTrial.get(trial)!.length,
    )
    const open = next.at(-1)
    if (open === undefined || open.trials.every((trial) => byTrial.get(trial)!.length >= open.to)) return
    for (const trial of open.trials) byTrial.get(trial)!.push(configurations[trial]!.train())
  }
}

/**
 * A study of `trials` configurations, the defaults among them, whose true values are standard normal.
 * @param noise  standard deviation between trainings of one configuration: multiples of that between configurations
 */
export function normalStudy(trials: number, noise: number, seed: number, race?: number): SimulatedStudy {
  const random = randomStream(seed, 0, 'honesty')
  return simulateStudy(
    Array.from({ length: trials }, () => {
      const truth = random.normal()
      return { truth, train: () => truth + noise * random.normal() }
    }),
    race,
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
  /** Trainings after the search, on average. */
  readonly fresh: number
  /** True value of the chosen one, on average. */
  readonly chosenTruth: number
}

export function honestyOf(studies: readonly SimulatedStudy[]): Honesty {
  const share = (test: (study: SimulatedStudy) => boolean): number => studies.filter(test).length / studies.length
  const off = ({ said, truth }: { readonly said: number; readonly truth: number }): number => Math.abs(said - truth)
  return {
    coverage: share(({ confirmed: { low, high, truth } }) => low <= truth && truth <= high),
    naiveWorse: share(({ naive, confirmed }) => off(naive) > off(confirmed)),
    worseThanDefault: share(({ confirmed, defaultTruth }) => confirmed.truth < defaultTruth),
    keptDefault: share(({ keptDefault }) => keptDefault),
    fresh: studies.reduce((sum, { fresh }) => sum + fresh, 0) / studies.length,
    chosenTruth: studies.reduce((sum, { confirmed }) => sum + confirmed.truth, 0) / studies.length,
  }
}
