import type { Layout } from '../space/layout.ts'
import { costScaleOf } from './scale.ts'

/** Choices of an axis beyond these are not told apart. */
const MOST_CHOICES = 16

/** A point of a space as the numbers that a linear model of its cost adds up; see `termsOf`. */
export interface Terms {
  readonly size: number
  /** Term to group: terms of a group matter or do not matter together. Groups are numbered from 0. */
  readonly group: Int32Array
  readonly groups: number
  /** Writes the terms of a canonical point. */
  write(point: Float64Array, active: Uint8Array, into: Float64Array): void
  /** Derivative of the sum of weighted terms by coordinate k of an active axis with an order. */
  slope(k: number, u: number, weights: Float64Array): number
}

/**
 * Of each axis: its place on the cost scale and the square of it, both centred, and, where it can be inactive, whether it is
 * active; of choices, which one. Inactive axes add nothing.
 */
export function termsOf(layout: Layout): Terms {
  const scales = layout.axes.map(costScaleOf)
  const first: number[] = []
  const groups: number[] = []
  for (const [k, axis] of layout.axes.entries()) {
    first.push(groups.length)
    const own = axis.kind === 'categorical' ? Math.min(MOST_CHOICES, axis.count) : 2
    const presence = layout.conditional ? 1 : 0
    groups.push(...Array.from({ length: own + presence }, () => k))
  }
  return {
    size: groups.length,
    group: Int32Array.from(groups),
    groups: layout.axes.length,
    write(point, active, into) {
      into.fill(0)
      for (const [k, axis] of layout.axes.entries()) {
        if (active[k] !== 1) continue
        const at = first[k]!
        const u = point[k]!
        if (axis.kind === 'categorical') {
          const choice = axis.index(u)
          if (choice < MOST_CHOICES) into[at + choice] = 1
        } else {
          const centred = 2 * scales[k]!.at(u) - 1
          into[at] = centred
          into[at + 1] = centred * centred - 1 / 3
        }
        if (layout.conditional) into[at + (axis.kind === 'categorical' ? Math.min(MOST_CHOICES, axis.count) : 2)] = 1
      }
    },
    slope(k, u, weights) {
      const at = first[k]!
      const centred = 2 * scales[k]!.at(u) - 1
      return 2 * scales[k]!.slope(u) * (weights[at]! + 2 * centred * weights[at + 1]!)
    },
  }
}
