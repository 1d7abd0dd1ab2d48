/** Lanczos' approximation, g = 7, nine coefficients. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** The logarithm of the gamma function for x > 0, to 1e-14. */
export function logGamma(x: number): number {
  let sum = lanczos[0]!
  for (let index = 1; index < lanczos.length; index++) sum += lanczos[index]! / (x + index - 1)
  const shifted = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(shifted) - shifted + Math.log(sum)
}

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0 and x from 0 to 1, by Lentz's continued fraction.
 * Accurate to about 1e-12.
 * @see Press et al., Numerical Recipes, 6.4
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges quickly below the mean; above it, the other tail does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  return front / betaFraction(x, a, b)
}

/** The denominator of the continued fraction, 1 + d1 / (1 + d2 / (1 + ...)). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let value = 1
  let c = 1
  let d = 0
  for (let step = 1; step < 1000; step++) {
    const m = step >> 1
    const term =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + step - 1) * (a + step))
        : (-(a + m) * (a + b + m) * x) / ((a + step - 1) * (a + step))
    d = 1 + term * d
    c = 1 + term / c
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = Math.abs(c) < tiny ? tiny : c
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return value
}

/** Student's t: density at `t` for `df` > 0 degrees of freedom; need not be whole. */
export function tDensity(t: number, df: number): number {
  const log = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI)
  return Math.exp(log - ((df + 1) / 2) * Math.log1p((t * t) / df))
}

/** Student's t: probability of a value of `t` or less. */
export function tCdf(t: number, df: number): number {
  if (t === 0) return 0.5
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/**
 * Student's t: the value that is not exceeded with probability `p`, 0 < p < 1, by bisection of the tail; to 1e-10 of it.
 * @see scipy.stats.t.ppf, to which the tests hold it
 */
export function tQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) return Number.NaN
  if (p === 0.5) return 0
  if (p > 0.5) return -tQuantile(1 - p, df)
  let low = -1
  while (tCdf(low, df) > p && low > -1e300) low *= 2
  let high = 0
  for (let step = 0; step < 200 && high - low > 1e-12 * Math.abs(low); step++) {
    const middle = (low + high) / 2
    if (tCdf(middle, df) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
