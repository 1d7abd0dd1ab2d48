import { probePoint } from '../random/sobol.ts'
import type { Axis } from '../space/layout.ts'
import type { ParameterValue } from '../space/types.ts'
import type { Estimate, Surrogate } from './surrogate.ts'

export interface PartialDependencePoint extends Estimate {
  readonly value: ParameterValue
  /** Trials whose value of the parameter is nearer to this one than to the others'. */
  readonly trials: number
}

export interface PartialDependence {
  readonly parameter: string
  readonly points: readonly PartialDependencePoint[]
}

const levels = 15
const samples = 64

/** Coordinates at which an axis is looked at: each value of a small one, evenly spread ones of others. */
export function levelsOf(axis: Axis, most = levels): number[] {
  const indices = (count: number): number[] => [
    ...new Set(Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))),
  ]
  if (axis.kind === 'continuous') return Array.from({ length: most }, (_, index) => index / (most - 1))
  const places = axis.count <= most ? [...Array(axis.count).keys()] : indices(axis.count)
  return places.map((index) => axis.centre(index))
}

/**
 * How the objective depends on one parameter, averaged over the others as if all were equally likely: the surrogate's mean
 * of the average over a Sobol set, where the parameter is active, and the deviation of that average.
 *
 * @param tried configurations of trials, to tell levels that rest on evidence from those that do not
 * @returns undefined when the space has no such parameter with more than one value, or it is never active
 * @see Moosbauer et al. 2021, "Explaining hyperparameter optimization via partial dependence plots", NeurIPS, section 4
 */
export function partialDependence(
  { layout, average }: Surrogate,
  parameter: string,
  tried: readonly Readonly<Record<string, ParameterValue>>[],
): PartialDependence | undefined {
  const k = layout.axes.findIndex((axis) => axis.parameter.name === parameter)
  const axis = layout.axes[k]
  if (axis === undefined) return undefined
  const dimensions = layout.axes.length
  const active = new Uint8Array(dimensions)
  const background = Array.from({ length: samples }, (_, index) => probePoint(index, dimensions, 17)).filter(
    (point) => {
      layout.canonicalise(point, active)
      return active[k] === 1
    },
  )
  if (background.length === 0) return undefined
  const used = tried.filter((configuration) => configuration[parameter] !== undefined)
  const own = used.map((configuration) => layout.point(configuration)[k] as number)
  const coordinates = levelsOf(axis)
  const counts = coordinates.map(() => 0)
  for (const u of own) {
    const distances = coordinates.map((level) => Math.abs(level - u))
    const nearest = distances.indexOf(Math.min(...distances))
    counts[nearest] = (counts[nearest] as number) + 1
  }
  const points = coordinates.map((u, level) => {
    const moved = background.map((point) => {
      const other = point.slice()
      other[k] = u
      return other
    })
    const value = layout.configuration(moved[0] as Float64Array)[parameter] as ParameterValue
    return { value, ...average(moved), trials: counts[level] as number }
  })
  return { parameter, points }
}
