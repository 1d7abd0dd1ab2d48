import { logNormalCdf, logNormalDensity } from '../numerics/normal.ts'
import type { Layout } from '../space/layout.ts'
import type { Ask } from '../sampler.ts'
import type { SearchTrial } from '../trial.ts'
import { timeModelOf } from './time-model.ts'

/** What is taken off the logarithm of how promising a configuration is, for the time that it takes. */
export interface Price {
  of(point: Float64Array, active: Uint8Array): number
  /** Derivative of `of` by the logarithm of the seconds, at a point; times `slope` it is that by a coordinate. */
  steepness(point: Float64Array, active: Uint8Array): number
  slope(k: number, u: number): number
}

/** Seconds that a study has taken so far, as far as its trials tell. */
export function secondsSpent(history: readonly SearchTrial[]): number {
  return history.reduce((latest, { cost }) => Math.max(latest, cost?.until ?? 0), 0)
}

/**
 * The price of time where a search ends by time: improvement per second to the power of the share of the time that is left,
 * so that cheap configurations come first and the best whatever it costs in the end; and the chance that the result arrives
 * before the end.
 *
 * @returns undefined where the search does not end by time, or before anything is known of what trials take
 * @see Snoek, Larochelle, Adams 2012, section 3.2 (expected improvement per second); Lee et al. 2020, "Cost-aware Bayesian
 *      optimization", section 3.1 (cost cooling)
 */
export function priceOf(layout: Layout, history: readonly SearchTrial[], { seconds }: Ask): Price | undefined {
  if (seconds === undefined) return undefined
  const model = timeModelOf(layout, history)
  if (!model) return undefined
  const left = Math.max(1e-6, seconds - secondsSpent(history))
  const share = Math.min(1, left / seconds)
  const deviation = Math.max(0.05, model.noise)
  const ahead = (log: number): number => (Math.log(left) - log) / deviation
  return {
    of(point, active) {
      const log = model.logSeconds(point, active)
      return share * log - logNormalCdf(ahead(log))
    },
    steepness(point, active) {
      const z = ahead(model.logSeconds(point, active))
      return share + Math.exp(logNormalDensity(z) - logNormalCdf(z)) / deviation
    },
    slope: (k, u) => model.slope(k, u),
  }
}

/** Share of the time that may go by before the first model. */
const STARTUP_SHARE = 1 / 8

/** Trials that a first model needs, however long they take. */
const FEWEST = 4

/**
 * How many trials cover the space before the first model: as many as usual, or fewer where they have taken an eighth of the
 * time already.
 *
 * @see Lee et al. 2020, section 3.3: there the budget of the initial design
 */
export function startupWithin(usual: number, history: readonly SearchTrial[], { seconds }: Ask): number {
  if (seconds === undefined || secondsSpent(history) < STARTUP_SHARE * seconds) return usual
  return Math.min(usual, Math.max(FEWEST, history.length))
}
