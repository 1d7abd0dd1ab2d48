import type { Axis } from '../space/layout.ts'

/** Ranges whose ends are further apart than this count by the logarithm of their values, whatever their scale. */
const WIDE = 3

/** How far along its range a value of an axis lies, such that what it costs is about a power law: from 0 (low) to 1 (high). */
export interface CostScale {
  at(u: number): number
  /** Derivative of `at`. */
  slope(u: number): number
}

const asItIs: CostScale = { at: (u) => u, slope: () => 1 }

/**
 * Times and memory grow with powers of counts and sizes, so that their logarithms are about linear in those of positive
 * numbers. Axes on a log scale are so already; wide linear ones are bent.
 */
export function costScaleOf({ parameter }: Axis): CostScale {
  if (parameter.kind !== 'float' && parameter.kind !== 'int') return asItIs
  const { low, high, scale } = parameter
  if (scale !== 'linear' || low <= 0 || high < WIDE * low) return asItIs
  const whole = Math.log(high / low)
  const value = (u: number): number => low + u * (high - low)
  return { at: (u) => Math.log(value(u) / low) / whole, slope: (u) => (high - low) / value(u) / whole }
}

/** The logarithm of the ratio of the largest to the smallest value of an axis; 1 where they are no positive numbers. */
export function logRangeOf({ parameter }: Axis): number {
  if (parameter.kind !== 'float' && parameter.kind !== 'int') return 1
  return parameter.low > 0 && parameter.high > parameter.low ? Math.log(parameter.high / parameter.low) : 1
}
