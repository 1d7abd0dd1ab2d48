import type { Direction } from '../../search/trial.ts'

/** A setting as the comparison sees it. */
export interface ComparedSetting {
  readonly label: string
  /** One value for each training. */
  readonly values: readonly number[]
  /** Trainings without a value: they diverged, or never got there. */
  readonly missing: number
  /** The article's figure; absent: of our finer sweep, not compared. */
  readonly article?: number
}

export type Verdict = 'agrees' | 'agrees in part' | 'does not agree' | 'cannot be told'

/** How the shape of an effect compares with the article's. */
export interface Agreement {
  /** The best setting among those that the article has. */
  readonly best: {
    readonly article: string
    readonly ours: string
    /** That the article's best setting is ours. */
    readonly probability: number
    readonly verdict: Verdict
  }
  /** Whether settings that the article puts above others are above them here. */
  readonly order: {
    /** Kendall's tau-a between the article's figures and our means, from -1 (reversed) to 1 (the same order). */
    readonly tau: number
    /** Middle 95 % of tau. */
    readonly interval: readonly [low: number, high: number]
    /** Pairs that stand as in the article, of all. */
    readonly alike: number
    readonly pairs: number
    /** That more pairs stand as in the article than the other way round. */
    readonly probability: number
    /** 'agrees' only where all pairs surely stand as in the article; 'in part' where surely more do than do not. */
    readonly verdict: Verdict
  }
  /** The best of all settings, the finer sweep included, and the probability of its being best. */
  readonly sweep: { readonly best: string; readonly probability: number }
}

const draws = 4_000
/** From which probability on something is said without a reservation. */
const sure = 0.9

/**
 * Compares measured settings with the article's figures. Uncertainty by a bootstrap over the seeds of each setting apart; a
 * resampled mean's deviation from the mean is stretched by sqrt(n / (n - 1)), for with few seeds a plain bootstrap is too
 * sure. A training without a value is worse than any value.
 *
 * @param uniform random numbers in [0, 1)
 * @returns undefined where fewer than two settings have both values and a figure of the article
 * @see Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 6; the stretch: section 3.4 of Hesterberg, What
 *      teachers should know about the bootstrap, The American Statistician 2015
 */
export function agreementOf(
  settings: readonly ComparedSetting[],
  direction: Direction,
  uniform: () => number,
): Agreement | undefined {
  const sign = direction === 'maximise' ? 1 : -1
  const measured = settings.filter(({ values, missing }) => values.length + missing > 0)
  const compared = measured.flatMap((setting, place) =>
    setting.article === undefined ? [] : [{ label: setting.label, place, article: sign * setting.article }],
  )
  if (compared.length < 2) return undefined
  const scores = measured.map(({ values, missing }) => [
    ...values.map((value) => sign * value),
    ...new Array<number>(missing).fill(-Infinity),
  ])
  const articleScores = compared.map(({ article }) => article)
  const articleBest = placeOfBest(articleScores)
  const ours = scores.map(mean)
  const oursCompared = compared.map(({ place }) => ours[place]!)
  const observed = pairsAlike(articleScores, oursCompared)
  const sweepBest = placeOfBest(ours)

  const taus: number[] = []
  let [bestAgain, orderAgain, wholeOrderAgain, sweepAgain] = [0, 0, 0, 0]
  for (let draw = 0; draw < draws; draw++) {
    const means = scores.map((values) => resampledMean(values, uniform))
    const own = compared.map(({ place }) => means[place]!)
    const { tau } = pairsAlike(articleScores, own)
    taus.push(tau)
    bestAgain += shareOfBest(own, articleBest)
    orderAgain += tau > 0 ? 1 : tau === 0 ? 0.5 : 0
    wholeOrderAgain += tau === 1 ? 1 : 0
    sweepAgain += shareOfBest(means, sweepBest)
  }
  taus.sort((a, b) => a - b)
  const best = bestAgain / draws
  const order = orderAgain / draws
  return {
    best: {
      article: compared[articleBest]!.label,
      ours: compared[placeOfBest(oursCompared)]!.label,
      probability: best,
      verdict: verdictOf(best),
    },
    order: {
      tau: observed.tau,
      interval: [taus[Math.floor(0.025 * draws)]!, taus[Math.ceil(0.975 * draws) - 1]!],
      alike: observed.alike,
      pairs: observed.pairs,
      probability: order,
      verdict: verdictOf(order) === 'agrees' && wholeOrderAgain < sure * draws ? 'agrees in part' : verdictOf(order),
    },
    sweep: { best: measured[sweepBest]!.label, probability: sweepAgain / draws },
  }
}

export function verdictOf(probability: number): Verdict {
  return probability >= sure ? 'agrees' : probability <= 1 - sure ? 'does not agree' : 'cannot be told'
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function resampledMean(values: readonly number[], uniform: () => number): number {
  const n = values.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += values[Math.floor(uniform() * n)]!
  const resampled = sum / n
  if (n === 1 || !Number.isFinite(resampled)) return resampled
  const centre = mean(values)
  return Number.isFinite(centre) ? centre + (resampled - centre) * Math.sqrt(n / (n - 1)) : resampled
}

/** The first of the highest. */
function placeOfBest(scores: readonly number[]): number {
  return scores.reduce((best, score, place) => (score > scores[best]! ? place : best), 0)
}

/** 1 if this place alone is the highest, its share where several are, 0 otherwise. */
function shareOfBest(scores: readonly number[], place: number): number {
  const top = Math.max(...scores)
  if (scores[place] !== top) return 0
  return 1 / scores.filter((score) => score === top).length
}

/** Kendall's tau-a: pairs ordered alike minus pairs ordered the other way, of all pairs that the article does not tie. */
function pairsAlike(
  article: readonly number[],
  ours: readonly number[],
): { readonly tau: number; readonly alike: number; readonly pairs: number } {
  let [alike, reversed, pairs] = [0, 0, 0]
  for (let i = 0; i < article.length; i++)
    for (let j = 0; j < i; j++) {
      const theirs = Math.sign(article[i]! - article[j]!)
      if (theirs === 0) continue
      pairs++
      // Two settings that both failed are tied: their difference is not a number.
      const mine = ours[i] === ours[j] ? 0 : Math.sign(ours[i]! - ours[j]!)
      if (theirs === mine) alike++
      else if (mine !== 0) reversed++
    }
  return { tau: pairs === 0 ? 0 : (alike - reversed) / pairs, alike, pairs }
}
