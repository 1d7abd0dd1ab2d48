import { formatDuration } from '../../words/durations.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { Bar, Timeline } from './data.ts'

interface Api {
  value(dimension: number): number
  coord(at: readonly number[]): number[]
  size(of: readonly number[]): number[]
}

/** A bar a trial, its colour the state. */
export function timelineOption(timeline: Timeline, theme: ChartTheme): ChartOption {
  const colours: Readonly<Record<Bar['state'], string>> = {
    complete: theme.categories[2] ?? theme.accent,
    pruned: theme.categories[4] ?? theme.warn,
    failed: theme.categories[1] ?? theme.warn,
    cancelled: theme.ink3,
    running: theme.accent,
    queued: theme.grey,
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 56, right: 14, top: 8, bottom: 30 },
    tooltip: {
      ...tooltipStyle(theme),
      formatter: ({ data }: { data: { trial: number; state: string; value: number[] } }) =>
        `trial ${data.trial}, ${data.state}, ${formatDuration((data.value[2] ?? 0) - (data.value[1] ?? 0))}`,
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(1, timeline.seconds),
      ...axisStyle(theme),
      splitLine: { show: false },
      axisLabel: { color: theme.ink3, fontSize: 11, hideOverlap: true, formatter: (at: number) => formatDuration(at) },
    },
    yAxis: {
      type: 'category',
      data: Array.from({ length: timeline.lanes }, (_, lane) => `lane ${lane + 1}`),
      inverse: true,
      ...axisStyle(theme),
      axisLabel: { color: theme.ink3, fontSize: 11 },
    },
    series: [
      {
        type: 'custom',
        clip: true,
        progressive: 2_000,
        encode: { x: [1, 2], y: 0 },
        data: timeline.bars.map(({ trial, state, lane, from, to }) => ({
          trial,
          state,
          value: [lane, from, to],
          itemStyle: { color: colours[state] },
        })),
        renderItem: (_: unknown, api: Api & { style(): object }) => {
          const [x0 = 0, y = 0] = api.coord([api.value(1), api.value(0)])
          const [x1 = 0] = api.coord([api.value(2), api.value(0)])
          const height = (api.size([0, 1])[1] ?? 10) * 0.7
          return {
            type: 'rect',
            shape: { x: x0, y: y - height / 2, width: Math.max(1, x1 - x0 - 0.5), height },
            style: api.style(),
          }
        },
      },
    ],
  }
}
