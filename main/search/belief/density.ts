import { logNormalDensity, logNormalMass } from '../numerics/normal.ts'
import { drawTruncated, logMassInside } from '../parzen/truncated-normal.ts'
import type { Axis, Layout } from '../space/layout.ts'
import type { Belief } from '../space/types.ts'
import { valueToUnit } from '../space/unit-cube.ts'
import { domainOf } from '../space/domain.ts'

/** Standard deviation of the belief, as a share of the range on its scale. */
const deviations: Readonly<Record<Belief['confidence'], number>> = { low: 0.3, medium: 0.15, high: 0.05 }

/** Of choices without an order: the probability beyond chance that it is the believed one. */
const certainties: Readonly<Record<Belief['confidence'], number>> = { low: 0.3, medium: 0.6, high: 0.9 }

/** No axis counts as less likely than this, relative to chance: one wrong belief must not silence the others. */
const FLOOR = 1e-12

/** What the user believes of a whole space, as a density over its unit cube relative to the uniform one. */
export interface BeliefDensity {
  /** Log density at a canonical point, over its active axes; 0 where nothing is believed. */
  log(point: Float64Array, active: Uint8Array): number
  /** What coordinate k, which is ordered, adds to `log`, with discrete values relaxed to continuous ones. */
  relaxed(k: number, u: number): number
  /** Derivative of `relaxed` by u. */
  slope(k: number, u: number): number
  /** A uniform point as a point of this distribution, in place: each coordinate by its inverse distribution function. */
  bend(point: Float64Array): Float64Array
}

interface AxisBelief {
  log(u: number): number
  relaxed(u: number): number
  slope(u: number): number
  bend(u: number): number
}

/**
 * The density of all beliefs of a space: on ordered axes a normal distribution truncated to the range, in the scale of the
 * parameter, with a standard deviation of 0.3, 0.15 or 0.05 of it by confidence (for discrete values its mass in their
 * cell); over choices a distribution that prefers the believed one by 0.3, 0.6 or 0.9. Parameters are independent.
 *
 * @returns undefined where nothing is believed
 */
export function beliefOf(layout: Layout): BeliefDensity | undefined {
  const beliefs = layout.axes.map(axisBelief)
  if (beliefs.every((belief) => belief === undefined)) return undefined
  return {
    log(point, active) {
      let sum = 0
      for (const [k, belief] of beliefs.entries()) if (belief && active[k] === 1) sum += belief.log(point[k] as number)
      return sum
    },
    relaxed: (k, u) => beliefs[k]?.relaxed(u) ?? 0,
    slope: (k, u) => beliefs[k]?.slope(u) ?? 0,
    bend(point) {
      for (const [k, belief] of beliefs.entries()) if (belief) point[k] = belief.bend(point[k] as number)
      return point
    },
  }
}

function axisBelief(axis: Axis): AxisBelief | undefined {
  const { parameter } = axis
  if (parameter.kind === 'fixed' || !parameter.belief) return undefined
  const { centre, confidence } = parameter.belief
  const middle = valueToUnit(parameter, domainOf(parameter), centre)
  return axis.kind === 'categorical'
    ? choiceBelief(axis, axis.index(middle), certainties[confidence])
    : orderedBelief(axis, middle, deviations[confidence])
}

function orderedBelief(axis: Axis, mean: number, deviation: number): AxisBelief {
  const norm = logMassInside(mean, deviation)
  const density = (u: number): number => logNormalDensity((u - mean) / deviation) - Math.log(deviation) - norm
  return {
    log(u) {
      const [low, high] = axis.edges(axis.index(u))
      const wide = high - low
      // The density at the middle stands for a narrow cell.
      if (wide < 0.15 * deviation) return floored(density(u))
      return floored(logNormalMass((low - mean) / deviation, (high - mean) / deviation) - norm - Math.log(wide))
    },
    relaxed: (u) => floored(density(u)),
    slope(u) {
      const log = density(u)
      return (Math.exp(log - floored(log)) * (mean - u)) / (deviation * deviation)
    },
    bend: (u) => drawTruncated(mean, deviation, u),
  }
}

function choiceBelief(axis: Axis, believed: number, certainty: number): AxisBelief {
  const other = Math.log(1 - certainty)
  const own = Math.log(certainty * axis.count + 1 - certainty)
  return {
    log: (u) => (axis.index(u) === believed ? own : other),
    relaxed: () => 0,
    slope: () => 0,
    bend: (u) => (u < certainty ? axis.centre(believed) : (u - certainty) / (1 - certainty)),
  }
}

function floored(log: number): number {
  return Math.log(Math.exp(log) + FLOOR)
}
