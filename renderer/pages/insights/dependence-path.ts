import type { Insights } from '../../../preload/contract/types.ts'

export type Dependence = Insights['dependence'][number]

export const plot = { width: 220, height: 96, left: 4, right: 4, top: 6, bottom: 6 } as const

/** What several small plots share, so that their heights can be compared: the range of all bands. */
export function rangeOf(dependences: readonly Dependence[]): readonly [number, number] {
  const ends = dependences.flatMap(({ points }) =>
    points.flatMap(({ mean, deviation }) => [mean - deviation, mean + deviation]),
  )
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  return low < high ? [low, high] : [low - 0.5, high + 0.5]
}

export interface DependenceShapes {
  /** Outline of the band of one standard deviation, and the line of the mean, as SVG path data. */
  readonly band: string
  readonly line: string
  /** Where each level stands, with the trials that it rests on. */
  readonly levels: readonly { readonly x: number; readonly y: number; readonly trials: number }[]
}

/** @param range of `rangeOf`; larger values are drawn higher */
export function dependenceShapes({ points }: Dependence, [low, high]: readonly [number, number]): DependenceShapes {
  const inner = { width: plot.width - plot.left - plot.right, height: plot.height - plot.top - plot.bottom }
  const x = (index: number): number =>
    plot.left + (points.length === 1 ? inner.width / 2 : (index / (points.length - 1)) * inner.width)
  const y = (value: number): number => plot.top + (1 - (value - low) / (high - low)) * inner.height
  const at = (index: number, value: number): string => `${x(index).toFixed(1)},${y(value).toFixed(1)}`
  const upper = points.map(({ mean, deviation }, index) => at(index, mean + deviation))
  const lower = points.map(({ mean, deviation }, index) => at(index, mean - deviation)).reverse()
  return {
    band: `M${[...upper, ...lower].join('L')}Z`,
    line: `M${points.map(({ mean }, index) => at(index, mean)).join('L')}`,
    levels: points.map(({ mean, trials }, index) => ({ x: x(index), y: y(mean), trials })),
  }
}
