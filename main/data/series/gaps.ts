import type { SeriesTreatment } from './options.ts'

/** Values as they are known at an origin: nothing later counts. */
export interface KnownValues {
  /** The value at a step, filled in if need be; NaN if it cannot be known at the origin. `step` is at or before `origin`. */
  at(step: number, origin: number): number
  /** The earliest step that `at(step, ...)` may look at. */
  earliest(step: number): number
}

/**
 * Fills gaps with what is known at an origin: linearly between two known values, both at or before the origin; by the last
 * known value where the next one comes later. Gaps longer than the limit stay.
 */
export function knownValues(
  values: Float64Array,
  { gaps, fillLimit }: Pick<SeriesTreatment, 'gaps' | 'fillLimit'>,
): KnownValues {
  const limit = gaps === 'fill' ? fillLimit : 0
  const previous = new Int32Array(values.length)
  const next = new Int32Array(values.length)
  for (let step = 0, last = -1; step < values.length; step++)
    previous[step] = last = Number.isNaN(values[step]) ? last : step
  for (let step = values.length - 1, first = values.length; step >= 0; step--)
    next[step] = first = Number.isNaN(values[step]) ? first : step
  return {
    at(step, origin) {
      const [before, after] = [previous[step] as number, next[step] as number]
      if (before === step) return values[step] as number
      // How long the gap is, as far as it is seen from the origin.
      if (before < 0 || Math.min(after - 1, origin) - before > limit) return NaN
      const start = values[before] as number
      if (after > origin) return start
      return start + (((values[after] as number) - start) * (step - before)) / (after - before)
    },
    earliest: (step) => Math.max(0, previous[step] as number),
  }
}
