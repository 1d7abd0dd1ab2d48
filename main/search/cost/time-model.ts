import type { Layout } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'
import type { SearchTrial } from '../trial.ts'
import { regress, type Regression } from './regression.ts'
import { termsOf, type Terms } from './terms.ts'

/** Fewer trials than this tell nothing of what others cost. */
const ENOUGH = 3

/** Newest trials that the model is fitted to: machines change what they do beside. */
const MOST = 120

/** Nothing takes less time (s): below, clocks and not configurations are measured. */
const SHORTEST = 1e-3

/** How long a trial takes whose configuration nobody has tried: log-normal. */
export interface Duration {
  /** Mean and standard deviation of the natural logarithm of its seconds. */
  readonly mean: number
  readonly deviation: number
}

export interface TimeModel {
  /** What a configuration takes if nothing stops it. */
  of(configuration: Configuration): Duration
  /** Mean of the logarithm alone, at a canonical point; quick. */
  logSeconds(point: Float64Array, active: Uint8Array): number
  /** Derivative of `logSeconds` by coordinate k of an active axis with an order. */
  slope(k: number, u: number): number
  /** A usual standard deviation of the logarithm: what the model does not explain. */
  readonly noise: number
}

/**
 * A model of a trial's seconds, learnt from those that have ended: log seconds are a sum of effects of the parameters,
 * straight or bent in their logarithms. Pruned trials count, as shorter by a factor that is learnt with the rest; failed
 * and cancelled ones, which may end anywhere, do not.
 *
 * @returns undefined while fewer than three trials have a cost
 * @see Lee et al. 2020, "Cost-aware Bayesian optimization" (CArBO), section 3.2: a linear model of log cost in place of the
 *      Gaussian process of Snoek et al. 2012, section 3.2
 */
export function timeModelOf(layout: Layout, history: readonly SearchTrial[]): TimeModel | undefined {
  const known = history.filter(({ cost, state }) => cost !== undefined && (state === 'complete' || state === 'pruned'))
  if (known.length < ENOUGH) return undefined
  known.sort((a, b) => a.cost!.until - b.cost!.until)
  const terms = termsOf(layout)
  const model = fitted(layout, terms, known.slice(-MOST))
  const active = new Uint8Array(layout.axes.length)
  const own = new Float64Array(terms.size + 1)
  const { mean: start } = model.predict(own)
  const weights = model.weights.subarray(0, terms.size)
  const write = (point: Float64Array, at: Uint8Array): Float64Array => {
    own[terms.size] = 0
    terms.write(point, at, own.subarray(0, terms.size))
    return own
  }
  return {
    noise: model.noise,
    of(configuration) {
      const point = layout.point(configuration)
      layout.canonicalise(point, active)
      return model.predict(write(point, active))
    },
    logSeconds(point, at) {
      write(point, at)
      let sum = start
      for (let f = 0; f < terms.size; f++) sum += weights[f]! * own[f]!
      return sum
    },
    slope: (k, u) => terms.slope(k, u, weights),
  }
}

/** The last term says that a trial was pruned. */
function fitted(layout: Layout, terms: Terms, trials: readonly SearchTrial[]): Regression {
  const size = terms.size + 1
  const rows = new Float64Array(trials.length * size)
  const active = new Uint8Array(layout.axes.length)
  for (const [index, trial] of trials.entries()) {
    const point = layout.point(trial.configuration)
    layout.canonicalise(point, active)
    terms.write(point, active, rows.subarray(index * size, (index + 1) * size - 1))
    rows[(index + 1) * size - 1] = trial.state === 'pruned' ? 1 : 0
  }
  const values = Float64Array.from(trials, ({ cost }) => Math.log(Math.max(SHORTEST, cost!.seconds)))
  return regress(rows, values, Int32Array.of(...terms.group, terms.groups), terms.groups + 1)
}
