import type { Random } from '../random/stream.ts'
import { curveFamilies } from './families.ts'
import { fitCurve, type Curve, type FittedCurve } from './fit.ts'

/** Families whose residuals are this many times those of the best are left out of the ensemble. */
const tolerated = 1.5

/**
 * Where a learning curve may be at a later epoch: values drawn from an ensemble of parametric curves, each refitted to the
 * curve with its residuals drawn anew, plus a residual. The spread tells how unsure the forecast is.
 *
 * No draw gains much more with each doubling of the training to come than was gained over the last one: curves slow down, and a
 * few points let a family promise anything.
 *
 * @param curve at least 4 points, finite values, to be minimised
 * @param draws how many values
 * @see Domhan et al. 2015 (curve ensembles for early stopping), with the bootstrap in place of their sampler
 */
export function forecast(curve: Curve, epoch: number, draws: number, random: Random): number[] {
  const fits = curveFamilies.map((family) => fitCurve(curve, family))
  const least = Math.min(...fits.map(({ squares }) => squares))
  const kept = fits.filter(({ squares }) => squares <= tolerated * least + Number.MIN_VALUE)
  const bound = bestReachable(curve, epoch)
  return Array.from({ length: draws }, (_, draw) => {
    const base = kept[draw % kept.length] as FittedCurve
    // Four parameters are fitted: residuals are smaller than the noise by this factor.
    const inflate = Math.sqrt(curve.epochs.length / Math.max(1, curve.epochs.length - 4))
    const residuals = curve.epochs.map((t, index) => ((curve.values[index] as number) - base.at(t)) * inflate)
    const values = curve.epochs.map((t) => base.at(t) + random.pick(residuals))
    const end = fitCurve({ epochs: curve.epochs, values }, base.family).at(epoch) + random.pick(residuals)
    return Math.max(end, bound)
  })
}

/** For each doubling of the epochs a curve may gain this many times what it gained in the last one. */
const mostPerDoubling = 1.5

/** The best that a curve is taken to reach. */
function bestReachable({ epochs, values }: Curve, epoch: number): number {
  const now = epochs.at(-1) as number
  const best = Math.min(...values)
  const half = values.filter((_, index) => (epochs[index] as number) <= now / 2)
  if (half.length === 0) return Number.NEGATIVE_INFINITY
  return best - mostPerDoubling * (Math.min(...half) - best) * Math.max(1, Math.log2(epoch / now))
}
