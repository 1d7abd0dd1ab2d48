import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import { lowestPosition, missingAt, type ParallelAxis } from './axis.ts'
import type { ParallelLayout } from './data.ts'

/**
 * Axes for ECharts, on positions. Lines and brushes are drawn by us in the same layout: its own lines take half a second
 * at 10,000 trials, and brushes set from elsewhere (undo, keyboard) always get its default look.
 */
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
    },
    parallelAxis: axes.map((axis, at) => ({
      id: axis.key,
      dim: at,
      type: 'value',
      min: layout.lowest,
      max: 1,
      name: '',
      silent: true,
      axisLine: { lineStyle: { color: theme.ink2, width: 1 } },
      axisTick: { show: false, customValues: tickPositions(axis) },
      splitLine: { show: false },
      minorTick: { show: false },
      axisLabel: {
        customValues: tickPositions(axis),
        color: theme.ink2,
        fontSize: 11,
        margin: -8,
        align: 'right',
        hideOverlap: true,
        textBorderColor: theme.panel,
        textBorderWidth: 3,
        showMinLabel: true,
        showMaxLabel: true,
        formatter: (position: number) => labelAt(axis, position),
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

/** Room for the labels at the left, the scale at the right, and below for what is missing. */
export function parallelLayout(width: number, height: number, axes: readonly ParallelAxis[]): ParallelLayout {
  const missing = axes.some((axis) => axis.missing !== undefined)
  return { width, height, left: 84, right: 56, top: 10, bottom: 16, lowest: missing ? lowestPosition : -0.02 }
}
