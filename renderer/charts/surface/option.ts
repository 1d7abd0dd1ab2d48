import type { Objective } from '../../../preload/contract/types.ts'
import { formatMetric, metricOnAxis } from '../../words/metrics.ts'
import { tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ParallelAxis } from '../parallel/axis.ts'
import type { ChartTheme } from '../theme.ts'
import { isUsed, type Cell, type Plane } from './data.ts'

/** The plane in colours: what is expected, or how unsure that is. */
export function surfaceOption(
  plane: Plane,
  predicted: readonly Cell[],
  what: 'mean' | 'deviation',
  axes: { readonly x: ParallelAxis; readonly y: ParallelAxis },
  objective: Objective,
  theme: ChartTheme,
): ChartOption {
  const width = plane.x.length
  const data = predicted.flatMap((cell, at) =>
    isUsed(plane, at, axes.x.key, axes.y.key)
      ? [[at % width, Math.floor(at / width), metricOnAxis(objective.metric, cell[what]), at]]
      : [],
  )
  const values = data.map(([, , value]) => value as number)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  // Better, or surer, is far from the background.
  const rising = what === 'mean' && objective.direction === 'maximise'
  const category = (axis: ParallelAxis, stops: Plane['x']) => ({
    type: 'category',
    data: stops.map((stop) => axis.format(stop)),
    name: axis.title,
    nameLocation: 'middle',
    nameTextStyle: { color: theme.ink3, fontSize: 11 },
    axisLine: { lineStyle: { color: theme.line2 } },
    axisTick: { show: false },
    axisLabel: { color: theme.ink3, fontSize: 11, hideOverlap: true },
  })
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 66, right: 74, top: 8, bottom: 42 },
    tooltip: {
      ...tooltipStyle(theme),
      formatter: ({ value }: { value: number[] }) => {
        const [x = 0, y = 0, , at = 0] = value
        const cell = predicted[at]
        const [a, b] = [plane.x[x], plane.y[y]]
        if (!cell || a === undefined || b === undefined) return ''
        const { metric } = objective
        return `${axes.x.title} ${axes.x.format(a)}, ${axes.y.title} ${axes.y.format(b)}: ${formatMetric(metric, cell.mean)} ± ${formatMetric(metric, cell.deviation)}`
      },
    },
    xAxis: { ...category(axes.x, plane.x), nameGap: 24 },
    yAxis: { ...category(axes.y, plane.y), nameGap: 50 },
    visualMap: {
      min: low,
      max: high > low ? high : low + 1e-9,
      dimension: 2,
      calculable: false,
      right: 0,
      top: 'middle',
      itemWidth: 8,
      itemHeight: 90,
      precision: 2,
      text: [String(Number(high.toPrecision(4))), String(Number(low.toPrecision(4)))],
      textStyle: { color: theme.ink3, fontSize: 11 },
      inRange: { color: rising ? [...theme.ramp] : theme.ramp.toReversed() },
    },
    series: [{ type: 'heatmap', data, itemStyle: { borderWidth: 0 } }],
  }
}
