import type { Configuration, ParameterValue } from '../space/types.ts'
import { relationsHold } from '../space/compiled.ts'
import { levelsOf } from './partial-dependence.ts'
import type { Estimate, Surrogate } from './surrogate.ts'

export interface Sensitivity {
  readonly parameter: string
  /** The surrogate along the parameter, everything else held; values that break a relation are left out. */
  readonly points: readonly (Estimate & { readonly value: ParameterValue })[]
  /** Largest minus smallest mean among the points. */
  readonly range: number
}

/** How much each active parameter matters around a configuration, one at a time; the most sensitive first. */
export function sensitivityAround({ layout, predict }: Surrogate, centre: Configuration): Sensitivity[] {
  const point = layout.point(centre)
  return layout.axes
    .map((axis, k): Sensitivity => {
      const { name } = axis.parameter
      if (centre[name] === undefined) return { parameter: name, points: [], range: 0 }
      const points = levelsOf(axis).flatMap((u) => {
        const moved = point.slice()
        moved[k] = u
        const configuration = layout.configuration(moved)
        const value = configuration[name]
        if (value === undefined || !relationsHold(layout.compiled, configuration)) return []
        return [{ value, ...predict(configuration) }]
      })
      const means = points.map(({ mean }) => mean)
      return { parameter: name, points, range: means.length > 0 ? Math.max(...means) - Math.min(...means) : 0 }
    })
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => b.range - a.range)
}
