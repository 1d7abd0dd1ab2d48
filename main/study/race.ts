import { chooseAmong, contenders } from './choice.ts'
import type { Candidate, ChoiceOptions } from './choice.ts'

export interface Race {
  /** Fresh seeds that each finalist has before any is left out. */
  readonly seeds: number
  /** Fresh seeds that a finalist has at most. */
  readonly most: number
  /** Trainings at once: rounds are as long as workers need to be busy. */
  readonly workers: number
}

/** One round of a race: who trains, with which fresh seeds. */
export interface RaceRound {
  readonly trials: readonly number[]
  /** Indices of fresh seeds, from and before. */
  readonly from: number
  readonly to: number
}

/**
 * The rounds that follow the first set of fresh seeds: finalists that cannot be told from the leader train on, the others
 * stay where they are. It ends when the leader stands alone, or each of those left has had `most` seeds. The rounds follow
 * from results of the rounds before alone, so that it does not matter in which order trainings end.
 *
 * Looking again and again makes it likelier that the wrong one is left out, which costs some quality and no honesty: what
 * is reported of the chosen one comes from a set of fresh seeds of its own, by which nothing was chosen.
 *
 * @param candidates  with what they have so far; of missing values the round is taken to have ended
 * @param ended  whether a training, of trial and index, has ended: rounds after one that has not are not given
 * @see Maron and Moore, Hoeffding races, NIPS 1993; Birattari et al., A racing algorithm for configuring metaheuristics, GECCO
 *      2002. Here with Welch's test on moderated variances (choice.ts) in place of Hoeffding's bound and Friedman's test.
 */
export function raceRounds(
  candidates: readonly Candidate[],
  options: ChoiceOptions,
  { seeds, most, workers }: Race,
  ended: (trial: number, index: number) => boolean,
): RaceRound[] {
  const rounds: RaceRound[] = []
  let trials = candidates.map(({ trial }) => trial)
  let from = 0
  let to = seeds
  for (;;) {
    const whole = trials.every((trial) => range(from, to).every((index) => ended(trial, index)))
    if (!whole || to >= most) return rounds
    const known = candidates.map((candidate) => ({ ...candidate, values: candidate.values.slice(0, to) }))
    const choice = chooseAmong(known, options)
    trials = choice === undefined ? [] : contenders(choice, trials)
    if (trials.length < 2) return rounds
    from = to
    to = Math.min(most, from + Math.max(1, Math.ceil(workers / trials.length)))
    rounds.push({ trials, from, to })
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
