import type { Objective } from '../../../preload/contract/types.ts'
import { formatMetric, metricOnAxis, metricTitle, metricUnit } from '../../words/metrics.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { Level } from './data.ts'

/** Means as dots with their intervals, a row a level, n beside it. */
export function levelsOption(levels: readonly Level[], objective: Objective, theme: ChartTheme): ChartOption {
  const shown = (score: number) => metricOnAxis(objective.metric, score)
  const unit = metricUnit(objective.metric)
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 126, right: 60, top: 8, bottom: 42 },
    tooltip: {
      ...tooltipStyle(theme),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const level = levels[dataIndex]
        if (!level) return ''
        const { metric } = objective
        const sure = level.interval
          ? `, ${formatMetric(metric, level.interval[0])} to ${formatMetric(metric, level.interval[1])}`
          : ', too few for an interval'
        return `${level.label}: ${formatMetric(metric, level.mean)}${sure}, ${level.n} trials, best ${formatMetric(metric, level.best)}`
      },
    },
    xAxis: {
      type: 'value',
      scale: true,
      ...axisStyle(theme),
      name: `mean validation ${metricTitle(objective.metric)}${unit ? `, ${unit}` : ''}`,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: theme.ink3, fontSize: 11 },
      axisLabel: { color: theme.ink3, fontSize: 11 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: levels.map(({ label }) => label),
      ...axisStyle(theme),
      axisLabel: { color: theme.ink2, fontSize: 11, width: 116, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        data: levels.map(({ interval, mean }, at) => [at, shown(interval?.[0] ?? mean), shown(interval?.[1] ?? mean)]),
        encode: { x: [1, 2], y: 0 },
        renderItem: (_: unknown, api: { value(at: number): number; coord(at: readonly number[]): number[] }) => {
          const [x1 = 0, y = 0] = api.coord([api.value(1), api.value(0)])
          const [x2 = 0] = api.coord([api.value(2), api.value(0)])
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: theme.accent, lineWidth: 2 } }
        },
      },
      {
        type: 'scatter',
        symbolSize: 8,
        itemStyle: { color: theme.accent },
        data: levels.map(({ mean }, at) => [shown(mean), at]),
        label: {
          show: true,
          position: 'right',
          color: theme.ink3,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => `n ${levels[dataIndex]?.n ?? 0}`,
        },
      },
    ],
  }
}
