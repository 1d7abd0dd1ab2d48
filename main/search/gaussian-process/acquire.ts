import type { BeliefDensity } from '../belief/density.ts'
import type { Price } from '../cost/price.ts'
import { minimise } from '../numerics/minimise.ts'
import type { Random } from '../random/stream.ts'
import type { Layout } from '../space/layout.ts'
import type { Criterion } from './criterion.ts'
import type { FeatureMap } from './features.ts'

/** Where to look for the next configuration, and by what. */
export interface Acquisition {
  readonly layout: Layout
  readonly features: FeatureMap
  /** What is to be maximised. */
  readonly criterion: Criterion
  /** Lengthscale of each axis: the unit in which the local search steps. */
  readonly lengthscales: Float64Array
  /** Canonical points of the best trials, best first; perturbed to get candidates. */
  readonly incumbents: readonly Float64Array[]
  /** Candidates to draw: half of them uniform, half near the incumbents. */
  readonly draws: number
  /** What the user believes of where the best value lies, and how much its logarithm counts. */
  readonly belief?: { readonly density: BeliefDensity; readonly weight: number } | undefined
  /** Taken off the criterion for the time that a trial takes. */
  readonly price?: Price | undefined
  /** Whether a canonical point may be suggested as far as relations go. */
  allowed(point: Float64Array): boolean
}

export interface Candidate {
  readonly point: Float64Array
  readonly value: number
}

const STARTS = 4
const SWEEPS = 3

/**
 * Candidates by falling criterion: drawn ones, of which the four best that are apart from each other,
 * and the incumbent, are improved by alternating L-BFGS over continuous coordinates with exchange of discrete ones.
 */
export function acquire(problem: Acquisition, random: Random): readonly Candidate[] {
  const { layout, incumbents } = problem
  const search = new LocalSearch(problem)
  const drawn: Candidate[] = []
  const draw = (point: Float64Array): void => {
    layout.canonicalise(point, search.active)
    if (problem.allowed(point)) drawn.push({ point, value: search.value(point) })
  }
  for (let k = 0; k < problem.draws / 2; k++) {
    const point = Float64Array.from(layout.axes, () => random.uniform())
    draw(problem.belief && k % 2 === 0 ? problem.belief.density.bend(point) : point)
  }
  for (let k = 0; k < problem.draws / 2 && incumbents.length > 0; k++)
    draw(perturbed(layout, incumbents[k % incumbents.length] as Float64Array, random))
  drawn.sort((a, b) => b.value - a.value)
  const starts = apart(drawn, STARTS)
  const [incumbent] = incumbents
  if (incumbent && problem.allowed(incumbent)) starts.push({ point: incumbent, value: search.value(incumbent) })
  const improved = starts.map((start) => search.improve(start))
  return [...improved, ...drawn].sort((a, b) => b.value - a.value)
}

/** A point near another: some coordinates move by a random step, at least one does; choices are drawn anew. */
function perturbed(layout: Layout, from: Float64Array, random: Random): Float64Array {
  const point = from.slice()
  const chance = random.pick([0.2, 0.5, 1])
  const step = random.pick([0.01, 0.03, 0.1, 0.3])
  const certain = random.integer(point.length)
  for (const [k, axis] of layout.axes.entries()) {
    if (k !== certain && random.uniform() >= chance) continue
    if (axis.kind === 'categorical') point[k] = random.uniform()
    else {
      point[k] = reflect((point[k] as number) + step * random.normal())
      if (axis.kind === 'ordered' && axis.index(point[k] as number) === axis.index(from[k] as number))
        point[k] = (from[k] as number) + (random.uniform() < 0.5 ? 1 : -1) / axis.count
    }
  }
  return point
}

/** Folds a number into [0, 1] as mirrors at both ends would. */
function reflect(u: number): number {
  const folded = Math.abs(u % 2)
  return folded > 1 ? 2 - folded : folded
}

/** The best candidates that differ from one another by 0.1 in some coordinate; fewer if there are not enough. */
function apart(sorted: readonly Candidate[], count: number): Candidate[] {
  const chosen: Candidate[] = []
  for (const candidate of sorted) {
    if (chosen.length === count) break
    const far = chosen.every(({ point }) => point.some((u, k) => Math.abs(u - (candidate.point[k] as number)) > 0.1))
    if (far) chosen.push(candidate)
  }
  return chosen
}

class LocalSearch {
  readonly active: Uint8Array
  private readonly problem: Acquisition
  private readonly vector: Float64Array
  private readonly slope: Float64Array

  constructor(problem: Acquisition) {
    this.problem = problem
    this.active = new Uint8Array(problem.layout.axes.length)
    this.vector = new Float64Array(problem.features.size)
    this.slope = new Float64Array(problem.features.size)
  }

  /** The criterion at a canonical point, what the user believes of it, and what it costs. */
  value(point: Float64Array): number {
    const { layout, features, criterion, belief, price } = this.problem
    if (layout.conditional) layout.canonicalise(point, this.active)
    else this.active.fill(1)
    features.write(point, this.active, this.vector, 0)
    const believed = belief ? belief.weight * belief.density.log(point, this.active) : 0
    return criterion.value(this.vector) + believed - (price?.of(point, this.active) ?? 0)
  }

  improve(start: Candidate): Candidate {
    let best = start
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      const before = best.value
      best = this.exchange(this.climb(best))
      if (best.value <= before + 1e-9) break
    }
    return best
  }

  /** L-BFGS over the active axes with many values, in units of their lengthscales; whole numbers are rounded at the end. */
  private climb(from: Candidate): Candidate {
    const { layout, features, criterion, lengthscales, belief, price } = this.problem
    const point = from.point.slice()
    layout.canonicalise(point, this.active)
    const active = this.active.slice()
    const movable = [...layout.axes.keys()].filter((k) => {
      const axis = layout.axes[k]
      return active[k] === 1 && axis !== undefined && axis.kind !== 'categorical' && axis.count > 16
    })
    if (movable.length === 0) return from
    const units = movable.map((k) => Math.min(10, Math.max(0.01, lengthscales[k] as number)))
    const trial = point.slice()
    const found = minimise(
      (z, gradient) => {
        for (const [i, k] of movable.entries()) trial[k] = (z[i] as number) * (units[i] as number)
        features.write(trial, active, this.vector, 0)
        const value = criterion.valueWithSlope(this.vector, this.slope)
        const steepness = price?.steepness(trial, active) ?? 0
        let believed = -(price?.of(trial, active) ?? 0)
        for (const [i, k] of movable.entries()) {
          const u = trial[k] as number
          const byU = (this.slope[features.first[k] as number] as number) * (features.slope?.(k, u) ?? 1)
          if (belief) believed += belief.weight * belief.density.relaxed(k, u)
          const bySlope = belief ? belief.weight * belief.density.slope(k, u) : 0
          const byCost = price ? steepness * price.slope(k, u) : 0
          gradient[i] = -(byU + bySlope - byCost) * (units[i] as number)
        }
        return -value - believed
      },
      movable.map((k, i) => (point[k] as number) / (units[i] as number)),
      movable.map(() => 0),
      units.map((unit) => 1 / unit),
      { iterations: 50, gradientTolerance: 1e-3, valueTolerance: 1e-7 },
    )
    for (const [i, k] of movable.entries()) trial[k] = (found.x[i] as number) * (units[i] as number)
    return this.better(trial, from)
  }

  /** Tries other values of each discrete axis in turn: all of a short axis, near ones of a long one. */
  private exchange(from: Candidate): Candidate {
    let best = from
    for (const [k, axis] of this.problem.layout.axes.entries()) {
      if (axis.kind === 'continuous') continue
      const current = axis.index(best.point[k] as number)
      const indices =
        axis.count <= 16
          ? Array.from({ length: axis.count }, (_, index) => index)
          : [1, 2, 4, Math.ceil(axis.count / 16)].flatMap((step) => [current - step, current + step])
      for (const index of indices) {
        if (index === current || index < 0 || index >= axis.count) continue
        const point = best.point.slice()
        point[k] = axis.centre(index)
        best = this.better(point, best)
      }
    }
    return best
  }

  private better(point: Float64Array, than: Candidate): Candidate {
    this.problem.layout.canonicalise(point, this.active)
    if (!this.problem.allowed(point)) return than
    const value = this.value(point)
    return value > than.value ? { point, value } : than
  }
}
