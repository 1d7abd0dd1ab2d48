import type { Brushes } from '../../state/brush.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import { lowestPosition, missingAt, positionsOfBrush, type ParallelAxis } from './axes.ts'
import type { ParallelLayout } from './data.ts'

/** Axes and brushes for ECharts; the lines lie on a canvas of our own under them, which has the same layout. */
export function parallelOption(axes: readonly ParallelAxis[], layout: ParallelLayout, theme: ChartTheme): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    parallel: {
      left: layout.left,
      right: layout.right,
      top: layout.top,
      bottom: layout.bottom,
      layout: 'horizontal',
      parallelAxisDefault: { realtime: true },
    },
    parallelAxis: axes.map((axis, at) => ({
      id: axis.key,
      dim: at,
      type: 'value',
      min: layout.lowest,
      max: 1,
      name: '',
      silent: false,
      axisLine: { lineStyle: { color: theme.ink2, width: 1 } },
      axisTick: { show: false, customValues: tickPositions(axis) },
      splitLine: { show: false },
      minorTick: { show: false },
      axisLabel: {
        customValues: tickPositions(axis),
        color: theme.ink2,
        fontSize: 11,
        margin: -8,
        hideOverlap: true,
        align: 'right',
        textBorderColor: theme.panel,
        textBorderWidth: 3,
        showMinLabel: true,
        showMaxLabel: true,
        formatter: (position: number) => labelAt(axis, position),
      },
      areaSelectStyle: {
        width: 16,
        borderWidth: 1.5,
        borderColor: theme.ink,
        color: theme.brush,
        opacity: 1,
      },
    })),
    series: [{ id: 'none', type: 'parallel', data: [] }],
  }
}

function tickPositions(axis: ParallelAxis): number[] {
  const positions = axis.ticks.map((tick) => tick.position)
  return axis.missing ? [missingAt, ...positions] : positions
}

function labelAt(axis: ParallelAxis, position: number): string {
  if (Math.abs(position - missingAt) < 1e-6) return axis.missing ?? ''
  return axis.ticks.find((tick) => Math.abs(tick.position - position) < 1e-6)?.label ?? ''
}

/** The intervals that ECharts draws for the brushes of an axis. */
export function brushIntervals(axis: ParallelAxis, brushes: Brushes): (readonly [number, number])[] {
  return (brushes[axis.key] ?? []).flatMap((brush) => positionsOfBrush(axis, brush))
}

/** Room for the titles above, the labels at the left, and for what is missing below. */
export function parallelLayout(width: number, height: number, axes: readonly ParallelAxis[]): ParallelLayout {
  const missing = axes.some((axis) => axis.missing !== undefined)
  return {
    width,
    height,
    left: 84,
    right: 56,
    top: 10,
    bottom: 16,
    lowest: missing ? lowestPosition : -0.02,
  }
}
