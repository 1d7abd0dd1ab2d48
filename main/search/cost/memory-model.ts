import { minimise } from '../numerics/minimise.ts'
import type { SearchProblem } from '../sampler.ts'
import type { Layout } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import { costScaleOf, logRangeOf } from './scale.ts'

/** Says whether a configuration fits into memory, as far as failures so far tell. */
export interface MemoryModel {
  /** Chance that a trial at a canonical point fails for want of memory, 0 to 1. Never falls as a growing parameter rises. */
  chance(point: Float64Array, active: Uint8Array): number
}

/** Newest trials that fitted, and that did not, to learn from. */
const MOST = 100

/** How sharp the limit is: a configuration e times as large as one that just fits fails with 98 %. */
const SHARPNESS = 4

/** What is believed of each exponent before the data: memory is about a product of counts and sizes. */
const exponent = { mean: 1, deviation: 0.5 }

/** Of the logarithm of the limit before the data, in units of the largest configuration's: it lies anywhere. */
const LIMIT_DEVIATION = 5

/**
 * A logistic model of failures for want of memory: the logarithm of what a trial takes is a sum of the logarithms of the
 * parameters that it grows with, each times an exponent that is not negative (one, before the data), and there is a limit
 * that is not known. So whatever is as large or larger in every respect than what failed is at least as likely to fail.
 *
 * @returns undefined before the first such failure, or where nothing is known to grow
 */
export function memoryModelOf(
  { growing = [] }: SearchProblem,
  layout: Layout,
  history: readonly SearchTrial[],
): MemoryModel | undefined {
  const axes = layout.axes.flatMap(({ parameter, kind }, k) =>
    growing.includes(parameter.name) && kind !== 'categorical' ? [k] : [],
  )
  const failed = history.filter(({ outOfMemory }) => outOfMemory)
  if (axes.length === 0 || failed.length === 0) return undefined
  const fitted = history.filter(({ state }) => state === 'complete' || state === 'pruned')
  const scales = axes.map((k) => ({ at: costScaleOf(layout.axes[k]!).at, range: logRangeOf(layout.axes[k]!) }))
  /** Logarithms of how many times as large as the least each parameter is; one that is inactive adds nothing. */
  const sizes = (point: Float64Array, active: Uint8Array): number[] =>
    axes.map((k, place) => (active[k] === 1 ? scales[place]!.at(point[k]!) * scales[place]!.range : 0))
  const active = new Uint8Array(layout.axes.length)
  const rowOf = ({ configuration }: SearchTrial): number[] => {
    const point = layout.point(configuration)
    layout.canonicalise(point, active)
    return sizes(point, active)
  }
  const rows = [
    ...failed.slice(-MOST).map((trial) => ({ sizes: rowOf(trial), fails: 1 })),
    ...fitted.slice(-MOST).map((trial) => ({ sizes: rowOf(trial), fails: 0 })),
  ]
  const largest = scales.reduce((sum, { range }) => sum + range, 0)
  const { exponents, limit } = fit(rows, largest)
  return {
    chance: (point, at) => logistic(SHARPNESS * (weigh(sizes(point, at), exponents) - limit)),
  }
}

interface Row {
  readonly sizes: readonly number[]
  /** 1 where it failed. */
  readonly fails: number
}

/** The exponents and the limit of highest posterior density. */
function fit(rows: readonly Row[], largest: number): { exponents: Float64Array; limit: number } {
  const d = rows[0]!.sizes.length
  const start = [...new Array<number>(d).fill(exponent.mean), weigh(rows[0]!.sizes, new Float64Array(d).fill(1))]
  const { x } = minimise(
    (at, gradient) => {
      gradient.fill(0)
      const limit = at[d]!
      let loss = 0.5 * ((limit - largest) / LIMIT_DEVIATION) ** 2
      gradient[d] = (limit - largest) / LIMIT_DEVIATION ** 2
      for (let k = 0; k < d; k++) {
        const off = (at[k]! - exponent.mean) / exponent.deviation
        loss += 0.5 * off * off
        gradient[k] = off / exponent.deviation
      }
      for (const { sizes, fails } of rows) {
        const z = SHARPNESS * (weigh(sizes, at) - limit)
        loss += Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - fails * z
        const push = SHARPNESS * (logistic(z) - fails)
        for (let k = 0; k < d; k++) gradient[k]! += push * sizes[k]!
        gradient[d]! -= push
      }
      return loss
    },
    start,
    [...new Array<number>(d).fill(0), -50],
    [...new Array<number>(d).fill(5), 50 + 5 * largest],
    { iterations: 200, gradientTolerance: 1e-5 },
  )
  return { exponents: x.subarray(0, d), limit: x[d]! }
}

function weigh(sizes: readonly number[], exponents: Float64Array): number {
  let sum = 0
  for (const [k, size] of sizes.entries()) sum += size * exponents[k]!
  return sum
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z))
}
