/** The standard normal distribution, accurate in both tails. */

const SQRT1_2 = Math.SQRT1_2
const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI)

const polynomial = (x: number, coefficients: readonly number[]): number => {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}

// Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): highest power first.
const ERF_P = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
]
const ERF_Q = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3]
const ERFC_P = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
]
const ERFC_Q = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
]
const TAIL_P = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
]
const TAIL_Q = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
]

/** exp(x^2) erfc(x) for x >= 0: neither underflows nor cancels. */
export function erfcx(x: number): number {
  if (x < 0.46875) return Math.exp(x * x) * (1 - (x * polynomial(x * x, ERF_P)) / polynomial(x * x, ERF_Q))
  if (x <= 4) return polynomial(x, ERFC_P) / polynomial(x, ERFC_Q)
  const inverse = 1 / (x * x)
  const tail = (inverse * polynomial(inverse, TAIL_P)) / polynomial(inverse, TAIL_Q)
  return (1 / Math.sqrt(Math.PI) - tail) / x
}

export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z - LOG_SQRT_2PI)
}

export function logNormalDensity(z: number): number {
  return -0.5 * z * z - LOG_SQRT_2PI
}

/** P(Z <= z). */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z)
  return 0.5 * Math.exp(-0.5 * z * z) * erfcx(-z * SQRT1_2)
}

/** log P(Z <= z), finite for all z above about -1e154. */
export function logNormalCdf(z: number): number {
  if (z > 0) return Math.log1p(-normalCdf(-z))
  return -0.5 * z * z + Math.log(0.5 * erfcx(-z * SQRT1_2))
}

/** log P(a < Z <= b) for a < b, without cancellation in either tail. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a)
  if (b <= 0) {
    const high = logNormalCdf(b)
    return high + Math.log1p(-Math.exp(logNormalCdf(a) - high))
  }
  return Math.log1p(-normalCdf(a) - normalCdf(-b))
}

// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
const CENTRE_P = [
  2.509080928730122672e3, 3.34305755835881281e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
]
const CENTRE_Q = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
]
const NEAR_P = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
]
const NEAR_Q = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
]
const FAR_P = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
  2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
]
const FAR_Q = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
]

/** The z with P(Z <= z) = p, 0 < p < 1; relative accuracy about 1e-16. */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(r, CENTRE_P)) / polynomial(r, CENTRE_Q)
  }
  const tail = tailQuantile(Math.log(q < 0 ? p : 1 - p))
  return q < 0 ? tail : -tail
}

/** The z <= 0 with log P(Z <= z) = logP, logP <= log(0.075). */
function tailQuantile(logP: number): number {
  const r = Math.sqrt(-logP)
  if (r <= 5) return -polynomial(r - 1.6, NEAR_P) / polynomial(r - 1.6, NEAR_Q)
  let z = r <= 27 ? -polynomial(r - 5, FAR_P) / polynomial(r - 5, FAR_Q) : -Math.SQRT2 * r
  // Newton's method on the logarithm: the published fit ends at p = 1e-316.
  for (let k = 0; k < 4; k++) z -= (logNormalCdf(z) - logP) / Math.exp(logNormalDensity(z) - logNormalCdf(z))
  return z
}

/** The z with log P(Z <= z) = logP, for any logP < 0, however small P is. */
export function normalQuantileOfLog(logP: number): number {
  return logP > Math.log(0.075) ? normalQuantile(Math.exp(logP)) : tailQuantile(logP)
}
