export type OutputTransform = 'standardise' | 'yeo-johnson'

/**
 * Losses as a Gaussian process likes them: mean 0, standard deviation 1, in the same order as before.
 * 'yeo-johnson' first bends them towards a normal distribution, by the power of highest likelihood: losses of networks have
 * a heavy upper tail, as some runs diverge.
 *
 * @see Yeo and Johnson, "A new family of power transformations", Biometrika 87 (2000)
 */
export function transformed(losses: readonly number[], transform: OutputTransform): Float64Array {
  return transformOf(losses, transform).y
}

/** Losses on a process's scale, and the way back: from a value on that scale to a loss. */
export interface Transformed {
  readonly y: Float64Array
  back(value: number): number
}

/** Farther than this from the mean (in deviations) a loss that is transformed back says no more. */
const FARTHEST = 100

/** As `transformed`, with the way back. */
export function transformOf(losses: readonly number[], transform: OutputTransform): Transformed {
  const first = standardise(Float64Array.from(losses))
  if (transform === 'standardise') return first
  const power = bestPower(first.y)
  const second = standardise(first.y.map((value) => yeoJohnson(value, power)))
  const within = (value: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, value))
  return { y: second.y, back: (value) => first.back(within(inverseYeoJohnson(second.back(value), power))) }
}

function standardise(values: Float64Array): Transformed {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const unit = largest > 0 ? 1 / largest : 1
  const n = values.length
  const mean = values.reduce((sum, value) => sum + (value * unit) / n, 0)
  const variance = values.reduce((sum, value) => sum + (value * unit - mean) ** 2 / n, 0)
  const deviation = Math.sqrt(variance)
  return {
    y: values.map((value) => (deviation > 1e-14 ? (value * unit - mean) / deviation : 0)),
    back: (value) => (mean + value * deviation) / unit,
  }
}

/** The value whose transform it is; infinite beyond what the transform reaches. */
export function inverseYeoJohnson(value: number, power: number): number {
  const grow = (amount: number, exponent: number): number => {
    if (Math.abs(exponent) < 1e-8) return Math.expm1(amount)
    const base = 1 + exponent * amount
    return base > 0 ? Math.expm1(Math.log(base) / exponent) : Number.POSITIVE_INFINITY
  }
  return value >= 0 ? grow(value, power) : -grow(-value, 2 - power)
}

export function yeoJohnson(value: number, power: number): number {
  if (value >= 0) return Math.abs(power) < 1e-8 ? Math.log1p(value) : Math.expm1(power * Math.log1p(value)) / power
  const other = 2 - power
  return Math.abs(other) < 1e-8 ? -Math.log1p(-value) : -Math.expm1(other * Math.log1p(-value)) / other
}

/** The power of highest likelihood, from -4 to 4, by golden section: the profile likelihood has a single peak. */
function bestPower(values: Float64Array): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [-4, 4]
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)]
  let [atA, atB] = [likelihood(values, a), likelihood(values, b)]
  while (high - low > 1e-4)
    if (atA > atB) {
      high = b
      b = a
      atB = atA
      a = high - golden * (high - low)
      atA = likelihood(values, a)
    } else {
      low = a
      a = b
      atA = atB
      b = low + golden * (high - low)
      atB = likelihood(values, b)
    }
  return (low + high) / 2
}

function likelihood(values: Float64Array, power: number): number {
  const n = values.length
  const bent = values.map((value) => yeoJohnson(value, power))
  const mean = bent.reduce((sum, value) => sum + value / n, 0)
  const variance = bent.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0)
  const jacobian = values.reduce((sum, value) => sum + Math.sign(value) * Math.log1p(Math.abs(value)), 0)
  return -0.5 * n * Math.log(Math.max(variance, 1e-300)) + (power - 1) * jacobian
}
