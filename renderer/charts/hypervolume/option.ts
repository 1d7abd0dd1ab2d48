import type { Front } from '../../../preload/contract/types.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'

type History = NonNullable<Front['hypervolume']>

/** How much of the box up to the reference the trials dominate together, in steps by trial. */
export function hypervolumeOption({ steps }: History, trials: number, theme: ChartTheme): ChartOption {
  const last = Math.max(4, trials - 1)
  const newest = steps.at(-1)
  const about = (item: { value: unknown }) => {
    const [trial = 0, share = 0] = item.value as number[]
    return `trial ${trial} joined the front: ${share.toFixed(3)}`
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 46, right: 16, top: 26, bottom: 26 },
    tooltip: { trigger: 'item', ...tooltipStyle(theme) },
    xAxis: {
      type: 'value',
      min: 0,
      max: last,
      minInterval: 1,
      ...axisStyle(theme),
      splitLine: { show: false },
      axisLabel: { color: theme.ink3, fontSize: 11, hideOverlap: true, alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      ...axisStyle(theme),
      axisLine: { show: false },
      axisLabel: { color: theme.ink3, fontSize: 11 },
    },
    series: [
      {
        id: 'hypervolume',
        type: 'line',
        step: 'end',
        data: [...steps, ...(newest ? [[last, newest[1]] as const] : [])],
        showSymbol: false,
        lineStyle: { color: theme.accent, width: 1.8 },
        silent: true,
      },
      {
        id: 'joined',
        type: 'scatter',
        data: steps.map(([trial, share]) => ({ value: [trial, share], trial })),
        symbolSize: 7,
        itemStyle: { color: theme.panel, borderColor: theme.accent, borderWidth: 1.6 },
        tooltip: { formatter: about },
      },
    ],
  }
}
