/** How much of the running mean of losses stays at each step. */
const smoothing = 0.9

/** Steps that the running mean remembers. Before so many its own noise is what falls, and slopes are read across as many. */
const memory = Math.round(1 / (1 - smoothing))
const reach = memory / 2

/** A loss this many times the best so far has diverged. */
const divergence = 4

/** What a range test found. */
export interface RangeTestReading {
  /** By step: the rate, the loss and the running mean of losses; up to divergence. */
  readonly points: readonly { readonly learningRate: number; readonly loss: number; readonly smoothed: number }[]
  /** Where the smoothed loss falls most steeply along the logarithm of the rate; undefined where it never falls. */
  readonly suggested?: number
  /** The rate of the lowest smoothed loss: larger ones harm. */
  readonly lowest?: number
  /** Whether the loss blew up before the last rate. */
  readonly diverged: boolean
}

/** `steps` rates from `from` to `to`, each by the same factor larger than the one before. @throws RangeError */
export function rangeTestRates(from: number, to: number, steps: number): Float32Array {
  if (!(from > 0 && to > from && steps >= 2))
    throw new RangeError('A range test goes from a rate above 0 to a larger one, in at least 2 steps.')
  return Float32Array.from({ length: steps }, (_, step) => from * (to / from) ** (step / (steps - 1)))
}

/** Running mean of losses, the bias of its start taken out; stops where a loss is no number or the mean has diverged. */
function smooth(losses: ArrayLike<number>): { readonly means: number[]; readonly diverged: boolean } {
  const means: number[] = []
  let [mean, best] = [0, Infinity]
  for (let step = 0; step < losses.length; step++) {
    mean = smoothing * mean + (1 - smoothing) * losses[step]!
    const smoothed = mean / (1 - smoothing ** (step + 1))
    if (!Number.isFinite(smoothed) || smoothed > divergence * best) return { means, diverged: true }
    best = Math.min(best, smoothed)
    means.push(smoothed)
  }
  return { means, diverged: false }
}

/**
 * Reads a learning-rate range test: the network was trained for a step at each rate, from small to large. A good rate is one
 * where the loss falls fastest: well below where it is lowest, beyond which training becomes unstable.
 *
 * @param losses by step; may end early, where training was broken off
 * @see Smith, Cyclical learning rates for training neural networks, WACV 2017, section 3.3. The steepest point, on a smoothed
 *      loss, is fastai's reading of the curve.
 */
export function readRangeTest(rates: ArrayLike<number>, losses: ArrayLike<number>): RangeTestReading {
  const { means, diverged } = smooth(losses)
  const points = means.map((smoothed, step) => ({ learningRate: rates[step]!, loss: losses[step]!, smoothed }))
  const lowest = means.reduce((at, mean, step) => (mean < means[at]! ? step : at), 0)
  let steepest: number | undefined
  let slope = 0
  for (let step = memory + reach; step + reach <= lowest; step++) {
    const [before, after] = [step - reach, step + reach]
    const fall = (means[after]! - means[before]!) / Math.log(rates[after]! / rates[before]!)
    if (fall < slope) [slope, steepest] = [fall, step]
  }
  return {
    points,
    diverged,
    ...(steepest === undefined ? {} : { suggested: rates[steepest]! }),
    ...(lowest === 0 ? {} : { lowest: rates[lowest]! }),
  }
}
