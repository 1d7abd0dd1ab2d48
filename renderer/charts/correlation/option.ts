import { tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { Correlations } from './data.ts'

/** Two hues from nothing: blue rises together, orange against one another; the number stands in every cell. */
export function correlationOption({ titles, values, counts }: Correlations, theme: ChartTheme): ChartOption {
  const data = titles.flatMap((_, row) =>
    titles.flatMap((__, column) => {
      const value = values[row]?.[column]
      return value === undefined || column >= row ? [] : [[column, row, value]]
    }),
  )
  const [rising, falling] = [theme.categories[0] ?? theme.accent, theme.categories[1] ?? theme.warn]
  const names = { color: theme.ink2, fontSize: 11, width: 96, overflow: 'truncate' }
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 112, right: 12, top: 8, bottom: 66 },
    tooltip: {
      ...tooltipStyle(theme),
      formatter: ({ value }: { value: number[] }) => {
        const [column = 0, row = 0, correlation = 0] = value
        return `${titles[row]} and ${titles[column]}: ${correlation.toFixed(2)}, ${counts[row]?.[column]} trials`
      },
    },
    xAxis: {
      type: 'category',
      data: [...titles],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...names, rotate: 40, interval: 0 },
    },
    yAxis: {
      type: 'category',
      data: [...titles],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...names, interval: 0 },
    },
    visualMap: { show: false, min: -1, max: 1, dimension: 2, inRange: { color: [falling, theme.panel, rising] } },
    series: [
      {
        type: 'heatmap',
        data,
        label: {
          show: true,
          fontSize: 10,
          color: theme.ink,
          formatter: ({ value }: { value: number[] }) => (value[2] ?? 0).toFixed(2).replace('-', '\u2212'),
        },
        itemStyle: { borderColor: theme.panel, borderWidth: 1 },
      },
    ],
  }
}
