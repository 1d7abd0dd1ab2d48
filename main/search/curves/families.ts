/**
 * Families of learning curves in the form value(t) = end + drop * shape(t): `shape` falls from about 1 to 0 with t and has
 * two parameters, given by their logarithms, so that end and drop are a linear least-squares problem.
 *
 * @see Mohr et al. 2022, "LCDB 1.0" (ECML PKDD), where pow4, mmf4 and wbl4 extrapolate best of all families
 */
export interface CurveFamily {
  readonly name: string
  /** @param t epochs, from 1 */
  shape(t: number, first: number, second: number): number
  /** Where the logarithms of the two parameters are looked for: the first in units of the epochs seen where `scaled`. */
  readonly first: { readonly low: number; readonly high: number; readonly scaled: boolean }
  readonly second: { readonly low: number; readonly high: number }
}

const exponents = { low: Math.log(0.25), high: Math.log(4) } as const

export const curveFamilies: readonly CurveFamily[] = [
  {
    // Shifted power law (pow4): a + b (t + c)^-e, scaled to be 1 at t = 0.
    name: 'pow4',
    shape: (t, shift, exponent) => (1 + t / Math.exp(shift)) ** -Math.exp(exponent),
    first: { low: Math.log(0.05), high: Math.log(4), scaled: true },
    second: exponents,
  },
  {
    // Morgan, Mercer and Flodin (mmf4): (a b + c t^e) / (b + t^e).
    name: 'mmf4',
    shape: (t, half, exponent) => 1 / (1 + (t / Math.exp(half)) ** Math.exp(exponent)),
    first: { low: Math.log(0.05), high: Math.log(4), scaled: true },
    second: exponents,
  },
  {
    // Weibull (wbl4): c - b exp(-a t^e).
    name: 'wbl4',
    shape: (t, scale, exponent) => Math.exp(-((t / Math.exp(scale)) ** Math.exp(exponent))),
    first: { low: Math.log(0.05), high: Math.log(4), scaled: true },
    second: { low: Math.log(0.2), high: Math.log(2) },
  },
]
