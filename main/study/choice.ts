import { mean, variance } from './statistics/moments.ts'
import { probabilityOfBest } from './statistics/probability-of-best.ts'
import type { Estimate } from './statistics/probability-of-best.ts'
import { tCdf, tQuantile } from './statistics/student-t.ts'

/** A finalist and what fresh seeds gave for it. */
export interface Candidate {
  readonly trial: number
  /** Objective by index of the fresh seed; undefined where that training has not ended. */
  readonly values: readonly (number | undefined)[]
  /** Trainable numbers of its network. */
  readonly parameters: number
  /** Of one training. */
  readonly seconds: number
  /** The template's defaults: what is kept unless another is better beyond noise. */
  readonly isDefault?: boolean
}

export interface ChoiceOptions {
  readonly direction: 'minimise' | 'maximise'
  /** best: the best mean. one-standard-error: of those within a standard error of it, the simplest. */
  readonly rule: 'best' | 'one-standard-error'
  /** Test rows by training rows where each value comes from a fresh split, the same for all candidates; else 0. */
  readonly overlap?: number
}

/** How a candidate stands among the others. */
export interface Standing {
  readonly trial: number
  /** Of its values as they are. */
  readonly mean: number
  /** Standard error of the mean, from own and pooled spread; absent where no candidate has two values. */
  readonly error?: number
  /** Of having the best true mean; absent like the error. */
  readonly probabilityOfBest?: number
  /** Whether it cannot be told from the chosen one at 5 %, two-sided. */
  readonly tied: boolean
}

/** A candidate with what its gains (greater is better, splits taken out) say of its true mean. */
interface Entry {
  readonly candidate: Candidate
  readonly estimate: Estimate
}

export interface Choice {
  readonly chosen: number
  /** With the best mean, whether or not it is chosen. */
  readonly leader: number
  /** beyond-noise: better than the defaults, tested; not-beyond-noise: the defaults stay; untested: no test was possible. */
  readonly againstDefault: 'beyond-noise' | 'not-beyond-noise' | 'untested'
  /** Best mean first. */
  readonly entries: readonly Entry[]
}

/** Weight of the spread of all candidates beside a candidate's own, in degrees of freedom. */
const pooledWeight = 4

/**
 * One-sided chance of calling a configuration better than the defaults that is not, over all candidates together. In the
 * simulation of host/bench/honesty a configuration worse than the defaults is then recommended in well under 2 % of studies.
 */
export const falseGain = 0.1

/**
 * Chooses among finalists by what fresh seeds gave, never by the value that made them finalists.
 *
 * Fresh splits are the same for all candidates of an index: what a split adds to all of them is taken out first
 * (randomised blocks). A candidate's variance is moderated by that of all (Smyth 2004, with a fixed weight), because five
 * values say little about it. Tests are Welch's; the leader has to stand out from the defaults as one of several
 * (Bonferroni).
 *
 * @returns undefined where no candidate has a value. Candidates without one are left out. Ties of means go to the first.
 */
export function chooseAmong(candidates: readonly Candidate[], options: ChoiceOptions): Choice | undefined {
  const sign = options.direction === 'maximise' ? 1 : -1
  const scored = candidates.filter(({ values }) => values.some((value) => value !== undefined))
  if (scored.length === 0) return undefined
  const gains = withoutSplits(
    scored.map(({ values }) => values.map((value) => (value === undefined ? value : sign * value))),
  )
  const estimates = estimatesOf(gains, options.overlap ?? 0)
  const entries = scored
    .map((candidate, index) => ({ candidate, estimate: estimates[index]! }))
    .sort((a, b) => b.estimate.mean - a.estimate.mean)
  const leader = entries[0]!
  const wanted = options.rule === 'best' ? leader : simplest(entries)
  const standard = entries.find(({ candidate }) => candidate.isDefault)
  const againstDefault =
    standard === undefined || leader.estimate.df === 0
      ? 'untested'
      : standard !== wanted && standsOut(wanted.estimate, standard.estimate, entries.length - 1)
        ? 'beyond-noise'
        : 'not-beyond-noise'
  const chosen = againstDefault === 'not-beyond-noise' ? standard! : wanted
  return { chosen: chosen.candidate.trial, leader: leader.candidate.trial, againstDefault, entries }
}

/** The candidates of a choice, best mean first, with how probable it is of each to be the best, and ties named. */
export function standingsOf({ entries, chosen }: Choice): Standing[] {
  const testable = (entries[0]?.estimate.df ?? 0) > 0
  const probabilities = testable ? probabilityOfBest(entries.map(({ estimate }) => estimate)) : []
  const own = entries.find(({ candidate }) => candidate.trial === chosen)!
  return entries.map(({ candidate, estimate }, index) => ({
    trial: candidate.trial,
    mean: mean(candidate.values.filter((value) => value !== undefined)),
    ...(testable ? { error: estimate.error, probabilityOfBest: probabilities[index]! } : {}),
    tied:
      candidate.trial !== chosen &&
      (testable ? gapChance(own.estimate, estimate) >= 0.05 : estimate.mean === own.estimate.mean),
  }))
}

/**
 * Those of `among` that cannot be told from the best of them at 5 %, two-sided, the best one included; candidates that have
 * no value are left out.
 */
export function contenders({ entries }: Choice, among: readonly number[]): number[] {
  const own = entries.filter(({ candidate }) => among.includes(candidate.trial))
  const best = own[0]
  if (best === undefined) return []
  const testable = best.estimate.df > 0
  return own
    .filter((entry) => entry === best || !testable || gapChance(best.estimate, entry.estimate) >= 0.05)
    .map(({ candidate }) => candidate.trial)
}

interface Gains {
  readonly values: readonly number[][]
  /** What the spread is to be multiplied by, because a mean over the candidates was taken out of each value. */
  readonly inflation: number
}

/**
 * Takes out of each value what its split adds to all candidates: least squares with an effect for each candidate and each
 * split, where some split is that of all candidates and none that of one alone.
 */
function withoutSplits(values: readonly (readonly (number | undefined)[])[]): Gains {
  const present = values.map((row) => row.filter((value) => value !== undefined))
  const count = Math.max(...values.map((row) => row.length))
  const holders = Array.from({ length: count }, (_, index) =>
    values.flatMap((row, candidate) => (row[index] === undefined ? [] : [candidate])),
  )
  const used = holders.filter((own) => own.length > 0)
  const comparable = used.every((own) => own.length > 1) && used.some((own) => own.length === values.length)
  const total = present.reduce((sum, row) => sum + row.length, 0)
  const within = total - values.length
  const left = within - (used.length - 1)
  if (!comparable || values.length < 3 || left < 1) return { values: present, inflation: 1 }
  const splits = splitEffects(values, holders)
  return {
    values: values.map((row) => row.flatMap((value, index) => (value === undefined ? [] : [value - splits[index]!]))),
    inflation: within / left,
  }
}

/** What each split adds, on average over the splits nothing: by turns with what each candidate has, until neither changes. */
function splitEffects(
  values: readonly (readonly (number | undefined)[])[],
  holders: readonly (readonly number[])[],
): number[] {
  const whole = holders.every((own) => own.length === values.length)
  let splits = holders.map(() => 0)
  for (let turn = 0; turn < (whole ? 1 : 50); turn++) {
    const own = values.map((row) =>
      mean(row.flatMap((value, index) => (value === undefined ? [] : [value - splits[index]!]))),
    )
    const next = holders.map((candidates, index) =>
      candidates.length === 0 ? 0 : mean(candidates.map((candidate) => values[candidate]![index]! - own[candidate]!)),
    )
    const middle = mean(next)
    splits = next.map((effect) => effect - middle)
  }
  return splits
}

function estimatesOf({ values, inflation }: Gains, overlap: number): Estimate[] {
  const df = values.reduce((sum, row) => sum + row.length - 1, 0)
  const own = values.map((row) => (row.length < 2 ? 0 : inflation * variance(row)))
  const pooled = df === 0 ? 0 : own.reduce((sum, value, index) => sum + value * (values[index]!.length - 1), 0) / df
  return values.map((row, index) => {
    const free = row.length - 1
    // The pool is not worth more than what it is made of.
    const weight = Math.min(pooledWeight, df - free)
    const moderated = free + weight === 0 ? 0 : (weight * pooled + free * own[index]!) / (free + weight)
    return {
      mean: mean(row),
      error: Math.sqrt((1 / row.length + overlap) * moderated),
      df: (free + weight) / inflation,
    }
  })
}

/** Of those within one standard error of the best: fewest parameters, then shortest training, then best mean. */
function simplest(entries: readonly Entry[]): Entry {
  const leader = entries[0]!
  return entries
    .filter(({ estimate }) => estimate.mean >= leader.estimate.mean - leader.estimate.error)
    .reduce((best, entry) => {
      const { parameters, seconds } = entry.candidate
      const fewer = parameters - best.candidate.parameters || seconds - best.candidate.seconds
      return fewer < 0 ? entry : best
    })
}

/** Whether `a` is better than `b`, one-sided, as the best of `among`. */
function standsOut(a: Estimate, b: Estimate, among: number): boolean {
  const { error, df } = gapOf(a, b)
  return a.mean - b.mean > 0 && (error === 0 || (a.mean - b.mean) / error > tQuantile(1 - falseGain / among, df))
}

/** Two-sided chance of a gap as large where there is none. */
function gapChance(a: Estimate, b: Estimate): number {
  const { error, df } = gapOf(a, b)
  if (error === 0) return a.mean === b.mean ? 1 : 0
  return 2 * tCdf(-Math.abs(a.mean - b.mean) / error, df)
}

function gapOf(a: Estimate, b: Estimate): { readonly error: number; readonly df: number } {
  const total = a.error ** 2 + b.error ** 2
  return { error: Math.sqrt(total), df: total ** 2 / (a.error ** 4 / a.df + b.error ** 4 / b.df || 1) }
}
