import type { Objective } from '../../../preload/contract/types.ts'
import { formatMetric, formatMetricNumber, metricOnAxis } from '../../words/metrics.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import { roundStep } from '../ticks.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { HistoryRecord } from './data.ts'

/** Best so far as steps, every trial as a point, the defaults as a dashed line. */
export function historyOption(record: HistoryRecord, objective: Objective, theme: ChartTheme): ChartOption {
  const shown = (value: number) => metricOnAxis(objective.metric, value)
  const scaled = (points: readonly (readonly [number, number])[]) =>
    points.map(([trial, score]) => [trial, shown(score)])
  const { low, high } = record.range
  const baselineIsLow = record.baseline !== undefined && record.baseline < low + (high - low) * 0.15
  const last = Math.max(4, record.trials - 1)
  const best = record.improvements.at(-1)
  const steps = [...record.improvements, ...(best ? [[last, best[1]] as const] : [])]
  const about = (state: string) => (item: { value: unknown }) => {
    const [trial = 0, score = 0] = item.value as number[]
    return `trial ${trial}, ${state}: ${score.toFixed(2)}`
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
      ...axisStyle(theme),
      splitLine: { show: false },
      axisTick: { show: false, customValues: trialTicks(last) },
      axisLabel: {
        color: theme.ink3,
        fontSize: 11,
        customValues: trialTicks(last),
        hideOverlap: true,
        alignMaxLabel: 'right',
        formatter: (trial: number) => (trial === last ? `trial ${trial}` : String(trial)),
      },
    },
    yAxis: {
      type: 'value',
      min: shown(record.range.low),
      max: shown(record.range.high),
      ...axisStyle(theme),
      axisLine: { show: false },
      axisLabel: {
        color: theme.ink3,
        fontSize: 11,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => String(Number(value.toPrecision(4))),
      },
    },
    series: [
      {
        id: 'complete',
        type: 'scatter',
        large: true,
        largeThreshold: 3_000,
        data: scaled(record.complete),
        symbolSize: 5,
        itemStyle: { color: theme.ink3, opacity: 0.65 },
        tooltip: { formatter: about('complete') },
      },
      {
        id: 'pruned',
        type: 'scatter',
        large: true,
        largeThreshold: 3_000,
        data: scaled(record.pruned),
        symbol: 'triangle',
        symbolRotate: 180,
        symbolSize: 6,
        itemStyle: { color: 'transparent', borderColor: theme.ink3, borderWidth: 1 },
        tooltip: { formatter: about('pruned, last value') },
      },
      {
        id: 'best',
        type: 'line',
        step: 'end',
        data: scaled(steps),
        showSymbol: false,
        lineStyle: { color: theme.accent, width: 1.8 },
        silent: true,
        ...(record.baseline === undefined
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: theme.ink2, type: [4, 3], width: 1.2 },
                label: {
                  position: baselineIsLow ? 'insideEndTop' : 'insideEndBottom',
                  color: theme.ink2,
                  fontSize: 11,
                  formatter: `default ${formatMetricNumber(objective.metric, record.baseline)}`,
                },
                data: [{ yAxis: shown(record.baseline) }],
              },
            }),
      },
      {
        id: 'improvements',
        type: 'scatter',
        data: record.improvements.map(([trial, score], at) => ({
          value: [trial, shown(score)],
          label: {
            show: at === record.improvements.length - 1 && at > 0,
            formatter: `${formatMetric(objective.metric, score)}, trial ${trial}`,
            position: 'top',
            align: trial > last * 0.7 ? 'right' : trial < last * 0.3 ? 'left' : 'center',
            distance: 7,
            color: theme.accent,
            fontWeight: 600,
            fontSize: 11.5,
          },
        })),
        symbol: 'circle',
        symbolSize: 7,
        itemStyle: { color: theme.panel, borderColor: theme.accent, borderWidth: 1.6 },
        tooltip: { formatter: about('best so far') },
        labelLayout: { moveOverlap: 'shiftY' },
        z: 5,
      },
    ],
  }
}

/** Multiples of a round step, and the last trial; none so near to the last that their labels would touch. */
function trialTicks(last: number): number[] {
  const step = roundStep(last / 6)
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => at * step)
  return [...ticks.filter((tick) => last - tick > step * 0.6), last]
}
