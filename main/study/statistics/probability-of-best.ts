import { tCdf, tDensity } from './student-t.ts'

/** What is known of a mean: an estimate, its standard error, and the degrees of freedom behind that. */
export interface Estimate {
  readonly mean: number
  /** At least 0. */
  readonly error: number
  readonly df: number
}

/** Points of the quadrature; the integrand is smooth, so that the error is far below what is shown. */
const points = 400

/**
 * How probable it is of each of some means to be the greatest: the integral of its density times the others'
 * distribution functions, each taken as a shifted and scaled Student's t (the posterior under a flat prior). Sums to 1.
 * Of means that are certain, those that are equal and greatest share.
 */
export function probabilityOfBest(estimates: readonly Estimate[]): number[] {
  if (estimates.length === 0) return []
  const widest = Math.max(...estimates.map(({ error }) => error))
  const best = Math.max(...estimates.map(({ mean }) => mean))
  if (widest === 0) {
    const winners = estimates.filter(({ mean }) => mean === best).length
    return estimates.map(({ mean }) => (mean === best ? 1 / winners : 0))
  }
  // A mean without any spread beside others that have some is given a hundredth of theirs.
  const spread = estimates.map((estimate) => ({ ...estimate, error: Math.max(estimate.error, widest / 100) }))
  const raw = spread.map((own, index) => {
    let sum = 0
    // Steps are even in the angle of an arctangent: dense in the middle, and the tails of few degrees are reached.
    for (let point = 0; point < points; point++) {
      const angle = (Math.PI * (point + 0.5)) / points - Math.PI / 2
      const t = Math.tan(angle)
      let product = tDensity(t, own.df) * (1 + t * t)
      const at = own.mean + t * own.error
      for (const [other, { mean, error, df }] of spread.entries())
        if (other !== index) product *= tCdf((at - mean) / error, df)
      sum += product
    }
    return (sum * Math.PI) / points
  })
  const total = raw.reduce((sum, value) => sum + value, 0)
  return raw.map((value) => value / total)
}
