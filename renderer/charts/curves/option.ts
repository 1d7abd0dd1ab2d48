import type { Objective } from '../../../preload/contract/types.ts'
import { metricOnAxis } from '../../words/metrics.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import { roundStep } from '../ticks.ts'
import type { ChartOption } from '../echarts.ts'
import { rampColour, type ChartTheme } from '../theme.ts'
import type { CurveLine, CurvesRecord } from './data.ts'

/** One line a trial: coloured by its score, running ones in bold ink, pruned ones dashed and ended by a triangle. */
export function curvesOption(record: CurvesRecord, objective: Objective, theme: ChartTheme): ChartOption {
  const shown = (value: number) => metricOnAxis(objective.metric, value)
  const ends = (state: CurveLine['state']) =>
    record.lines
      .filter((line) => line.state === state && !line.dimmed)
      .flatMap((line) => {
        const end = line.points.at(-1)
        return end ? [{ value: [end[0], shown(end[1])], name: `trial ${line.trial}, ${state}` }] : []
      })
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 46, right: 16, top: 14, bottom: 26 },
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(theme),
      formatter: (item: { name: string; value: unknown }) =>
        Array.isArray(item.value) ? `${item.name}: ${(item.value[1] as number).toFixed(2)}` : item.name,
    },
    xAxis: {
      type: 'value',
      min: 1,
      max: Math.max(2, record.epochs),
      minInterval: 1,
      ...axisStyle(theme),
      splitLine: { show: false },
      axisTick: { show: false, customValues: epochTicks(record.epochs) },
      axisLabel: {
        color: theme.ink3,
        fontSize: 11,
        customValues: epochTicks(record.epochs),
        hideOverlap: true,
        alignMaxLabel: 'right',
        formatter: (epoch: number) => (epoch === record.epochs ? `epoch ${epoch}` : String(epoch)),
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
        id: 'curves',
        type: 'lines',
        coordinateSystem: 'cartesian2d',
        polyline: true,
        data: record.lines
          .filter((line) => line.points.length > 1)
          .map((line) => ({
            name: `trial ${line.trial}, ${line.state}`,
            coords: line.points.map(([epoch, value]) => [epoch, shown(value)]),
            lineStyle: lineStyle(line, theme),
          })),
      },
      {
        id: 'running',
        type: 'scatter',
        data: ends('running'),
        symbolSize: 6,
        itemStyle: { color: theme.ink, borderColor: theme.panel, borderWidth: 1 },
      },
      {
        id: 'pruned',
        type: 'scatter',
        data: ends('pruned'),
        symbol: 'triangle',
        symbolRotate: 180,
        symbolSize: 6,
        itemStyle: { color: theme.panel, borderColor: theme.ink3, borderWidth: 1 },
      },
    ],
  }
}

/** 1, multiples of a round step, and the last epoch; none so near to the last that their labels would touch. */
function epochTicks(last: number): number[] {
  const step = roundStep(last / 7)
  const ticks = Array.from({ length: Math.floor(last / step) }, (_, at) => (at + 1) * step)
  return [...new Set([1, ...ticks.filter((tick) => last - tick > step * 0.6), last])]
}

function lineStyle(line: CurveLine, theme: ChartTheme) {
  if (line.dimmed) return { color: theme.grey, width: 0.8, opacity: 0.6, type: 'solid' }
  if (line.state === 'running') return { color: theme.ink, width: 2, opacity: 1, type: 'solid' }
  if (line.state === 'pruned') return { color: theme.ink3, width: 1, opacity: 0.7, type: [3, 2] }
  return { color: rampColour(theme, line.goodness), width: 1.3, opacity: 0.95, type: 'solid' }
}
