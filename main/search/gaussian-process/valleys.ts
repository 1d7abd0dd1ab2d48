import type { LogHyperparameters } from './hyperparameters.ts'
import { matern } from './kernel.ts'
import type { Posterior } from './posterior.ts'

/** Trials near the bottom of a valley without a gain after which it counts as searched. */
const PATIENCE = 8

/** A gain counts if it is more than this share of the way from the best to the median. */
const MATERIAL = 1e-3

/** Trials count as near the bottom up to this share of the way from the best to the median. */
const NEAR = 0.2

/** The mean may rise by this share of the way from the best to the median on the way down. */
const RIDGE = 0.02

/** Points with less correlation with the bottom belong to no valley. */
const RELATED = 0.15

/** Places at which the way down is looked at. */
const STEPS = 6

/** Valleys that are left, at most. */
const MOST = 6

/** Parts of the space that have been searched to their bottom. */
export interface Valleys {
  /** Rows of their bottoms. */
  readonly bottoms: readonly number[]
  /** By row: 1 where it lies in one of them. */
  readonly inside: Uint8Array
  /** Whether a feature vector lies in one of them. */
  holds(vector: Float64Array): boolean
}

export interface Survey {
  /** Feature vectors row by row, oldest first. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Feature to axis. */
  readonly group: Int32Array
  readonly theta: LogHyperparameters
  readonly posterior: Posterior
  /** By row: 0 where it cannot be the best, since it breaks a limit. Absent: all can. */
  readonly kept?: Uint8Array | undefined
}

/**
 * The valleys of a model in which the last trials have gained nothing: what is found there has been found. A point belongs
 * to a valley if it is correlated with its bottom, and the model's mean has no ridge on the straight way down to it. Valleys
 * are looked at from the best to the worst, up to the first that is still worth searching. A pure function of the trials.
 * O(valleys trials^2).
 *
 * So a search can go on elsewhere, instead of in the second-best place for ever: expected improvement over the best of all
 * would be all but 0 there.
 *
 * @see Glover and Kochenberger 1996 for leaving what has been searched (tabu search); here: by the valleys of a model
 */
export function searchedValleys({ x, y, group, theta, posterior, kept }: Survey): Valleys {
  const n = y.length
  const size = group.length
  const weights = Float64Array.from(group, (k) => Math.exp(-2 * (theta[k] as number)))
  const means = Float64Array.from(y, (_, row) => posterior.mean(x, row))
  const order = [...y.keys()].sort((a, b) => (means[a] as number) - (means[b] as number))
  const candidates = order.filter((row) => kept?.[row] !== 0)
  const lowest = means[candidates[0] ?? 0] as number
  const extent = (means[order[n >> 1] as number] as number) - lowest
  const way = new Float64Array(size)

  const leadsDown = (vector: Float64Array, at: number, mean: number, bottom: number): boolean => {
    let squared = 0
    for (let f = 0; f < size; f++)
      squared += (weights[f] as number) * ((vector[at + f] as number) - (x[bottom * size + f] as number)) ** 2
    if (matern(squared) < RELATED) return false
    const ridge = Math.max(mean, means[bottom] as number) + RIDGE * extent
    for (let step = 1; step < STEPS; step++) {
      const t = step / STEPS
      for (let f = 0; f < size; f++)
        way[f] = (1 - t) * (x[bottom * size + f] as number) + t * (vector[at + f] as number)
      if (posterior.mean(way) > ridge) return false
    }
    return true
  }

  const inside = new Uint8Array(n)
  const bottoms: number[] = []
  for (const bottom of candidates) {
    if (bottoms.length === MOST) break
    if (inside[bottom] === 1) continue
    const members = [...y.keys()].filter(
      (row) => inside[row] === 0 && leadsDown(x, row * size, means[row] as number, bottom),
    )
    let best = Number.POSITIVE_INFINITY
    let since = 0
    for (const row of members) {
      const value = y[row] as number
      if (value < best - MATERIAL * extent) since = 0
      else if (value < (means[bottom] as number) + NEAR * extent) since++
      best = Math.min(best, value)
    }
    if (since < PATIENCE) break
    for (const row of members) inside[row] = 1
    bottoms.push(bottom)
  }
  return {
    bottoms,
    inside,
    holds(vector) {
      const mean = posterior.mean(vector)
      return bottoms.some((bottom) => leadsDown(vector, 0, mean, bottom))
    },
  }
}
