import type { Layout } from '../space/layout.ts'

/**
 * How points of the unit cube become vectors for a stationary kernel: an ordered axis is one feature, a categorical one a
 * one-hot code over sqrt 2 (so that different choices are at distance 1) whose features share a lengthscale. Inactive axes
 * are neutral: 0.5, or all zeros; that the configurations differ is said by the axis that deactivated them. Any kernel that
 * is stationary in explicit features is positive semi-definite, so conditions need no further care.
 */
export interface FeatureMap {
  /** Length of a feature vector. */
  readonly size: number
  /** Feature to lengthscale, from 0 to axes - 1: axis and lengthscale have the same number. */
  readonly group: Int32Array
  /** Axis to its first feature. */
  readonly first: Int32Array
  /** Writes the features of a canonical point. */
  write(point: Float64Array, active: Uint8Array, into: Float64Array, offset: number): void
  /** Derivative of the feature of ordered axis k by its coordinate. Absent: 1. */
  slope?(k: number, u: number): number
}

export function featureMapOf(layout: Layout): FeatureMap {
  const widths = layout.axes.map((axis) => (axis.kind === 'categorical' ? axis.count : 1))
  const first = new Int32Array(widths.length)
  let size = 0
  for (const [axis, width] of widths.entries()) {
    first[axis] = size
    size += width
  }
  const group = new Int32Array(size)
  for (const [axis, width] of widths.entries()) group.fill(axis, first[axis], (first[axis] as number) + width)
  return {
    size,
    group,
    first,
    write(point, active, into, offset) {
      for (const [k, axis] of layout.axes.entries()) {
        const at = offset + (first[k] as number)
        if (axis.kind !== 'categorical') into[at] = point[k] as number
        else {
          into.fill(0, at, at + axis.count)
          if (active[k] === 1) into[at + axis.index(point[k] as number)] = Math.SQRT1_2
        }
      }
    },
  }
}
