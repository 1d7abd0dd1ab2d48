import type { KnownValues } from './gaps.ts'
import type { SeriesTreatment } from './options.ts'

/**
 * The part that a step belongs to, in the order of what may be read: a part reads itself and those before it. Later are rows
 * that are in no part, as those after the validation block of a fold.
 */
export const parts = { train: 0, validation: 1, later: 2, sealed: 3 } as const

/**
 * The part of each step. Steps that are in no part because they have no target, or are skipped by the data, belong to the
 * step before them, so that they are not read by a part that may not read their neighbours.
 */
export function partOfSteps(rows: Int32Array, partOfRow: Int8Array, hasTarget: (row: number) => boolean): Int8Array {
  let last: number | undefined
  const of = Int8Array.from(rows, (row) => {
    if (row >= 0 && hasTarget(row)) last = partOfRow[row] as number
    return last ?? -1
  })
  const first = of.find((part) => part >= 0) ?? parts.later
  return of.map((part) => (part < 0 ? first : part))
}

type Shape = Pick<SeriesTreatment, 'lags' | 'horizon' | 'difference'>

/** The first step that a window reads, before gaps are filled. */
export function firstStep(target: number, { lags, horizon, difference }: Shape): number {
  return target - horizon - lags + (difference ? 0 : 1)
}

/**
 * The steps of a part that can be predicted: their own target is there, every past value that is needed is known or can be
 * filled in, and no step is read that belongs to a later part. The latter also holds where official test rows lie between
 * training rows.
 */
export function targetSteps(
  part: number,
  ofStep: Int8Array,
  isTarget: (step: number) => boolean,
  values: KnownValues,
  shape: Shape,
): Int32Array {
  const steps = Int32Array.from({ length: ofStep.length }, (_, step) => step)
  const blockedUpTo = lastLaterPart(ofStep, part)
  return steps.filter((target) => {
    const first = firstStep(target, shape)
    if (ofStep[target] !== part || first < 0 || !isTarget(target)) return false
    if ((blockedUpTo[target] as number) >= values.earliest(first)) return false
    const origin = target - shape.horizon
    for (let step = first; step <= origin; step++) if (Number.isNaN(values.at(step, origin))) return false
    return true
  })
}

/** For each step the last one, itself included, that belongs to a part after `part`; -1 if none does. */
function lastLaterPart(ofStep: Int8Array, part: number): Int32Array {
  let last = -1
  return Int32Array.from(ofStep, (of, step) => (last = of > part ? step : last))
}
