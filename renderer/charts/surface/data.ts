import type { Configuration, ParameterValue, SearchSpace } from '../../../preload/contract/types.ts'
import { activeOnly } from '../../words/parameters.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ParallelAxis } from '../parallel/axis.ts'

/** Cells along each axis of numbers: the plane is asked for in one request. */
const cells = 24

/** What is asked of the model: a configuration for each cell, row by row from the bottom. */
export interface Plane {
  readonly x: readonly ParameterValue[]
  readonly y: readonly ParameterValue[]
  readonly configurations: readonly Configuration[]
}

/** Values in the middle of equally long parts of an axis, or its choices. */
export function stops(axis: ParallelAxis, whole: boolean): readonly ParameterValue[] {
  if (axis.kind === 'category') return axis.choices
  const values = Array.from({ length: cells }, (_, at) => axis.value((at + 0.5) / cells))
  return whole ? [...new Set(values.map(Math.round))] : values
}

/** The plane of two parameters through a configuration: all others as it has them, where they are active. */
export function planeThrough(space: SearchSpace, base: Configuration, x: ParallelAxis, y: ParallelAxis): Plane {
  const isWhole = (axis: ParallelAxis) =>
    space.parameters.some((parameter) => parameter.name === axis.key && parameter.kind === 'int')
  const [across, up] = [stops(x, isWhole(x)), stops(y, isWhole(y))]
  const defaults = Object.fromEntries(
    space.parameters.map((parameter) => [
      parameter.name,
      parameter.kind === 'fixed' ? parameter.value : parameter.default,
    ]),
  )
  const configurations = up.flatMap((b) =>
    across.map((a) => activeOnly(space, { ...defaults, ...base, [x.key]: a, [y.key]: b })),
  )
  return { x: across, y: up, configurations }
}

export interface Cell {
  readonly mean: number
  readonly deviation: number
}

/** Cells in which one of the two parameters is not used have nothing to show. */
export function isUsed({ configurations }: Plane, at: number, x: string, y: string): boolean {
  const configuration = configurations[at]
  return configuration !== undefined && x in configuration && y in configuration
}

export function surfaceTable(plane: Plane, predicted: readonly Cell[], x: ParallelAxis, y: ParallelAxis): PlotTable {
  return {
    columns: [x.title, y.title, 'expected', 'deviation'],
    rows: predicted.flatMap(({ mean, deviation }, at) => {
      const [a, b] = [plane.x[at % plane.x.length], plane.y[Math.floor(at / plane.x.length)]]
      return a === undefined || b === undefined || !isUsed(plane, at, x.key, y.key) ? [] : [[a, b, mean, deviation]]
    }),
  }
}
